import { CODES } from '../../model/error-codes.ts';
import type { Direction } from '../../model/sort-key.ts';
import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { JobRow, Listing, TimeWindow } from '../contract/backend-definition.ts';
import type { Slice } from '../contract/pager.ts';
import type { Query, Transport } from '../contract/transport.ts';
import { endsList } from './ends-list.ts';
import { isSettled } from './is-settled.ts';
import { type PlacedRow, placedAt, type RankedJob } from './placed-row.ts';
import { END, type Rank, START } from './ranks.ts';
import { type Page, readPage } from './read-page.ts';

/** Neighbouring rows of a vendor's list, in the order of the walk. */
export interface ListWindow {
  readonly rows: readonly PlacedRow[];
  /** No row stands before the first, as the walk goes. */
  readonly opensAtEdge: boolean;
  /** No row stands behind the last. */
  readonly closesAtEdge: boolean;
  /** The index from which the next window is read. */
  readonly next: number;
  /** Places just before and just behind the window. */
  readonly start: number;
  readonly end: number;
}

export interface ListWindowOptions {
  readonly transport: Transport;
  readonly listing: Listing<JobRow>;
  /** Pushed-down conditions, sent with every page. */
  readonly query: Query;
  readonly direction: Direction;
  /** Whether the vendor's order is the walk's; else the list is read from its tail. */
  readonly runsAlong: boolean;
  /** Says, in the vendor's words, that only rows from a rank on are wanted. Absent: the vendor cannot. */
  readonly within?: (from: Rank) => Query;
  readonly toJob: (row: JobRow, raw: unknown) => RankedJob;
  readonly onPage: (page: Page<JobRow>, from: number) => void;
  readonly scope: SourceScope;
}

export interface WindowReader {
  readonly runsAlong: boolean;
  readonly seeksByTime: boolean;
  readonly maxPageSize: () => number;
  /** Places count along the walk; the first and the one behind the last that can be. */
  readonly lowest: number;
  readonly highest: number;
  readonly total: () => number | null;
  /** `isExact`: the window's indexes can be relied upon, unless the list changes meanwhile. */
  readonly read: (index: number | null, limit: number, from: Rank, isExact?: boolean) => Promise<ListWindow>;
  /** Is there a row at this place, of a lower rank? Beyond the list's ends the answer is what lets a search go on. */
  readonly isBefore: (place: number, from: Rank) => Promise<boolean>;
  /** The index from which a window that opens at the edge of the list can be read again. */
  readonly edgeOf: (window: ListWindow) => number;
  readonly placeOf: (index: number) => number;
  readonly indexAt: (place: number) => number;
}

const PROBE_ROWS = 2;

/** Whether rows stand as the walk needs them; ties may stand in any order. */
export const isInOrder = (rows: readonly PlacedRow[]): boolean =>
  rows.every((row, i) => i === 0 || (rows[i - 1]?.rank ?? START) <= row.rank);

/** The time that a walk may still meet, from a rank on. */
export const openWindow = (from: Rank, direction: Direction): TimeWindow => {
  const isBounded = Math.abs(from) < Number.MAX_VALUE;
  if (!isBounded) return { from: null, before: null };
  return direction === 'down' ? { from: null, before: -from + 1 } : { from, before: null };
};

/** Reads windows of a paged list, along the vendor's order or against it. */
export function createWindowReader(options: ListWindowOptions): WindowReader {
  const { listing, runsAlong, within } = options;
  const { pager } = listing;
  const reading = { ...options, isSettled };
  const sign = runsAlong ? 1 : -1;
  /** Native ids of the page read last, for pagers that go by marker. */
  let known = new Map<number, string>();
  let total: number | null = null;
  /** What the vendor was seen to cut its pages to. */
  let largest = Math.min(pager.maxPageSize, 10_000);

  async function fetch(slice: Slice, from: Rank): Promise<Page<JobRow>> {
    const narrowed = within !== undefined && from !== START ? within(from) : [];
    const page = await readPage(reading, slice, [...options.query, ...narrowed]);
    options.scope.ledger.rowsFetched += page.rows.length;
    options.onPage(page, slice.from);
    if (narrowed.length === 0 && page.total !== null) total = page.total;
    return page;
  }

  /**
   * Goes by marker where one is known, and by offset where the marker's row has vanished meanwhile. A short page by marker
   * is asked for again: without its true place it does not tell whether the list ends.
   */
  async function slicePage(
    from: number,
    limit: number,
    rank: Rank,
    isExact: boolean,
  ): Promise<{ page: Page<JobRow>; at: number }> {
    const after = pager.usesMarker && runsAlong && !isExact ? (known.get(from - 1) ?? null) : null;
    if (after !== null) {
      const page = await fetch({ from, limit, after }, rank).catch(unlessRefused);
      if (page !== null && page.rows.length >= limit)
        return { page, at: idOf(page, 0) === after ? from - 1 : from };
    }
    const page = await fetch({ from, limit, after: null }, rank);
    return { page, at: page.isWhole ? 0 : from };
  }

  async function read(index: number | null, limit: number, rank: Rank, isExact = false): Promise<ListWindow> {
    const size = Math.min(limit, largest);
    const to = index ?? size - 1;
    const from = runsAlong ? (index ?? 0) : Math.max(0, to - size + 1);
    const asked = runsAlong ? size : to - from + 1;
    const { page, at } = await slicePage(from, asked, rank, isExact);
    known = new Map(page.rows.flatMap((_, i) => entryOf(page, i, at)));
    const reachesTail = await isTail(page, at, asked, rank);
    if (page.rows.length < asked && !reachesTail) {
      largest = page.rows.length;
      if (!runsAlong) return read(index, limit, rank, isExact);
    }
    const rows = page.rows.flatMap((row, i) =>
      'item' in row ? [placedAt(at + i, options.toJob(row.item, row.raw))] : [],
    );
    const upper = at + page.rows.length;
    return runsAlong
      ? { rows, opensAtEdge: at === 0, closesAtEdge: reachesTail, next: upper, start: at - 1, end: upper }
      : {
          rows: rows.reverse(),
          opensAtEdge: reachesTail,
          closesAtEdge: at === 0,
          next: at - 1,
          start: -upper,
          end: 1 - at,
        };
  }

  /** Where the page itself cannot tell, one row behind it does. */
  async function isTail(page: Page<JobRow>, at: number, asked: number, rank: Rank): Promise<boolean> {
    if (page.isWhole) return true;
    const from = at + page.rows.length;
    const isEnd = endsList({ rows: page.rows.length, asked, from: at, total: page.total });
    if (isEnd !== null) return isEnd;
    return (await fetch({ from, limit: 1, after: null }, rank)).rows.length === 0;
  }

  return {
    runsAlong,
    seeksByTime: within !== undefined,
    maxPageSize: () => largest,
    lowest: runsAlong ? 0 : -END,
    highest: runsAlong ? END : 1,
    total: () => total,
    read,
    isBefore: async (at, rank) => {
      const page = await fetch({ from: sign * at, limit: PROBE_ROWS, after: null }, rank);
      const row = page.rows.find((candidate) => 'item' in candidate);
      if (row === undefined || !('item' in row)) return !runsAlong;
      return options.toJob(row.item, row.raw).rank < rank;
    },
    edgeOf: (window) => (runsAlong ? 0 : -window.start),
    placeOf: (index) => sign * index,
    indexAt: (at) => sign * at,
  };
}

function idOf(page: Page<JobRow>, i: number): string | null {
  const row = page.rows[i];
  return row !== undefined && 'item' in row ? row.item.fields.nativeId : null;
}

function entryOf(page: Page<JobRow>, i: number, at: number): [number, string][] {
  const id = idOf(page, i);
  return id === null ? [] : [[at + i, id]];
}

/** A marker whose row has vanished is refused, in one way or another; that costs a request, no rows. */
function unlessRefused(error: unknown): null {
  if (error instanceof SourceError && CODES[error.code].isOfRequest) return null;
  throw error;
}
