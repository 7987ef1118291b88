import { checkWindow } from '../paging/check-window.ts';
import { countsMore, endOf } from '../paging/list-page.ts';
import {
  behindRank,
  checkOrder,
  countBetween,
  END,
  highestRank,
  type PlacedRow,
  type Rank,
  rowMark,
  START,
  UnreadablePage,
} from '../paging/row-order.ts';
import type { SeekBounds } from '../paging/seek.ts';
import { unsteady } from '../paging/unsteady.ts';
import type { WalkWindow, WalkWindows } from '../paging/walk-window.ts';
import { lookBack } from './look-back.ts';
import { MetRows } from './met-rows.ts';
import { PlaceSearch } from './place-search.ts';
import type { FeedMemory } from './row-feed.ts';

export interface WindowFinderOptions {
  readonly windows: WalkWindows;
  /** Where reading begins: no row of a lower rank is looked for. `START`: all are. */
  readonly from: Rank;
  /** From here on no row was given out: one that is met before `from` counts. Absent: `from`. */
  readonly wanted?: Rank;
  /** How far a row may stand behind one that should follow it, in milliseconds: so much further is read before giving out. */
  readonly slack: number;
  /** An index in the vendor's list near `from`, remembered from an earlier walk: a hint, never trusted. */
  readonly hint: number | null;
  /** Marks of the last rows that the walk has given out, where they should stand near `from`; empty: nobody knows. */
  readonly anchors: readonly number[];
  readonly memory: FeedMemory;
}

const MAX_ATTEMPTS = 6;
const FEW_ROWS = 5;
/** One row more before those that are wanted, and two more behind: so many may have come since a cursor was made. */
const SPARE_ROWS = 3;

/**
 * Finds the windows of a feed: each begins before all that is still wanted, and reaches it. Where the last one was read tells
 * where the next one may begin, which is checked by the rows that come.
 */
export class WindowFinder {
  readonly #options: WindowFinderOptions;
  readonly #windows: WalkWindows;
  readonly #search: PlaceSearch;
  #frontier: Rank;
  /** The highest rank that is known to have been read, or given out, below the frontier; `END`: all that are lower. */
  #reached: Rank = END;
  /** Where a row stood that is followed by all that is wanted; `null`: nobody knows. */
  #anchor: number | null;
  /** Where the list begins, as the walk goes, if that was seen. */
  #edge: number | null = null;
  readonly #met = new MetRows();
  #cuts = false;
  /** So few rows come at once that those that are wanted do not fit behind two others. */
  #isSparse = false;

  constructor(options: WindowFinderOptions) {
    this.#options = options;
    this.#windows = options.windows;
    this.#frontier = options.from;
    const { anchors, from, wanted = from } = options;
    if (anchors.length > 0 && wanted < from) this.#reached = wanted;
    this.#anchor = options.hint;
    this.#search = new PlaceSearch(options.windows, options.from, options.memory);
  }

  /** All rows of a lower rank have been given out, or are not wanted. */
  get frontier(): Rank {
    return this.#frontier;
  }

  /**
   * Rows of a lower rank have been given out, or are not wanted, and so is all that stands before them. Ranks between what was
   * read and the frontier are not settled: a row that stands too early moved the frontier there, and others may follow it.
   */
  get settled(): Rank {
    return Math.min(this.#frontier, behindRank(this.#reached)) - this.#options.slack;
  }

  get search(): SeekBounds | null {
    return this.#search.bounds;
  }

  get met(): readonly PlacedRow[] {
    return this.#met.all;
  }

  /** A short window was seen that did not end the list: others are not suspected to. */
  get cuts(): boolean {
    return this.#cuts;
  }

  hintAt(rank: Rank): number | null {
    return this.#lastBefore(rank)?.index ?? this.#edge;
  }

  indexOf(mark: number): number | null {
    return this.#met.indexOf(mark);
  }

  /** Of so many rows, how many can be found at once. */
  mostHeld(limit: number): number {
    return Math.min(this.#windows.most, this.#search.mostHeld(limit));
  }

  moveTo(rank: Rank): void {
    this.#frontier = Math.max(this.#frontier, rank);
    const reached = this.#met.pass(rank);
    if (reached !== START) this.#reached = reached;
    this.#anchor = this.#lastBefore(rank)?.index ?? this.#anchor;
  }

  /** Throws `DisorderError`, `SourceError`. */
  async find(limit: number, isExact = false): Promise<WalkWindow> {
    const window = await this.#found(limit, isExact);
    this.#met.beginAnew();
    return this.noted(window);
  }

  /** As `find`, where a tie begins: that may be where a page does, so that what was passed stands on another one. */
  async findTie(): Promise<WalkWindow> {
    const limit = this.#windows.list.maxPageSize;
    const begin = this.#beginning(0);
    const window = begin === null ? null : await this.#windows.piece(begin, this.settled);
    const isNear = window !== null && this.#isPositioned(window);
    if (!isNear || !(this.#holdsWanted(window) || (await this.#isFollowed(window))))
      return this.find(limit, true);
    const found = await this.#proven(window);
    this.#met.beginAnew();
    return this.noted(found);
  }

  /** Takes note of a window, which may have been read in another way. Throws `DisorderError`. */
  noted(window: WalkWindow): WalkWindow {
    const { rows, opensAtEdge } = this.#inOrder(window);
    if (opensAtEdge) this.#edge = this.#windows.edgeOf(window);
    this.#met.add(rows);
    return window;
  }

  /** Whether anything that is not settled stands behind a window. */
  async goesOnBehind({ page }: Pick<WalkWindow, 'page'>, settled: Rank = this.settled): Promise<boolean> {
    const goesOn = await this.#windows.list.reaches(page, settled);
    this.#cuts ||= goesOn;
    return goesOn;
  }

  #lastBefore(rank: Rank): PlacedRow | undefined {
    return this.#met.lastBefore(rank - this.#options.slack);
  }

  async #found(limit: number, isExact: boolean): Promise<WalkWindow> {
    if (this.#frontier === START && this.#windows.runsAlong) {
      const window = this.#inOrder(await this.#windows.read(null, limit, START, isExact));
      return this.#cuts ? this.#joined(window, limit) : window;
    }
    if (this.#anchor === null && this.#search.isPending(this.#frontier))
      this.#anchor = await this.#seek(null, limit, 0);
    let [hasUnreadable, hasSought] = [false, false];
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const isLargest = hasUnreadable;
      const window = await this.#read(limit, isExact || attempt > 0, isLargest);
      if (hasSought && isLargest && window.rows.length === 0 && window.page.places > 0)
        throw new UnreadablePage();
      hasUnreadable ||= window.rows.length < window.page.places;
      const isPositioned = this.#isPositioned(window);
      if (isPositioned) {
        if (window.closesAtEdge !== false || this.#holdsWanted(window)) return this.#proven(window);
        const behind = await this.#behindCut(window);
        if (behind !== null && this.#holdsWanted(behind)) return this.#proven({ ...window, isBroken: true });
        // One row at once never comes beside one that cannot be read.
        hasUnreadable ||= behind !== null && behind.rows.length < behind.page.places;
        this.#isSparse ||= window.page.places < FEW_ROWS;
      }
      // A larger page may reach beyond rows that cannot be read.
      if (hasUnreadable && !isLargest && (isPositioned || window.rows.length === 0)) continue;
      const anchor = this.#tail(attempt) ?? (await this.#seek(window, limit, attempt));
      // No page reaches beyond them from there either.
      if (isLargest && anchor === this.#anchor) throw new UnreadablePage();
      this.#anchor = anchor;
      hasSought = true;
    }
    throw hasUnreadable ? new UnreadablePage() : unsteady();
  }

  /** Where nothing that is wanted is on a short page, whether anything stands behind it must be known. `isLargest`: as many rows as can come. */
  async #read(wanted: number, isExact: boolean, isLargest: boolean): Promise<WalkWindow> {
    const spare = isLargest ? SPARE_ROWS : this.#spareRows(wanted);
    const limit = isLargest ? this.#windows.list.maxPageSize : this.#search.mostHeld(wanted + spare);
    const read = await this.#windows.read(this.#beginning(spare), limit, this.settled, isExact);
    const window = this.#cuts || countsMore(read.page) ? await this.#joined(read, limit) : read;
    this.#inOrder(window);
    if (window.closesAtEdge !== null || window.rows.some(({ rank }) => rank >= this.#frontier)) return window;
    if (!(await this.goesOnBehind(window))) return { ...window, closesAtEdge: true };
    return this.#joined({ ...window, closesAtEdge: false }, limit);
  }

  /** As far as a page can hold them beside those that are needed. */
  #spareRows(wanted: number): number {
    if (this.#frontier === START) return 0;
    const room = Math.min(this.#windows.list.maxPageSize, this.#windows.most) - wanted;
    return Math.max(0, Math.min(SPARE_ROWS, room));
  }

  /** The anchor, or one place before it: then a row may have gone, and the window still begins before what is wanted. */
  #beginning(spare: number): number | null {
    const windows = this.#windows;
    const isLead = !this.#isSparse && (spare > 0 || this.#options.anchors.length === 0);
    if (this.#anchor === null || this.#frontier === START || !isLead) return this.#anchor;
    return windows.indexAt(Math.max(windows.placeOf(this.#anchor) - 1, windows.lowest));
  }

  /** Of a window that was cut so early that next to nothing on it can be given: with what stands behind the cut, in order too. */
  async #joined(window: WalkWindow, limit: number): Promise<WalkWindow> {
    const { slack } = this.#options;
    const complete = highestRank(window.rows) - slack;
    if (countBetween(window.rows, this.#frontier, complete) >= FEW_ROWS) return window;
    return this.#inOrder(await this.#windows.joined(window, limit, this.settled));
  }

  /** What stands before a settled row is settled, or within the slack of it. */
  #isPositioned({ opensAtEdge, rows }: WalkWindow): boolean {
    return opensAtEdge || rows.some(({ rank }) => rank < this.settled);
  }

  /**
   * A settled row might stand in a wrong place, and hide others. One of the last rows that were given would not, nor would two,
   * where no such row is to be expected; else rows before the window that are still wanted show it. Throws `DisorderError`.
   */
  async #proven(window: WalkWindow): Promise<WalkWindow> {
    if (!this.#isProven(window)) await lookBack(this.#windows, window, this.settled, this.#options.slack);
    return window;
  }

  #isProven({ opensAtEdge, page, rows }: WalkWindow): boolean {
    // By the vendor's own count, which need not be true, nothing stands before it.
    const isCounted = !this.#windows.runsAlong && page.total === endOf(page);
    if (opensAtEdge || isCounted || this.#holdsKnown(rows)) return true;
    return this.#options.anchors.length === 0 && countBetween(rows, START, this.settled) > 1;
  }

  #holdsKnown(rows: readonly PlacedRow[]): boolean {
    const { anchors } = this.#options;
    return rows.some((row) => anchors.includes(rowMark(row))) || this.#met.includesAny(rows);
  }

  /** Between what is settled and what is wanted stands what was given out of its order. */
  #holdsWanted({ rows }: WalkWindow): boolean {
    return rows.some(({ rank }) => rank >= this.settled);
  }

  /**
   * Whether what is wanted begins just behind a window that was cut there, and cannot be joined to it: a tie, most likely. Nothing
   * is known to follow a place behind the list's end, where rows have just gone or come.
   */
  async #isFollowed(window: WalkWindow): Promise<boolean> {
    const behind = await this.#behindCut(window);
    return behind !== null && this.#holdsWanted(behind);
  }

  /** `null`: the window was not cut. */
  async #behindCut({ page, isBroken, end }: WalkWindow): Promise<WalkWindow | null> {
    if (page.places === 0) return null;
    if (isBroken !== true && page.isTail !== null) return null;
    return this.#windows.piece(this.#windows.indexAt(end), this.settled);
  }

  /** Where the vendor's own count says that the list ends: a guess worth one request. */
  #tail(attempt: number): number | null {
    return attempt === 0 && this.#frontier === START ? this.#windows.list.total : null;
  }

  #seek(window: WalkWindow | null, limit: number, attempt: number): Promise<number> {
    return this.#search.seek({
      window,
      limit,
      attempt,
      frontier: this.#frontier,
      isSettled: (row) => row.rank < this.settled,
      // Also of rows that are not wanted: a search takes for granted that they are in order.
      checkOrder: (rows) => checkOrder(rows, this.#options.slack),
    });
  }

  #inOrder(window: WalkWindow): WalkWindow {
    checkWindow(window, this.settled, this.#options.slack);
    return window;
  }
}
