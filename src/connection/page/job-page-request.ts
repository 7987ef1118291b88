import type { JobSource } from '../../datasource/source/job-source.ts';
import type { JobFilter, JobOrder } from '../../model/job-filter.ts';
import type { RequestScope } from '../../scope/request-scope.ts';
import type { CursorCodec } from '../cursor/cursor-codec.ts';
import type { WalkState } from '../cursor/walk-state.ts';
import type { SourceReport } from './source-report.ts';

export interface ScanLimits {
  /** Rows that may be read and found not to match, in one page: of all sources, and of each. */
  readonly perRequest: number;
  readonly perSource: number;
}

export interface JobPageRequest {
  readonly sources: readonly JobSource[];
  readonly filter: JobFilter;
  readonly order: JobOrder;
  readonly size: number;
  /** `false`: the page is the last part of the list, or of what comes before the cursor. */
  readonly isForward: boolean;
  readonly after: WalkState | null;
  readonly before: WalkState | null;
  readonly codec: CursorCodec;
  /** Whether the whole list is counted: cursors then carry the count. */
  readonly counts: boolean;
  /** As of `OpenRequest`; absent: all fields. */
  readonly wants?: (field: string) => boolean;
  readonly limits: ScanLimits;
  readonly scope: RequestScope;
  /** Tells of the filter in the caller's words; left out: in those of `filter`. */
  readonly reworded?: (report: SourceReport) => SourceReport;
}
