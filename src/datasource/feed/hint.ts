import type { Instant } from '../../model/job.ts';
import type { SortKey } from '../../model/sort-key.ts';
import type { SeekBounds } from '../paging/seek.ts';

/** What a cursor remembers of one list beside its place: it makes going on cheap, and exact where the list has no order. */
export interface Hint {
  /** An index in the vendor's list near the row that comes next; `null`: nobody knows, or it would not help. */
  readonly index: number | null;
  /** Up to here nothing more is wanted of the list: it is read only when the walk gets there. */
  readonly watermark: Watermark;
  /**
   * Marks of rows that were given out, those that stand furthest in the vendor's list: what stands behind them was not.
   * Tells what was given out, should the list prove out of order later on. Empty: nothing was.
   */
  readonly anchors: readonly number[];
  /** How far out of their order the walk takes rows of the list to stand at most, in milliseconds. */
  readonly slack: number;
  /** The list has no order that can be relied upon; `null`: it has, as far as was seen. */
  readonly whole: WholeHint | null;
  /**
   * How far a search for the place to begin had come, in places along the walk, where no row was given out yet; `null`: there
   * was none. The next page goes on from there.
   */
  readonly search: SeekBounds | null;
  /**
   * When the walk is known to have been under way, in milliseconds since 1970, where time ran out over a tie: so much of it as was
   * read since then may be relied upon. `null`: no tie is being read.
   */
  readonly tieSince: number | null;
}

/** `none`: nothing is known. `end`: the list holds nothing more. Else the next row has this time, or stands behind it. */
export type Watermark = 'none' | 'end' | { readonly time: Instant | null };

/** Every page reads the list whole, and sorts. */
export interface WholeHint {
  /** Where that was noticed only during a walk. `null`: all that was given out was given in order. */
  readonly passed: Passed | null;
}

/** What a walk had given out before it noticed that the list is not in order. */
export interface Passed {
  /** Marks of rows: what stands in the vendor's list at one of them or before (empty: nothing), */
  readonly anchors: readonly number[];
  /** and in the order up to this key, was given out; all else was not. */
  readonly until: SortKey;
}

/** Two of a page, for a row may be deleted; and one of an earlier page that may stand further still. */
export const MOST_ANCHORS = 3;

export const NO_HINT: Hint = {
  index: null,
  watermark: 'none',
  anchors: [],
  slack: 0,
  whole: null,
  search: null,
  tieSince: null,
};
