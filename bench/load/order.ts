import type { Operation } from '../workloads/workload.ts';

/** What the process that asks is told to do. */
export interface LoadOrder {
  readonly url: string;
  readonly operation: Operation;
  readonly clients: number;
  readonly seconds: number;
  /** The only right answer; `null`: not known yet, so none is checked. */
  readonly reference: string | null;
}

export interface LoadReport {
  readonly requests: number;
  /** Answers that were not the right one, and requests that failed. */
  readonly wrong: number;
  /** The first of them. */
  readonly firstWrong: string | null;
  readonly seconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}
