import type { SortKey } from '../../model/sort-key.ts';
import { END, furthestMarks, type PlacedRow, type Rank, rowMark, START } from '../paging/row-order.ts';
import { type Hint, MOST_ANCHORS, type Passed } from './hint.ts';
import { type Batch, type Bound, isBehind, type RowFeed } from './row-feed.ts';

export interface WholeFeedOptions {
  readonly readWhole: () => Promise<WholeList>;
  readonly start: Bound | null;
  readonly hint: Hint;
  readonly placeOf: PlaceOf;
  readonly compare: (a: SortKey, b: SortKey) => number;
}

export interface WholeList {
  /** Every row of the list as it is now, in the vendor's order. */
  readonly rows: readonly PlacedRow[];
  /** How much further it must be read to be given in order, in milliseconds; `Infinity`: it is better read whole. */
  readonly slack: number;
}

/** A list without an order that can be relied upon: all of it at once, less what the walk has given out. */
export class WholeFeed implements RowFeed {
  readonly #options: WholeFeedOptions;
  readonly #passed: Passed | null;
  readonly search = null;
  #frontier: Rank = START;
  #list: WholeList | null = null;
  #inPlace: readonly PlacedRow[] | null = null;

  constructor(options: WholeFeedOptions) {
    this.#options = options;
    this.#passed = passedBefore(options.hint, options.start);
  }

  get frontier(): Rank {
    return this.#frontier;
  }

  /** All rows of the list, wanted or not; `null`: not read yet. */
  get all(): readonly PlacedRow[] | null {
    return this.#list?.rows ?? null;
  }

  get slack(): number {
    return this.#list?.slack ?? Number.POSITIVE_INFINITY;
  }

  async next(): Promise<Batch> {
    this.#list = await this.#options.readWhole();
    const { rows } = this.#list;
    this.#frontier = END;
    return { rows: rows.filter(this.#dueTest(rows)), isLast: true };
  }

  hintAt(rank: Rank): number | null {
    return this.#walked().findLast((row) => row.rank < rank - this.slack)?.index ?? null;
  }

  indexOf(mark: number): number | null {
    return this.#rows.find((row) => rowMark(row) === mark)?.index ?? null;
  }

  /** Whether the list need not be read whole behind a key. Where all that was given has gone, no mark would tell that there was anything. */
  mayBeReadOn(key: SortKey | null): boolean {
    return key !== null && this.slack !== Number.POSITIVE_INFINITY && this.anchorsAt(key).length > 0;
  }

  /** Of a walk that has given out all up to a key, in order: marks of the rows that stand furthest. */
  anchorsAt(key: SortKey | null): readonly number[] {
    const { compare, placeOf } = this.#options;
    const given: PlacedRow[] = [];
    const walked = this.#walked();
    for (let i = walked.length - 1; i >= 0 && given.length < MOST_ANCHORS; i--) {
      const row = walked[i];
      if (row !== undefined && key !== null && compare(row.key, key) <= 0) given.push(row);
    }
    return furthestMarks([], given, (index) => (index === null ? START : placeOf(index)), MOST_ANCHORS);
  }

  /** In the order of their places along the walk. Each cursor of a page asks, and most pages for none. */
  #walked(): readonly PlacedRow[] {
    const { placeOf } = this.#options;
    this.#inPlace ??= this.#rows.toSorted((a, b) => placeOf(a.index) - placeOf(b.index));
    return this.#inPlace;
  }

  /** Of the rows behind a key, wanted ones and others, the first rank within bounds; `END`: there is none. */
  nextRank(key: SortKey | null, first: Rank, last: Rank): Rank {
    const { compare } = this.#options;
    const isNext = ({ rank, key: own }: PlacedRow): boolean =>
      rank >= first && rank <= last && (key === null || compare(own, key) > 0);
    return Math.min(END, ...this.#rows.filter(isNext).map(({ rank }) => rank));
  }

  get #rows(): readonly PlacedRow[] {
    return this.#list?.rows ?? [];
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
