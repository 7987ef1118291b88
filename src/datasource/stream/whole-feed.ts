import type { SortKey } from '../../model/sort-key.ts';
import { END, type PlacedRow, type Rank, rowMark, START } from '../paging/row-order.ts';
import type { Hint, Passed } from './hint.ts';
import { type Batch, type Bound, isBehind, type RowFeed } from './row-feed.ts';

export interface WholeFeedOptions {
  /** Every row of the list as it is now, in the vendor's order. */
  readonly readWhole: () => Promise<readonly PlacedRow[]>;
  readonly start: Bound | null;
  readonly hint: Hint;
  readonly placeOf: PlaceOf;
  readonly compare: (a: SortKey, b: SortKey) => number;
}

/** A list without an order that can be relied upon: all of it at once, less what the walk has given out. */
export class WholeFeed implements RowFeed {
  readonly #options: WholeFeedOptions;
  readonly #passed: Passed | null;
  readonly slack = 0;
  readonly search = null;
  #frontier: Rank = START;
  #all: readonly PlacedRow[] | null = null;

  constructor(options: WholeFeedOptions) {
    this.#options = options;
    this.#passed = passedBefore(options.hint, options.start);
  }

  get frontier(): Rank {
    return this.#frontier;
  }

  /** All rows of the list, wanted or not; `null`: not read yet. */
  get all(): readonly PlacedRow[] | null {
    return this.#all;
  }

  async next(): Promise<Batch> {
    const rows = await this.#options.readWhole();
    this.#all = rows;
    this.#frontier = END;
    return { rows: rows.filter(this.#dueTest(rows)), isLast: true };
  }

  hintAt(): null {
    return null;
  }

  indexOf(mark: number): number | null {
    return this.#all?.find((row) => rowMark(row) === mark)?.index ?? null;
  }

  /** What a cursor at this key must know; `null`: all that stands before it was given out. */
  passedAt(key: SortKey | null): Passed | null {
    const passed = this.#passed;
    const isCaughtUp = passed === null || (key !== null && this.#options.compare(key, passed.until) >= 0);
    return isCaughtUp ? null : passed;
  }

  /** Not given out yet: neither in order, nor while the list was still taken to be in order. */
  #dueTest(rows: readonly PlacedRow[]): (row: PlacedRow) => boolean {
    const { start, compare, placeOf, hint } = this.#options;
    const isAfterStart = (row: PlacedRow): boolean => isBehind(start, row.key, compare);
    if (this.#passed === null) return isAfterStart;
    const isPassed = passedTest(this.#passed, rows, placeOf, compare);
    // The walk has given out nothing since it noticed that the list is out of order.
    const isFresh = hint.whole === null;
    return (row) => !isPassed(row) && (isFresh || isAfterStart(row));
  }
}

/** An index as a place along the walk. */
type PlaceOf = (index: number) => number;

/** Of a walk that had begun in good faith, before its list was known to be out of order. `null`: all before `start`. */
export function passedBefore(hint: Hint, start: Bound | null): Passed | null {
  if (hint.whole !== null) return hint.whole.passed;
  return start === null || isUnknown(hint) ? null : { anchors: hint.anchors, until: start.key };
}

/** The cursor was too long to tell anything of the list, or comes from a walk the other way. */
const isUnknown = ({ watermark, anchors }: Hint): boolean => watermark === 'none' && anchors.length === 0;

/** Tells of each row of a list that was read whole whether it had been given out. */
function passedTest(
  { anchors, until }: Passed,
  rows: readonly PlacedRow[],
  placeOf: PlaceOf,
  compare: (a: SortKey, b: SortKey) => number,
): (row: PlacedRow) => boolean {
  if (anchors.length === 0) return () => false;
  const last = lastPassed(anchors, rows, placeOf);
  return (row) => compare(row.key, until) <= 0 && (last === null || placeOf(row.index) <= last);
}

/** The place behind which nothing had been read; `null`: the rows that would tell have gone, the order alone decides. */
function lastPassed(anchors: readonly number[], rows: readonly PlacedRow[], placeOf: PlaceOf): number | null {
  const known = rows.filter((row) => anchors.includes(rowMark(row)));
  const [anchor] = known.sort((a, b) => placeOf(b.index) - placeOf(a.index));
  return anchor === undefined ? null : endOfTie(anchor, rows, placeOf);
}

/** Rows of one instant change places by themselves: those that follow the anchor were read with it. */
function endOfTie(anchor: PlacedRow, rows: readonly PlacedRow[], placeOf: PlaceOf): number {
  const ahead = rows
    .filter((row) => placeOf(row.index) >= placeOf(anchor.index))
    .sort((a, b) => placeOf(a.index) - placeOf(b.index));
  const end = ahead.findIndex((row) => row.rank !== anchor.rank);
  return placeOf((ahead[end < 0 ? ahead.length - 1 : end - 1] ?? anchor).index);
}
