import type { ExecutionResult } from 'graphql';

/** One part of an answer that comes in parts, in the format of August 2022 that clients speak. */
export interface Part extends ExecutionResult {
  readonly incremental?: readonly ExecutionResult[];
  readonly hasNext?: boolean;
}

/** A whole answer, or one that comes in parts. */
export type Result = ExecutionResult | AsyncIterable<Part>;

/** What became of an operation. */
export interface Outcome {
  readonly result: Result;
  /** The whole answer as JSON, where it is data and nothing else; `null`: there is more to say. */
  readonly text: string | null;
  /** For how long, in milliseconds, whoever asks the same would get the same anyway; absent: it is not known. */
  readonly freshMs?: number;
}
