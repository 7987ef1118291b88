import { type PlacedRow, type Rank, START } from './row-order.ts';

/** Neighbouring rows of a vendor's list, in the vendor's order. */
export interface ListPage {
  /** Those that can be read. */
  readonly rows: readonly PlacedRow[];
  /** Where the page begins, and how many places it takes; rows that cannot be read take a place too. */
  readonly from: number;
  readonly places: number;
  /** Whether nothing stands behind the page; `null`: it is shorter than was asked for, and only asking on can tell. */
  readonly isTail: boolean | null;
  /** What the vendor says with it that the list counts. */
  readonly total: number | null;
}

/** A vendor's list, page by page. */
export interface PagewiseList {
  readonly maxPageSize: number;
  /** What the vendor says that the list counts. */
  readonly total: number | null;
  /** The vendor has given rows and no count: to ask for it once more would be in vain. */
  readonly isUncounted: boolean;
  /** `isExact`: the page's indexes can be relied upon, unless the list changes meanwhile. */
  page(from: number, limit: number, isExact?: boolean): Promise<ListPage>;
  /** Whether a row stands behind a page that reaches a rank. */
  reaches(behind: ListPage, rank: Rank): Promise<boolean>;
}

/** Neighbouring rows of a list, in the order of a walk. */
export interface WalkWindow {
  /** As the vendor gave it. */
  readonly page: ListPage;
  readonly rows: readonly PlacedRow[];
  /** No row stands before the first, as the walk goes. */
  readonly opensAtEdge: boolean;
  /** No row stands behind the last; `null`: only asking on can tell. */
  readonly closesAtEdge: boolean | null;
  /** Places just before and just behind the window. */
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a list along the vendor's order, as `PagedList` does by itself, or against it. Indexes are the vendor's; places count
 * along the walk, so that of two places the higher one is always met later.
 */
export interface WalkWindows {
  readonly list: PagewiseList;
  readonly runsAlong: boolean;
  /** The lowest place, and the one behind the highest that can be. */
  readonly lowest: number;
  readonly highest: number;
  readonly placeOf: (index: number) => number;
  readonly indexAt: (place: number) => number;
  /** A window that begins at an index; `null`: at the edge from which the walk comes. */
  readonly read: (index: number | null, limit: number, from: Rank, isExact?: boolean) => Promise<WalkWindow>;
  /** The index from which a window that opens at the edge of the list can be read again. */
  readonly edgeOf: (window: WalkWindow) => number;
}

/** A page that was cut to fewer was cut by chance: the next one will not be. */
const FEW_PLACES = 5;

/** Against the vendor's order: a window is a page that ends at the index, turned round. */
export function againstWindows(list: PagewiseList): WalkWindows {
  /** What the vendor was seen to cut its pages to, twice: the end of such a page is not where it was asked to be. */
  let cut = Number.POSITIVE_INFINITY;
  let hasCut = false;

  const readOnce = async (index: number | null, limit: number, rank: Rank, isExact?: boolean) => {
    const to = index ?? Math.min(limit, cut) - 1;
    const from = Math.max(0, to - Math.min(limit, cut) + 1);
    const page = await list.page(from, to - from + 1, isExact);
    const isTail = await isAtTail(list, page, rank);
    // At the edge no place was asked for where the page must end.
    return { page, isTail, isWhole: isTail || index === null || page.places === to - from + 1 };
  };
  const read: WalkWindows['read'] = async (index, limit, rank, isExact) => {
    const first = await readOnce(index, limit, rank, isExact);
    if (first.isWhole) return toWindow(first.page, first.isTail);
    const { places } = first.page;
    const again = await readOnce(index, places < FEW_PLACES ? limit : places, rank, true);
    if (hasCut || !again.isWhole) cut = Math.max(places, again.page.places);
    hasCut = true;
    return again.isWhole ? toWindow(again.page, again.isTail) : read(index, limit, rank, isExact);
  };

  return {
    list,
    runsAlong: false,
    lowest: START,
    highest: 1,
    placeOf: (index) => -index,
    indexAt: (place) => -place,
    edgeOf: (window) => -window.start,
    read,
  };
}

/** The walk comes from there, so it must be known. */
const isAtTail = async (list: PagewiseList, page: ListPage, rank: Rank): Promise<boolean> =>
  page.isTail ?? !(await list.reaches(page, rank));

const toWindow = (page: ListPage, isTail: boolean): WalkWindow => ({
  page,
  rows: page.rows.toReversed(),
  opensAtEdge: isTail,
  closesAtEdge: page.from === 0,
  start: -(page.from + page.places),
  end: 1 - page.from,
});
