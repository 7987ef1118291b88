import { joinPages, MOST_PIECES } from './join-pages.ts';
import { answersOf, countsMore, endOf, isCutToFew, type ListPage, type PagewiseList } from './list-page.ts';
import { readParts } from './read-parts.ts';
import { type PlacedRow, type Rank, START } from './row-order.ts';

/** Neighbouring rows of a list, in the order of a walk. */
export interface WalkWindow {
  /** As the vendor gave it. */
  readonly page: ListPage;
  readonly rows: readonly PlacedRow[];
  /** The same rows, one answer of the vendor after the other. */
  readonly answers: readonly (readonly PlacedRow[])[];
  /** No row stands before the first, as the walk goes. */
  readonly opensAtEdge: boolean;
  /** No row stands behind the last; `null`: only asking on can tell. */
  readonly closesAtEdge: boolean | null;
  /** Places just before and just behind the window. */
  readonly start: number;
  readonly end: number;
  /** What stands behind it cannot be joined: a larger window would hold no more. */
  readonly isBroken?: boolean;
}

/**
 * Reads a list along the vendor's order, as `PagedList` does by itself, or against it. Indexes are the vendor's; places count
 * along the walk, so that of two places the higher one is always met later.
 */
export interface WalkWindows {
  readonly list: PagewiseList;
  readonly runsAlong: boolean;
  /** No more rows come at once, as far as was seen. */
  readonly most: number;
  /** The lowest place, and the one behind the highest that can be. */
  readonly lowest: number;
  readonly highest: number;
  placeOf(index: number): number;
  indexAt(place: number): number;
  /**
   * A window that begins at an index; `null`: at the edge from which the walk comes. `settled`: the walk has passed rows of a
   * lower rank, and all that stands before them.
   */
  read(index: number | null, limit: number, settled: Rank, isExact?: boolean): Promise<WalkWindow>;
  /** What comes at once, and its place can be relied upon. */
  piece(index: number | null, settled: Rank): Promise<WalkWindow>;
  /** The window with the rows behind it, up to `limit` in all, where its page was cut and they can be joined. */
  joined(window: WalkWindow, limit: number, settled: Rank): Promise<WalkWindow>;
  /** The index of the first row of a window that opens at the edge of the list. */
  edgeOf(window: WalkWindow): number;
}

/** A page of fewer is the end of the list, or was cut by chance: then the next one will not be. */
const FEW_PLACES = 5;
/** At the edge, where no count tells how many there are: to search for a place takes several requests. */
const FIRST_ROWS = 100;
/** A page that is cut by chance is hardly cut more than twice. */
const FEW_PIECES = 3;

/**
 * Against the vendor's order: a window is a page that ends at the index, turned round. Rows behind a shorter one are read, whatever
 * their ranks ought to be: a row that stands too early has moved the walk's next time beyond them.
 */
export const againstWindows = (list: PagewiseList): WalkWindows => new AgainstWindows(list);

class AgainstWindows implements WalkWindows {
  readonly list: PagewiseList;
  readonly runsAlong = false;
  readonly lowest = START;
  readonly highest = 1;

  constructor(list: PagewiseList) {
    this.list = list;
  }

  get most(): number {
    return isCutToFew(this.list) ? MOST_PIECES * this.list.cap.rows : this.#mostAtOnce;
  }

  /** Where pages end at fixed places, those that were cut there tell of no other. */
  get #mostAtOnce(): number {
    const { parts, cap } = this.list;
    return parts.size === null || isCutToFew(this.list) ? cap.rows : Number.POSITIVE_INFINITY;
  }

  placeOf(index: number): number {
    return -index;
  }

  indexAt(place: number): number {
    return -place;
  }

  /** What can be joined was, for a window must end where it is asked to. */
  async joined(window: WalkWindow): Promise<WalkWindow> {
    return window;
  }

  edgeOf({ start }: WalkWindow): number {
    return Math.max(0, -start - 1);
  }

  async read(index: number | null, limit: number, settled: Rank, isExact?: boolean): Promise<WalkWindow> {
    const parted = await this.#readParts(index, limit, settled);
    return parted ?? this.#read({ index, limit, settled, isExact });
  }

  async piece(index: number | null, settled: Rank): Promise<WalkWindow> {
    const { maxPageSize } = this.list;
    const parted = await this.#readParts(index, maxPageSize, settled, 1);
    return parted ?? this.#read({ index, limit: maxPageSize, settled, isExact: true });
  }

  /** `null`: it is not known at which places pages end. */
  async #readParts(
    index: number | null,
    limit: number,
    settled: Rank,
    most?: number,
  ): Promise<WalkWindow | null> {
    const isKnown = this.list.parts.size !== null || isCutToFew(this.list);
    if (index === null || !isKnown) return null;
    const read = await readParts(this.list, {
      to: index,
      limit,
      settled,
      ...(most !== undefined && { most }),
    });
    return read && { ...toWindow(read.page, read.isEnd), isBroken: read.isBroken };
  }

  async #read({ index, limit, settled, isExact, isRest = false }: Asked): Promise<WalkWindow> {
    const { parts, cap } = this.list;
    const known = parts.size;
    const wasSmall = cap.isSmall;
    const first = await this.#pageTo(index, limit, isExact);
    const { page, isFull } = first;
    if (isFull || page.isTail === true) return toWindow(page);
    // At the edge no place was asked for where the page must end.
    if (index === null) return toWindow(page, !countsMore(page) && !(await this.list.reaches(page, settled)));
    const { places } = page;
    const isFew = places < FEW_PLACES || parts.endsAt(endOf(page));
    // A page that lacks but the place at which a list was seen to end has most likely come to that end.
    const lacksOne = !isRest && !isFew && endOf(page) === index && !countsMore(page);
    const again = isFew || lacksOne ? first : await this.#pageTo(index, places, true);
    const isLater = again.page.places > 0 && endOf(again.page) > endOf(page);
    const base = again.isFull || isLater ? again : first;
    const isInVain = (): boolean => !wasSmall && cap.isSmall;
    const wanted = { limit: base.asked, settled, most: FEW_PIECES, isInVain };
    const last = again.isFull ? base.page : await joinPages(this.list, base.page, wanted);
    const isDone = again.isFull || endOf(last) === index + 1;
    const mayEnd = !isDone && last.isFollowedByNone === true;
    const isEnd = last.isTail === true || (mayEnd && !(await this.list.reaches(last, settled)));
    // Now it may be known where pages end.
    const parted = isDone || isEnd || known !== null ? null : await this.#readParts(index, limit, settled);
    if (parted !== null) return parted;
    const isTail = isEnd || (!isDone && !mayEnd && !(await this.list.reaches(last, settled)));
    if (isDone || isTail) return toWindow(last, isTail);
    // Behind a place at which pages end, wherever they begin, the next page begins.
    const rest = lacksOne ? places : index - endOf(last) + 1;
    const window = await this.#read({ index, limit: rest, settled, isExact: true, isRest: true });
    return window.page.from === endOf(last) ? { ...window, isBroken: true } : window;
  }

  /** A page that ends at the index; `null`: one that begins with the list. */
  async #pageTo(index: number | null, limit: number, isExact?: boolean) {
    const most = Math.min(index === null ? this.#firstRows(limit) : limit, this.#mostAtOnce);
    const to = index ?? most - 1;
    const from = Math.max(0, to - Math.min(most, this.list.maxPageSize) + 1);
    const asked = to - from + 1;
    const page = await this.list.page(from, asked, isExact);
    return { page, isFull: page.places === asked, asked };
  }

  /** Where no count will tell at which place a list ends, the page may hold all of it: then there is nothing to search for. */
  #firstRows(limit: number): number {
    const { trust, total, maxPageSize } = this.list;
    const isCounted = trust.countsLists || total !== null;
    return isCounted ? limit : Math.max(limit, Math.min(FIRST_ROWS, maxPageSize));
  }
}

interface Asked {
  readonly index: number | null;
  readonly limit: number;
  readonly settled: Rank;
  readonly isExact: boolean | undefined;
  /** What a page left that was cut just before it. */
  readonly isRest?: boolean;
}

const toWindow = (page: ListPage, isTail = page.isTail === true): WalkWindow => ({
  page,
  rows: page.rows.toReversed(),
  answers: answersOf(page)
    .map((rows) => rows.toReversed())
    .toReversed(),
  opensAtEdge: isTail,
  closesAtEdge: page.from === 0,
  start: -endOf(page),
  end: 1 - page.from,
});
