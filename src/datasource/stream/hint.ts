import type { SortKey } from '../../model/sort-key.ts';

/** An index in the vendor's list that makes resuming cheap, or that the list is read whole. */
export type Hint = number | WholeHint;

/** The list has no order that can be relied upon: every page reads it whole, and sorts. */
export interface WholeHint {
  /** Where that was noticed only in the midst of a walk. `null`: all that was given out was given in order. */
  readonly passed: Passed | null;
}

/** What a walk had given out before it noticed that the list is not in order. */
export interface Passed {
  /** The walk had come to this index of the vendor's list, */
  readonly index: number;
  /** and to this key: what stands before both was given out, all else was not. */
  readonly until: SortKey;
}
