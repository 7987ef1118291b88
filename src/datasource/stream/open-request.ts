import type { Job } from '../../model/job.ts';
import type { JobFilter } from '../../model/job-filter.ts';
import type { Direction } from '../../model/sort-key.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Hint } from '../feed/hint.ts';
import type { Bound } from '../feed/row-feed.ts';
import type { FilterPlan } from '../filter/plan-filter.ts';
import type { Need } from './job-stream.ts';
import type { ScanBudget } from './residual-filter.ts';

/** What one page wants of the streams of one source. */
export interface OpenRequest {
  readonly filter: JobFilter;
  readonly plan: FilterPlan;
  readonly direction: Direction;
  /** Where each stream begins, by the stream's id; `null`: at its very start. */
  readonly startOf: (streamId: string) => Bound | null;
  readonly stopOf: (streamId: string) => Bound | null;
  readonly hintOf: (streamId: string) => Hint;
  readonly need: () => Need;
  /** Whether the lists will be counted: pages that are read anyway are asked for the count too. */
  readonly counts?: boolean;
  /** Whether anybody will look at a field of the jobs, as `LeanRows.lacks` names it. Absent: at all of them. */
  readonly wants?: (field: string) => boolean;
  readonly budget: ScanBudget;
  readonly scope: SourceScope;
}

/** The same, as each of its streams is opened. */
export interface StreamRequest extends OpenRequest {
  /** Whether a job passes the filter; `null`: every one does. */
  readonly matches: ((job: Job) => boolean) | null;
}
