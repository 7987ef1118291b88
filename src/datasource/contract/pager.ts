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
  /** The vendor never gives fewer rows than this where more follow; default: 1, no promise at all. */
  readonly smallestCut?: number;
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
}

/** Rows counted from the start of the list. */
export const offsetPager = (names: OffsetParameters): Pager => ({
  maxPageSize: names.maxPageSize,
  usesMarker: false,
  query: ({ from, limit }) => [
    ...names.offset.map((name) => [name, String(from + names.firstRow)] as const),
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

/** One answer holds all. */
export const unpaged: Pager = {
  maxPageSize: Number.MAX_SAFE_INTEGER,
  usesMarker: false,
  unpaged: true,
  query: () => [],
};
