import type { Instant } from './job.ts';
import type { JobPhase, JobStatus } from './job-status.ts';

/** All given fields must hold; an absent field asks nothing; an empty list matches no job. */
export interface JobFilter {
  readonly sources?: readonly string[];
  readonly backends?: readonly string[];
  readonly origins?: readonly OriginRef[];
  readonly statuses?: readonly JobStatus[];
  /** An empty list excludes none. */
  readonly notStatuses?: readonly JobStatus[];
  readonly phases?: readonly JobPhase[];
  /** Inclusive. */
  readonly createdAfter?: Instant;
  /** Exclusive. */
  readonly createdBefore?: Instant;
  /** Inclusive. */
  readonly finishedAfter?: Instant;
  /** Exclusive. */
  readonly finishedBefore?: Instant;
  /** The names that people see, upper and lower case alike. */
  readonly names?: readonly string[];
  readonly nameContains?: string;
  readonly createdBy?: readonly string[];
  readonly resourceIds?: readonly string[];
  readonly kinds?: readonly string[];
}

export interface OriginRef {
  readonly sourceId: string;
  readonly nativeId: string;
}

/** The order of a list of jobs. Each is the exact reverse of the other. */
export type JobOrder = 'CREATED_AT_DESC' | 'CREATED_AT_ASC';
