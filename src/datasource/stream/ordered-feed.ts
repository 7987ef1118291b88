import { isOutOfMeans } from '../../model/source-error.ts';
import { countsMore } from '../paging/list-page.ts';
import {
  checkOrder,
  countBetween,
  DisorderError,
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
import { PlaceSearch } from './place-search.ts';
import { endOfTie, readTie } from './read-tie.ts';
import type { Batch, FeedMemory, RowFeed } from './row-feed.ts';
import { straysBefore } from './strays-before.ts';

export interface OrderedFeedOptions {
  readonly windows: WalkWindows;
  /** Where reading begins: no row of a lower rank is looked for. `START`: all are. */
  readonly from: Rank;
  /** From here on no row was given out: one that is met before `from` counts. Absent: `from`. */
  readonly wanted?: Rank;
  /** How far a row may stand behind one that should follow it, in milliseconds: so much further is read before giving out. */
  readonly slack: number;
  /** An index in the vendor's list near `from`, remembered from an earlier walk: a hint, never trusted. */
  readonly hint: number | null;
  readonly memory: FeedMemory;
}

type ShortWindow = Pick<WalkWindow, 'page' | 'rows'> & { readonly from: Rank };

const MAX_ATTEMPTS = 6;
const FEW_ROWS = 5;
/** So much of a window must be good to give, where more of it must be read than is given. */
const LEAST_SHARE = 0.25;

/**
 * Reads a paged list along a walk, in batches that are complete whatever happens to the list between two requests.
 *
 * The key decides, never the index. Rows of one rank (one instant, as far as the vendor's times tell) may change places
 * from request to request, and rows may be inserted or deleted at any time. So a page counts only if it begins with a row
 * that stands before all that is still wanted, or at the edge of the list; and of a page that does not end the list, the
 * last rank is left for the next page, which begins before it.
 */
export class OrderedFeed implements RowFeed {
  readonly slack: number;
  readonly #options: OrderedFeedOptions;
  readonly #windows: WalkWindows;
  /** All rows of a lower rank have been given out, or are not wanted. */
  #frontier: Rank;
  /** Where a row stood that is followed by all that is wanted; `null`: nobody knows. */
  #anchor: number | null;
  /** Where the list begins, as the walk goes, if that was seen. */
  #edge: number | null = null;
  /** All that stood in windows that were read from, given or not: a hint tells a place, whichever way that was reached. */
  readonly #seen: PlacedRow[] = [];
  /** How many of them there were when the frontier moved last: what is read again from there takes the place of the others. */
  #passed = 0;
  readonly #search: PlaceSearch;
  /** The window before, and from where it was read, where only its shortness says that nothing follows. */
  #short: ShortWindow | null = null;
  /** A short window was seen that did not end the list: others are not suspected to. */
  #cuts = false;
  /** A rank of which a window did not hold all, and the rows that the next one has to hold; `END`: none can. */
  #tight: { readonly rank: Rank; readonly limit: number } | null = null;

  constructor(options: OrderedFeedOptions) {
    this.#options = options;
    this.slack = options.slack;
    this.#windows = options.windows;
    this.#frontier = options.from;
    this.#anchor = options.hint;
    this.#search = new PlaceSearch(options.windows, options.from, options.memory);
  }

  get frontier(): Rank {
    return this.#frontier;
  }

  /** Throws `DisorderError`, `SourceError`. */
  async next(want: number): Promise<Batch> {
    try {
      return await this.#next(want);
    } catch (error) {
      const isAtTie = this.#tight?.rank === this.#frontier;
      if (isAtTie && isOutOfMeans(error)) this.#options.memory.beginTie(this.#frontier);
      throw error;
    }
  }

  async #next(want: number): Promise<Batch> {
    const rest = this.#short === null ? null : await this.#restOfShort(this.#short);
    if (rest !== null) return this.#giveAll(rest);
    const [least, { maxPageSize }] = [this.#leastRows, this.#windows.list];
    if (least === END) return this.#giveTie(this.#frontier);
    let isCut = this.#cuts;
    for (let limit = Math.max(want + 2, least); ; limit *= 4) {
      const window = await this.#locate(Math.min(limit, maxPageSize));
      const { closesAtEdge } = window;
      if (closesAtEdge === true || (closesAtEdge === null && (await this.#isProvenEnd(window))))
        return this.#giveAll(window.rows);
      const until = this.#completeUntil(window.rows);
      if (this.#isEnough(window.rows, until, want)) return this.#giveBefore(until, window.rows);
      // A page that was cut by chance is not cut again; who always cuts gives no more, however much is asked for.
      const most = Math.min(maxPageSize - 1, this.#windows.most, this.#search.mostHeld(limit));
      const mayHoldMore = (closesAtEdge !== null || !isCut) && limit <= most;
      isCut ||= closesAtEdge === null;
      const rank = endOfTie(window.rows, this.#frontier, this.slack);
      if (this.slack === 0) this.#tight = { rank, limit: mayHoldMore ? limit * 4 : END };
      // One row alone shows no order: should it go, nothing would tell of what stands behind it in a wrong place.
      const hasOrder = this.slack === 0 && countBetween(window.rows, rank, END) > 1;
      if (hasOrder && rank > this.#frontier) return this.#giveBefore(rank, window.rows);
      if (mayHoldMore) continue;
      if (window.rows.length === 0) throw new UnreadablePage();
      if (this.slack > 0 && this.#options.memory.isShort()) throw new DisorderError();
      return this.#giveTie(rank);
    }
  }

  get search(): SeekBounds | null {
    return this.#search.bounds;
  }

  hintAt(rank: Rank): number | null {
    const last = this.#seen.findLast((place) => place.rank < rank - this.slack);
    return last?.index ?? this.#edge;
  }

  indexOf(mark: number): number | null {
    return this.#seen.findLast((row) => rowMark(row) === mark)?.index ?? null;
  }

  /** Rows of a lower rank have been given out, or are not wanted, and so is all that stands before them. */
  get #settled(): Rank {
    return this.#frontier - this.slack;
  }

  /** Rows of a lower rank than this cannot come any more, once these have been read. */
  #completeUntil(rows: readonly PlacedRow[]): Rank {
    return highestRank(rows) - this.slack;
  }

  /** Where rows stand out of order, most of a window may only be there to be sure of a few: then more are read at once. */
  #isEnough(rows: readonly PlacedRow[], before: Rank, want: number): boolean {
    const given = countBetween(rows, this.#frontier, before);
    return given > 0 && (this.slack === 0 || given >= Math.min(want, rows.length * LEAST_SHARE));
  }

  /** A window that is shorter than asked ends the list if nothing stands behind it; that is asked only if it matters, or was in part. */
  async #isProvenEnd(window: WalkWindow): Promise<boolean> {
    const mayGive = countBetween(window.rows, this.#frontier, this.#completeUntil(window.rows)) > 0;
    if (!mayGive || window.page.isFollowedByNone === true) return !(await this.#goesOnBehind(window));
    if (!this.#cuts && !countsMore(window.page)) this.#short = { ...window, from: this.#settled };
    return false;
  }

  /** What is left of a short window, if it has ended the list; `null`: it has not, or nobody knows. */
  async #restOfShort({ page, rows, from }: ShortWindow) {
    this.#short = null;
    this.#cuts = await this.#windows.list.reaches(page, from);
    return this.#cuts ? null : rows;
  }

  #giveAll(rows: readonly PlacedRow[]): Batch {
    const batch = this.#give(rows);
    this.#frontier = END;
    return { rows: batch, isLast: true };
  }

  #giveBefore(rank: Rank, rows: readonly PlacedRow[]): Batch {
    const batch = this.#give(rows, rank);
    this.#moveTo(rank);
    return { rows: batch, isLast: false };
  }

  /**
   * What a window has to hold, `END` where none can. In a list in order nothing stands before a rank that did not fit into one,
   * and the feed goes there first: where time runs out, the cursor knows the place, and the next page reads that rank at once.
   */
  get #leastRows(): number {
    if (this.#tight?.rank === this.#frontier) return this.#tight.limit;
    return this.slack === 0 && this.#options.memory.isInTie(this.#frontier) ? END : 0;
  }

  /** One rank fills the window, or what stands out of order may fill it: it is read to its end. */
  async #giveTie(rank: Rank): Promise<Batch> {
    const tie = await readTie({
      windows: this.#windows,
      rank,
      slack: this.slack,
      frontier: this.#frontier,
      locate: () => this.#locate(this.#windows.list.maxPageSize, true),
      checked: (window) => this.#noted(this.#inOrder(window)),
      ...this.#options.memory.ties(),
    });
    const batch = this.#give(tie.rows);
    if (tie.after !== null) this.#moveTo(tie.after);
    else this.#frontier = END;
    return { rows: batch, isLast: tie.after === null };
  }

  #give(rows: readonly PlacedRow[], before: Rank = Number.POSITIVE_INFINITY): readonly PlacedRow[] {
    const { from, wanted = from } = this.#options;
    const strays = this.#frontier === from ? straysBefore(from, wanted, this.#seen) : [];
    return strays.concat(rows.filter(({ rank }) => rank >= this.#frontier && rank < before));
  }

  #moveTo(rank: Rank): void {
    this.#frontier = Math.max(this.#frontier, rank);
    this.#anchor = this.#seen.findLast((place) => place.rank < rank - this.slack)?.index ?? this.#anchor;
    this.#passed = this.#seen.length;
  }

  /** A window that begins before the frontier and reaches it. */
  async #locate(limit: number, isExact = false): Promise<WalkWindow> {
    const window = await this.#located(limit, isExact);
    this.#seen.length = this.#passed;
    return this.#noted(window);
  }

  async #located(limit: number, isExact: boolean): Promise<WalkWindow> {
    if (this.#frontier === START && this.#windows.runsAlong)
      return this.#inOrder(await this.#windows.read(null, limit, START, isExact));
    if (this.#anchor === null && this.#search.isPending(this.#frontier))
      this.#anchor = await this.#seek(null, limit, 0);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const window = await this.#read(this.#search.mostHeld(limit), isExact || attempt > 0);
      if (this.#isPositioned(window) && this.#reaches(window)) return window;
      this.#anchor = this.#tail(attempt) ?? (await this.#seek(window, limit, attempt));
    }
    throw unsteady();
  }

  /** Where nothing that is wanted is on a short page, whether anything stands behind it must be known. */
  async #read(limit: number, isExact: boolean): Promise<WalkWindow> {
    const read = await this.#windows.read(this.#anchor, limit, this.#settled, isExact);
    const window = this.#cuts || countsMore(read.page) ? await this.#joined(read, limit) : read;
    checkOrder(window.rows, this.slack);
    if (window.closesAtEdge !== null || window.rows.some(({ rank }) => rank >= this.#frontier)) return window;
    if (!(await this.#goesOnBehind(window))) return { ...window, closesAtEdge: true };
    return this.#joined({ ...window, closesAtEdge: false }, limit);
  }

  async #goesOnBehind({ page }: WalkWindow): Promise<boolean> {
    const goesOn = await this.#windows.list.reaches(page, this.#settled);
    this.#cuts ||= goesOn;
    return goesOn;
  }

  /** Of a window that was cut so early that next to nothing on it can be given: with what stands behind the cut, in order too. */
  async #joined(window: WalkWindow, limit: number): Promise<WalkWindow> {
    const isEarly = countBetween(window.rows, this.#frontier, this.#completeUntil(window.rows)) < FEW_ROWS;
    return isEarly ? this.#inOrder(await this.#windows.joined(window, limit, this.#settled)) : window;
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
      isSettled: (row) => row.rank < this.#settled,
      // Also of rows that are not wanted: a search takes for granted that they are in order.
      checkOrder: (rows) => checkOrder(rows, this.slack),
    });
  }

  #isPositioned(window: WalkWindow): boolean {
    const first = window.rows[0];
    return window.opensAtEdge || (first !== undefined && first.rank < this.#settled);
  }

  #reaches(window: WalkWindow): boolean {
    // Between what is settled and what is wanted stands what was given out of its order.
    return window.closesAtEdge !== false || window.rows.some(({ rank }) => rank >= this.#settled);
  }

  #inOrder(window: WalkWindow): WalkWindow {
    checkOrder(window.rows, this.slack);
    return window;
  }

  #noted(window: WalkWindow): WalkWindow {
    if (window.opensAtEdge) this.#edge = this.#windows.edgeOf(window);
    for (const row of window.rows) this.#seen.push(row);
    return window;
  }
}
