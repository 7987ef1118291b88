import type { StreamCount } from '../../datasource/stream/job-stream.ts';
import type { Job } from '../../model/job.ts';
import type { SourceError } from '../../model/source-error.ts';
import type { SourceReport } from './source-report.ts';

/** Puts a cursor together when it is asked for; `null`: there is no row to stand at. */
export type CursorMaker = () => string | null | Promise<string>;

export interface JobEdge {
  readonly job: Job;
  /** The job comes after its place in the order, because its source could not answer in time. */
  readonly isLate: boolean;
  readonly cursor: CursorMaker;
}

/** Where a page stands in its list. */
export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null | CursorMaker;
  readonly endCursor: string | null | CursorMaker;
}

/** One page of the merged list, in the list's order. */
export interface JobPage extends PageInfo {
  readonly jobs: readonly Job[];
  /** The same jobs with their cursors, made when they are asked for. */
  readonly edges: () => readonly JobEdge[];
  readonly startCursor: CursorMaker;
  readonly endCursor: CursorMaker;
  /** As they are at the time of asking: counts may still fail. */
  readonly reports: () => readonly SourceReport[];
  /** What a client must be told in `errors`, once for each source. */
  readonly failures: readonly { readonly sourceId: string; readonly error: SourceError }[];
  /** Asks vendors where need be; `null`: nothing is known. */
  readonly count: () => Promise<StreamCount | null>;
}
