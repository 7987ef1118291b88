import type { PlacedRow, Rank } from '../paging/row-order.ts';
import type { SeekBounds } from '../paging/seek.ts';

export interface Batch {
  /** All that stands between the batch before and the next one. */
  readonly rows: readonly PlacedRow[];
  /** Nothing comes after. */
  readonly isLast: boolean;
}

/** The rows of one list, in batches along a walk. */
export interface RowFeed {
  /** The next rows, about `want` of them. */
  next(want: number): Promise<Batch>;
  /** All rows of a lower rank have been given out. */
  readonly frontier: Rank;
  /** How far out of their order rows may stand, in milliseconds; so much further is read before a row is given out. */
  readonly slack: number;
  /** An index near the place where all rows of a lower rank end; `null`: nobody knows, or it would not help. */
  hintAt(rank: Rank): number | null;
  /** The index at which a row of this mark was read last; `null`: it was not read. */
  indexOf(mark: number): number | null;
  /** How far the search for the place to begin has come; `null`: there was none. */
  readonly search: SeekBounds | null;
}
