import type { SortKey } from '../../model/sort-key.ts';
import type { PlacedRow, Rank } from '../paging/row-order.ts';
import type { SeekBounds } from '../paging/seek.ts';
import type { TieRequest } from './read-tie.ts';

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

/** What is known of a list beyond one request. */
export interface FeedMemory {
  /** What a search for `from` that ran out of time had found. */
  readonly known: SeekBounds;
  remember(bounds: SeekBounds): void;
  /** Whether the list is known to be short enough to be read whole: that is cheaper where rows stand close and out of order. */
  isShort(): boolean;
  /** Where long ties are kept whose reading ran out of time, by which name, and for whom they are read. */
  ties(): Pick<TieRequest, 'memory' | 'key' | 'walk'>;
  /** Whether that of a rank is kept there, for whoever wants nothing before it. */
  isInTie(rank: Rank): boolean;
  /** Time ran out over a rank that did not fit into a window: the next page reads it as a tie. */
  beginTie(rank: Rank): void;
}

/** One end of the part of the order that is wanted. */
export interface Bound {
  readonly key: SortKey;
  /** Whether the row that bears the key belongs to the part. */
  readonly isInclusive: boolean;
}

/** Whether a key lies behind the bound, as `compare` orders them, or at one that is inclusive; `null`: there is no bound. */
export function isBehind(
  bound: Bound | null,
  key: SortKey,
  compare: (a: SortKey, b: SortKey) => number,
): boolean {
  if (bound === null) return true;
  const order = compare(key, bound.key);
  return order > 0 || (order === 0 && bound.isInclusive);
}
