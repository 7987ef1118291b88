import type { Operation } from '../workloads/workload.ts';

/** How requests come. */
export type Arrival =
  /** Whoever asks waits for the answer before asking again. `heeds`: and after a refusal, for as long as it says. */
  | { readonly kind: 'closed'; readonly clients: number; readonly heeds: boolean }
  /** At random moments, so many a second on average, whether or not the ones before have been answered. */
  | { readonly kind: 'open'; readonly perSecond: number; readonly connections: number };

/** What the process that asks is told to do. */
export interface CrowdOrder {
  readonly url: string;
  readonly operation: Operation;
  readonly arrival: Arrival;
  readonly seconds: number;
  /** Who asks, by an API key; absent: it need not be told. */
  readonly key?: string;
  /** The only right answer; `null`: it differs from moment to moment. */
  readonly reference: string | null;
}

/** Times are in milliseconds, from the moment at which a request was due until its answer had come whole. */
export interface CrowdReport {
  readonly seconds: number;
  readonly accepted: number;
  readonly p50: number;
  readonly p99: number;
  /** Told to come again later (503 with `Retry-After`). */
  readonly refused: number;
  readonly refusedP99: number;
  /** Neither: resets, wrong answers, other codes. */
  readonly wrong: number;
  readonly firstWrong: string | null;
  /** How late the clients themselves were, at the 99th percentile: none of this is the gateway's. */
  readonly ownLag: number;
}

/** What the process that attacks is told to do. */
export interface AttackOrder {
  readonly url: string;
  readonly key: string;
  /** Of `attacks`. */
  readonly label: string;
  readonly seconds: number;
}

/** How many answers there were, by their status or how the request failed. */
export type AttackReport = Readonly<Record<string, number>>;
