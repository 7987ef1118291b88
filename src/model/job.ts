import type { JobStatus } from './job-status.ts';

/** An instant, in milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** Any JSON value, as it came from a vendor. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Counts of sub-tasks as the vendor gives them; they need not add up. `null`: not given. */
export interface JobProgress {
  readonly total: number | null;
  readonly succeeded: number | null;
  readonly failed: number | null;
  readonly running: number | null;
}

export interface JobError {
  readonly code: string | null;
  readonly message: string | null;
}

/** What a job or a task works on. */
export interface CloudResource {
  /** `null`: whatever bears the native id, at any source. */
  readonly sourceId: string | null;
  readonly nativeId: string;
  /** The vendor's word; `null` where no row has told it. */
  readonly type: string | null;
}

/** What a job hangs under. `name` is `null` where the row alone does not tell it. */
export interface Origin {
  readonly sourceId: string;
  readonly kind: string;
  readonly nativeId: string;
  readonly name: string | null;
}

/** The vendor's own fields; `__typename` is the member of the `JobDetails` union. */
export interface JobDetails {
  readonly __typename: string;
  readonly [field: string]: Json;
}

/** What a backend reads out of one row of its vendor. Times are instants, `null` where the row has none. */
export interface JobFields<Details extends JobDetails = JobDetails> {
  readonly nativeId: string;
  readonly name: string | null;
  readonly kind: string | null;
  readonly status: JobStatus;
  /** The vendor's word; `null` where the vendor has no word for it. */
  readonly nativeStatus: string | null;
  readonly statusMessage: string | null;
  readonly createdAt: Instant | null;
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
  readonly progress: JobProgress | null;
  readonly error: JobError | null;
  /** `kind`: where it is not what origins of this backend usually are. */
  readonly origin: (Pick<Origin, 'nativeId' | 'name'> & Partial<Pick<Origin, 'kind'>>) | null;
  readonly resource: Omit<CloudResource, 'sourceId'> | null;
  readonly createdBy: string | null;
  readonly details: Details;
}

/** One run of work at one vendor. */
export interface Job extends Omit<JobFields, 'origin'> {
  readonly sourceId: string;
  readonly backend: string;
  readonly origin: Origin | null;
  /** The tasks, where the vendor delivers them with the job. */
  readonly inlineTasks: readonly TaskFields[] | null;
  /** The vendor's row as received, secrets and all: they are taken out where it leaves. */
  readonly raw: unknown;
}

/** What a backend reads out of one task row. */
export interface TaskFields {
  readonly nativeId: string;
  /** The vendor's own number of it; `null`: it has none, and its place in the list counts. */
  readonly index: number | null;
  readonly name: string | null;
  readonly kind: string | null;
  readonly status: JobStatus;
  readonly nativeStatus: string | null;
  readonly statusMessage: string | null;
  readonly createdAt: Instant | null;
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
  readonly error: JobError | null;
  readonly resource: Omit<CloudResource, 'sourceId'> | null;
  /** The vendor's row as received, secrets and all. */
  readonly raw: unknown;
}

/** One step of a job. */
export interface Task extends TaskFields {
  readonly index: number;
  readonly job: Job;
}
