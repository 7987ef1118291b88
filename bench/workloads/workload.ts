import type { World } from '../world/world.ts';

/** One GraphQL request, as all contenders get it. */
export interface Operation {
  readonly operationName: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** A variable that takes another instant in every request, so that no two are the same. */
  readonly varying: string | null;
}

/** An operation with what is right for it. */
export interface Question {
  readonly operation: Operation;
  /** The right `data`, without ids, for an operation whose varying variable is `instant`. */
  readonly expected: (instant: number) => unknown;
  /** Instants for which answers are checked before anything is measured. */
  readonly checks: readonly number[];
}

/** One line of the table for each contender. */
export interface Run {
  readonly label: string;
  /** Each sends its next request when it has the answer to the last. */
  readonly clients: number;
  readonly question: Question;
  /** For contenders that cannot merge; absent: they do not take part. */
  readonly unmerged?: Question;
}

/** What is started together. */
export interface Stage {
  readonly world: World;
  readonly runs: readonly Run[];
}

export interface Workload {
  readonly name: string;
  readonly title: string;
  /** Those that can do it, by name; `EVERYONE`: all there are. */
  readonly contenders: readonly string[] | null;
  readonly stages: readonly Stage[];
}

export const EVERYONE = null;
