import type { Query } from './transport.ts';

/** A part of a vendor's list, counted from 0 in the vendor's order. */
export interface Slice {
  readonly from: number;
  readonly limit: number;
  /** The native id of the row before `from`, where it is known. */
  readonly after: string | null;
}

/** How a vendor is asked for a slice of its list. */
export interface Pager {
  readonly maxPageSize: number;
  readonly query: (slice: Slice) => Query;
  /**
   * The vendor never gives fewer rows than this where more follow, so a shorter page ends the list and one request less is
   * needed; default: 1, no promise at all. Say no more than the vendor does: rows behind a shorter cut would be lost.
   */
  readonly smallestCut?: number;
  /** Where pages have fixed places: those that hold a slice, side by side. Absent: a page may begin anywhere. */
  readonly pagesOf?: (slice: Slice) => readonly Slice[];
  /** Asks for the next page by the token that came with the last one (`Envelope.next`). */
  readonly nextQuery?: (token: string) => Query;
  /** Whether `query` goes by `after`: such an answer may begin at another place than `from`. */
  readonly usesMarker: boolean;
  /** The vendor has no pages: every answer is the whole list. */
  readonly unpaged?: boolean;
}

export interface OffsetParameters {
  /** Several names where vendors of one API disagree; all are sent. */
  readonly offset: readonly string[];
  readonly limit: string;
  /** What the vendor calls the first row: 0 or 1. */
  readonly firstRow: 0 | 1;
  readonly maxPageSize: number;
  /** `true`: the start of the list is asked for without an offset, which such a vendor may refuse to be 0. */
  readonly omitsFirst?: true;
}

/** Rows counted from the start of the list. */
export const offsetPager = (names: OffsetParameters): Pager => ({
  maxPageSize: names.maxPageSize,
  usesMarker: false,
  query: ({ from, limit }) => [
    ...(from === 0 && names.omitsFirst
      ? []
      : names.offset.map((name) => [name, String(from + names.firstRow)] as const)),
    [names.limit, String(limit)],
  ],
});

/** Rows after a marker, the id of a row; by offset where no marker is known. */
export function markerPager(marker: string, offsets: OffsetParameters): Pager {
  const byOffset = offsetPager(offsets);
  return {
    ...byOffset,
    usesMarker: true,
    query: (slice) =>
      slice.after === null
        ? byOffset.query(slice)
        : [
            [marker, slice.after],
            [offsets.limit, String(slice.limit)],
          ],
  };
}

export interface PageParameters {
  readonly page: string;
  readonly size: string;
  /** What the vendor calls the first page: 0 or 1. */
  readonly firstPage: 0 | 1;
  /** The vendor must give pages of any size up to this: where it quietly gives smaller ones, pages have other places. */
  readonly maxPageSize: number;
}

/** Pages counted from the start of the list. A slice may begin in the midst of a page: pages are asked for that hold it. */
export const pageNumberPager = ({ page, size, firstPage, maxPageSize }: PageParameters): Pager => ({
  maxPageSize,
  usesMarker: false,
  pagesOf: (slice) => pagesAround(slice, maxPageSize),
  query: ({ from, limit }) => [
    [page, String(from / limit + firstPage)],
    [size, String(limit)],
  ],
});

/** The smallest page that holds all of a slice; where none does, two of the largest, side by side. */
function pagesAround({ from, limit, after }: Slice, maxPageSize: number): Slice[] {
  const last = from + limit - 1;
  for (let size = limit; size <= maxPageSize; size++) {
    const start = from - (from % size);
    if (last < start + size) return [{ from: start, limit: size, after }];
  }
  const start = from - (from % maxPageSize);
  return [start, start + maxPageSize].map((at) => ({ from: at, limit: maxPageSize, after }));
}

/**
 * Pages by an opaque token, `next` of the envelope. They run forwards only: nobody can enter such a list in its middle, so it
 * is read whole each time, and one of more than 10,000 rows is an error. A vendor that has another way should be asked that way.
 */
export const tokenPager = (names: {
  readonly token: string;
  readonly limit: string;
  readonly maxPageSize: number;
}): Pager => ({
  maxPageSize: names.maxPageSize,
  usesMarker: false,
  unpaged: true,
  query: () => [[names.limit, String(names.maxPageSize)]],
  nextQuery: (token) => [
    [names.limit, String(names.maxPageSize)],
    [names.token, token],
  ],
});

/** One answer holds all. */
export const unpaged: Pager = {
  maxPageSize: Number.MAX_SAFE_INTEGER,
  usesMarker: false,
  unpaged: true,
  query: () => [],
};
