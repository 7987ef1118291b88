import type { Job } from '../../model/job.ts';
import type { SortKey } from '../../model/sort-key.ts';
import type { Rank } from './ranks.ts';

/** A job at its place in the one order of all jobs. */
export interface RankedJob {
  readonly job: Job;
  readonly key: SortKey;
  readonly rank: Rank;
}

/** A job at its place in the vendor's list as well. */
export interface PlacedRow extends RankedJob {
  /** Counted from 0 in the vendor's order. */
  readonly index: number;
  /** Of two rows with one identity, one is a repetition. */
  readonly identity: string;
}

/** A vendor's list may tell one row twice; `identity` is what tells. */
export const placedAt = (index: number, row: RankedJob): PlacedRow => ({
  ...row,
  index,
  identity: `${row.key.originId}\n${row.key.nativeId}`,
});
