import { CODES } from '../../model/error-codes.ts';
import type { Direction } from '../../model/sort-key.ts';
import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Listing } from '../contract/backend-definition.ts';
import type { Note } from '../contract/note.ts';
import type { Slice } from '../contract/pager.ts';
import type { Query, Transport } from '../contract/transport.ts';
import { FixedParts } from './fixed-parts.ts';
import { joinPages } from './join-pages.ts';
import { type EndReader, ListEnd } from './list-end.ts';
import { answersOf, type ListPage } from './list-page.ts';
import { PageCap } from './page-cap.ts';
import { PagingAdvance } from './paging-advance.ts';
import { unreadable } from './read-answer.ts';
import { endsList, type Lean, type ListReading, type Page, readPage, type TotalsTrust } from './read-page.ts';
import {
  END,
  isSettled,
  type KeyedJob,
  type PlacedRow,
  placedAt,
  type Rank,
  rankOf,
  type TieOf,
} from './row-order.ts';
import type { WalkWindow, WalkWindows } from './walk-window.ts';

export interface PagedListOptions {
  readonly transport: Transport;
  readonly listing: Listing<KeyedJob>;
  /** Pushed-down conditions, sent with every page. */
  readonly query: Query;
  /** What makes an answer carry the count, where it must be asked for: it helps to tell where the list ends. */
  readonly countQuery?: Query | undefined;
  /** Of the walk for which the list is read. */
  readonly direction: Direction;
  /** Absent: each instant stands by itself. */
  readonly tieOf?: TieOf | undefined;
  /** Told of rows that cannot be read, each once. */
  readonly notes: Note[];
  readonly trust: TotalsTrust;
  /** Absent: rows are wanted whole. */
  readonly lean?: Lean | undefined;
  readonly scope: SourceScope;
}

const LARGEST_PAGE = 10_000;

const asItStands = (place: number): number => place;

/**
 * A vendor's list as it is numbered there, read page by page, whichever way a walk goes. As windows it is read along its own
 * order, where a window is a page. Throws `SourceError`.
 */
export class PagedList implements ListReading<KeyedJob>, WalkWindows, EndReader {
  readonly transport: Transport;
  readonly listing: Listing<KeyedJob>;
  readonly scope: SourceScope;
  readonly isSettled = isSettled;
  readonly lean: Lean | undefined;
  readonly trust: TotalsTrust;
  readonly list = this;
  readonly parts = new FixedParts();
  readonly cap = new PageCap();
  readonly runsAlong = true;
  readonly most = Number.POSITIVE_INFINITY;
  readonly lowest = 0;
  readonly highest = END;
  readonly placeOf = asItStands;
  readonly indexAt = asItStands;
  readonly #options: PagedListOptions;
  /** The page read last and where it begins: its native ids are the markers of those that follow. */
  #known: Page<KeyedJob> | null = null;
  #knownAt = 0;
  #largestPage = 0;
  #total: number | null = null;
  /** Rows came without a count, though they could have had one. */
  #isUncounted = false;
  readonly #advance = new PagingAdvance((from, limit) => this.fetch({ from, limit, after: null }));
  #end: ListEnd | null = null;
  /** Places of rows that cannot be read, as far as they were told of; made for the first. */
  #unreadable: Set<number> | null = null;

  constructor(options: PagedListOptions) {
    this.#options = options;
    this.transport = options.transport;
    this.listing = options.listing;
    this.scope = options.scope;
    this.lean = options.lean;
    this.trust = options.trust;
  }

  get maxPageSize(): number {
    return Math.min(this.listing.pager.maxPageSize, LARGEST_PAGE);
  }

  /** The most rows that came at once. */
  get largestPage(): number {
    return this.#largestPage;
  }

  get deadlineAt(): number {
    return this.scope.deadlineAt;
  }

  /** What the vendor says that the list counts; `null`: nothing, or only how long each page is. */
  get total(): number | null {
    return this.trust.countsPages ? null : this.#total;
  }

  /** The vendor has given rows and no count: to ask for it once more would be in vain. */
  get isUncounted(): boolean {
    return this.#isUncounted;
  }

  async read(index: number | null, limit: number, _settled?: Rank, isExact = false): Promise<WalkWindow> {
    return asWindow(await this.page(index ?? 0, limit, isExact));
  }

  piece(index: number | null, settled: Rank): Promise<WalkWindow> {
    return this.read(index, this.maxPageSize, settled, true);
  }

  async joined(window: WalkWindow, limit: number, settled: Rank): Promise<WalkWindow> {
    const page = await joinPages(this, window.page, { limit, settled });
    return page === window.page ? window : asWindow(page);
  }

  edgeOf(): number {
    return 0;
  }

  /**
   * `isExact`: the page's indexes can be relied upon, unless the list changes meanwhile. Goes by marker where one is known, and
   * by offset where the marker's row has vanished meanwhile. A page by marker that is not as long as it was asked to be is asked
   * for again: without its true place it does not tell whether the list ends. It may lack a row, which was the marker's.
   */
  async page(from: number, limit: number, isExact = false): Promise<ListPage> {
    const { last } = this.#advance;
    const page = await this.#page(from, limit, isExact);
    if (last !== null) await this.#advance.check(page, last);
    return page;
  }

  async #page(from: number, limit: number, isExact: boolean): Promise<ListPage> {
    const after = this.listing.pager.usesMarker && !isExact ? this.#idAt(from - 1) : null;
    if (after !== null) {
      const page = await this.fetch({ from, limit, after }).catch(unlessRefused);
      const behind = page?.rows.length === limit ? behindMarker(page, after) : null;
      if (behind !== null && behind.rows.length > 0) return this.#placed(behind, from, behind.rows.length);
    }
    const page = await this.fetch({ from, limit, after: null });
    return this.#placed(page, page.isWhole ? 0 : from, limit);
  }

  #placed(page: Page<KeyedJob>, at: number, asked: number): ListPage {
    this.#known = page;
    this.#knownAt = at;
    this.#largestPage = Math.max(this.#largestPage, page.rows.length);
    const { direction, tieOf } = this.#options;
    const rows: PlacedRow[] = [];
    let index = at;
    for (const row of page.rows) {
      if ('item' in row) rows.push(placedAt(index, row.item, rankOf(row.item.key.time, direction, tieOf)));
      index += 1;
    }
    const isTail = this.#isTail(page, at, asked);
    const placed = { rows, from: at, places: page.rows.length, isTail, total: page.total };
    this.parts.note(placed, asked, this.#total);
    this.cap.note(placed, asked);
    this.#advance.learn(placed);
    return placed;
  }

  reaches(behind: ListPage, rank: Rank): Promise<boolean> {
    this.#end ??= new ListEnd(this);
    return this.#end.isBefore(behind, rank);
  }

  isKnownEnd(page: ListPage): boolean {
    return this.#end?.isKnown(page) ?? false;
  }

  rankOf({ job }: KeyedJob): Rank {
    return rankOf(job.createdAt, this.#options.direction, this.#options.tieOf);
  }

  #idAt(index: number): string | null {
    return this.#known === null ? null : nativeIdOf(this.#known, index - this.#knownAt);
  }

  async fetch(slice: Slice, counts = false): Promise<Page<KeyedJob>> {
    const { query, countQuery } = this.#options;
    const extra = counts && countQuery !== undefined ? [...query, ...countQuery] : query;
    const page = await readPage(this, slice, extra);
    this.scope.ledger.rowsFetched += page.rows.length;
    this.#noteUnreadable(page, slice.from);
    if (slice.after === null) this.#learnTotal(page, slice.from);
    return page;
  }

  #learnTotal({ total, rows }: Page<KeyedJob>, from: number): void {
    const { trust, countQuery } = this.#options;
    if (total === null) this.#isUncounted ||= rows.length > 0 && countQuery === undefined;
    else {
      trust.learn(total, from, rows.length);
      this.#total = total;
    }
  }

  #noteUnreadable({ rows }: Page<KeyedJob>, from: number): void {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      if (row === undefined || 'item' in row) continue;
      this.#unreadable ??= new Set();
      if (this.#unreadable.has(from + i)) continue;
      this.#unreadable.add(from + i);
      this.#options.notes.push({ error: unreadable(row.fault), losesRows: true });
    }
  }

  #isTail(page: Page<KeyedJob>, at: number, asked: number): boolean | null {
    if (page.isWhole) return true;
    const { trust } = this.#options;
    return endsList({
      rows: page.rows.length,
      asked,
      from: at,
      total: page.total,
      isTotalTrusted: trust.countsLists,
      smallestCut: this.listing.pager.smallestCut ?? 1,
    });
  }
}

const asWindow = (page: ListPage): WalkWindow => ({
  page,
  rows: page.rows,
  answers: answersOf(page),
  opensAtEdge: page.from === 0,
  closesAtEdge: page.isTail,
  start: page.from - 1,
  end: page.from + page.places,
});

/** Some vendors begin with the marker's own row, which was not asked for. */
function behindMarker(page: Page<KeyedJob>, marker: string): Page<KeyedJob> {
  return nativeIdOf(page, 0) === marker ? { ...page, rows: page.rows.slice(1) } : page;
}

/** `null`: no row stands there, or one that cannot be read. */
function nativeIdOf({ rows }: Page<KeyedJob>, i: number): string | null {
  const row = rows[i];
  return row !== undefined && 'item' in row ? row.item.job.nativeId : null;
}

/** A marker whose row has vanished is refused, in one way or another; that costs a request, no rows. */
function unlessRefused(error: unknown): null {
  if (error instanceof SourceError && CODES[error.code].isOfRequest) return null;
  throw error;
}
