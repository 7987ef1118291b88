import type { FixedParts } from './fixed-parts.ts';
import type { PageCap } from './page-cap.ts';
import type { TotalsTrust } from './read-page.ts';
import type { PlacedRow, Rank } from './row-order.ts';

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
  /** The same rows, one answer of the vendor after the other; absent: all came with one. */
  readonly answers?: readonly (readonly PlacedRow[])[];
  /** The place behind it was asked for, and was empty. */
  readonly isFollowedByNone?: boolean;
  /** Before the page was, and not since. */
  readonly isBehindOlder?: boolean;
}

/** A vendor's list, page by page. */
export interface PagewiseList {
  readonly maxPageSize: number;
  /** What the vendor says that the list counts. */
  readonly total: number | null;
  /** What the vendor was seen to count. */
  readonly trust: TotalsTrust;
  /** The vendor has given rows and no count: to ask for it once more would be in vain. */
  readonly isUncounted: boolean;
  /** What all pages so far have shown of the places at which they end. */
  readonly parts: FixedParts;
  /** And of how many rows the vendor gives at once. */
  readonly cap: PageCap;
  /** When the time to read it ends, in milliseconds since 1970. */
  readonly deadlineAt: number;
  /** `isExact`: the page's indexes can be relied upon, unless the list changes meanwhile. */
  page(from: number, limit: number, isExact?: boolean): Promise<ListPage>;
  /** Whether a row stands behind a page that reaches a rank. */
  reaches(behind: ListPage, rank: Rank): Promise<boolean>;
  /** The page ends with what was found to be the end before. */
  isKnownEnd(page: ListPage): boolean;
}

/** The rows of a page, one answer of the vendor after the other. */
export const answersOf = ({ answers, rows }: ListPage): readonly (readonly PlacedRow[])[] =>
  answers ?? [rows];

/** The place behind a page. */
export const endOf = ({ from, places }: ListPage): number => from + places;

/** So few rows come at once, wherever a page begins, though a part would have more. */
export const isCutToFew = ({ parts, cap }: PagewiseList): boolean =>
  cap.isSmall && cap.rows < (parts.size ?? Number.POSITIVE_INFINITY);

/**
 * A list does not move by so many rows, and just so many, between two requests: what comes so far behind the place where it came
 * before, comes wherever it is asked for.
 */
export const FAR = 50;

/** The vendor says so, which need not be true. */
export const countsMore = (page: ListPage): boolean => page.total !== null && page.total > endOf(page);
