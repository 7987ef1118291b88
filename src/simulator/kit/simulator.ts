import type { JobStatus } from '../../model/job-status.ts';

export interface SimulatorOptions {
  /** Rows in all, over all origins, at the start: 1 to 100,000. */
  readonly jobs: number;
  /** Clusters, policies, scheduled tasks ... */
  readonly origins: number;
  readonly seed: number;
  /** Added to each answer. */
  readonly latencyMs: number;
  /** 0: any free port. */
  readonly port: number;
  /**
   * The vendor's clock, in epoch milliseconds. Rows are a pure function of the seed, the time of the start
   * and this: jobs start and finish while you look.
   */
  readonly now: () => number;
  /** `false`: no job is born as time passes; running ones still finish. */
  readonly live: boolean;
  /**
   * Whether the youngest jobs began at any time of the last half hour and take as long as others do. Else they begin every two
   * seconds, at the same instants at all vendors, for such ties are the hardest to order.
   */
  readonly isLifelike: boolean;
}

/** One task as the vendor's manual makes us expect it, in the words of the public contract. */
export interface ExpectedTask {
  readonly nativeId: string;
  readonly status: JobStatus;
  readonly nativeStatus: string | null;
  readonly createdAt: number | null;
  readonly finishedAt: number | null;
}

/** One job as the vendor's manual makes us expect it, in the words of the public contract. */
export interface ExpectedJob extends ExpectedTask {
  readonly originNativeId: string | null;
  readonly tasks: readonly ExpectedTask[];
}

export interface RequestRecord {
  /** By the vendor's clock, epoch milliseconds. */
  readonly at: number;
  readonly method: string;
  /** As sent: still percent-encoded, without the query. */
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** 0: no answer was given (yet). */
  readonly status: number;
  /** Lower-case names; credentials included, since all of them are made up. */
  readonly headers: Record<string, string>;
}

/** What goes wrong with one answer. */
export type SimulatedFault =
  | { kind: 'status'; status: number; body?: string; headers?: Record<string, string> }
  /** The connection is reset before any answer. */
  | { kind: 'reset' }
  /** The connection is reset after half of the body. */
  | { kind: 'reset-in-body' }
  | { kind: 'hang' }
  | { kind: 'hang-in-body' }
  | { kind: 'drip'; msPerByte: number }
  /** A complete HTTP answer whose body is the first half of the right one. */
  | { kind: 'truncate' }
  | { kind: 'html' }
  | { kind: 'empty' }
  /** A JSON array instead of an object. */
  | { kind: 'list' }
  | { kind: 'huge'; bytes: number }
  | { kind: 'bad-gzip' }
  | { kind: 'redirect-loop' }
  | { kind: 'delay'; ms: number };

/** Asked once for each request, in the order of arrival; `null`: nothing goes wrong. */
export type FaultPlan = (request: { path: string; query: URLSearchParams }) => SimulatedFault | null;

export interface InsertedJob {
  /** Epoch milliseconds; may lie in the past. */
  readonly createdAt: number;
  /** Left out: the first origin. */
  readonly originNativeId?: string;
  /** Left out: the job runs for a few seconds and succeeds. Given: it has this status from now on. */
  readonly status?: JobStatus;
}

/** What every simulated vendor can do. */
export interface Simulator {
  /** `zstack`, `huawei-vbs` ... */
  readonly backend: string;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Newest last, at most 10,000; tests may empty it (`length = 0`). */
  readonly requests: RequestRecord[];
  fault: FaultPlan | null;
  /** All jobs that the vendor has now: newest first, ties by native id ascending. */
  readonly expected: () => ExpectedJob[];
  /** Gives the native id of the new row. Throws where the origin is unknown. */
  readonly insert: (job: InsertedJob) => string;
  /** Does nothing where there is no such row. */
  readonly remove: (nativeId: string) => void;
  /** The source configuration that reaches it, without `id` and `backend`. */
  readonly settings: Record<string, unknown>;
  /** Every session or token given out so far is expired from now on. */
  readonly expireCredentials: () => void;
  /** Also destroys open connections. */
  readonly close: () => Promise<void>;
}
