import { isOutOfMeans } from '../../model/source-error.ts';
import { countsMore } from '../paging/list-page.ts';
import {
  countBetween,
  DisorderError,
  END,
  highestRank,
  type PlacedRow,
  type Rank,
  UnreadablePage,
} from '../paging/row-order.ts';
import type { SeekBounds } from '../paging/seek.ts';
import type { WalkWindow, WalkWindows } from '../paging/walk-window.ts';
import { endOfTie, readTie } from './read-tie.ts';
import type { Batch, RowFeed } from './row-feed.ts';
import { straysBefore } from './strays-before.ts';
import { WindowFinder, type WindowFinderOptions } from './window-finder.ts';

type ShortWindow = Pick<WalkWindow, 'page' | 'rows'> & { readonly from: Rank };

/** One that stands before the rows that are wanted, and one behind them, whose rank is left for the next page. */
const AROUND = 2;
/** So much of a window must be good to give, where more of it must be read than is given. */
const LEAST_SHARE = 0.25;
/** A window of fewer was cut. */
const FEW_PLACES = 5;

/**
 * Reads a paged list along a walk, in batches that are complete whatever happens to the list between two requests.
 *
 * The key decides, never the index. Rows of one rank (one instant, as far as the vendor's times tell) may change places
 * from request to request, and rows may be inserted or deleted at any time. So a page counts only if it begins with rows
 * that stand before all that is still wanted, or at the edge of the list; and of a page that does not end the list, the
 * last rank is left for the next page, which begins before it.
 */
export class OrderedFeed implements RowFeed {
  readonly slack: number;
  readonly #options: WindowFinderOptions;
  readonly #windows: WalkWindows;
  readonly #finder: WindowFinder;
  /** The window before, and from where it was read, where only its shortness says that nothing follows. */
  #short: ShortWindow | null = null;
  /** A rank of which a window did not hold all, and the rows that the next one has to hold; `END`: none can. */
  #tight: { readonly rank: Rank; readonly limit: number } | null = null;

  constructor(options: WindowFinderOptions) {
    this.#options = options;
    this.slack = options.slack;
    this.#windows = options.windows;
    this.#finder = new WindowFinder(options);
  }

  get frontier(): Rank {
    return this.#finder.frontier;
  }

  get search(): SeekBounds | null {
    return this.#finder.search;
  }

  hintAt(rank: Rank): number | null {
    return this.#finder.hintAt(rank);
  }

  indexOf(mark: number): number | null {
    return this.#finder.indexOf(mark);
  }

  /** Throws `DisorderError`, `SourceError`. */
  async next(want: number): Promise<Batch> {
    try {
      return await this.#next(want);
    } catch (error) {
      const isAtTie = this.#tight?.rank === this.frontier;
      if (isAtTie && isOutOfMeans(error)) this.#options.memory.beginTie(this.frontier);
      throw error;
    }
  }

  async #next(want: number): Promise<Batch> {
    const rest = this.#short === null ? null : await this.#restOfShort(this.#short);
    if (rest !== null) return this.#giveAll(rest);
    const [least, { maxPageSize }] = [this.#leastRows, this.#windows.list];
    if (least === END) return this.#giveTie(this.frontier);
    let isCut = this.#finder.cuts;
    let wasShort = false;
    for (let limit = Math.max(want + AROUND, least); ; ) {
      const window = await this.#finder.find(Math.min(limit, maxPageSize));
      const { closesAtEdge } = window;
      if (closesAtEdge === true || (closesAtEdge === null && (await this.#isProvenEnd(window))))
        return this.#giveAll(window.rows);
      const until = this.#completeUntil(window.rows);
      if (this.#isEnough(window.rows, until, want)) return this.#giveBefore(until, window.rows);
      // A page that was cut by chance is not cut again; who always cuts gives no more, however much is asked for.
      const most = Math.min(maxPageSize - 1, this.#finder.mostHeld(limit));
      const mayHoldMore = !window.isBroken && (closesAtEdge !== null || !isCut) && limit <= most;
      isCut ||= closesAtEdge === null;
      const rank = endOfTie(window.rows, this.frontier, this.slack);
      // A window that was cut is asked for once more: then it comes in pieces, or whole.
      const isFew = window.page.places < Math.min(limit, FEW_PLACES);
      const isShort: boolean = !wasShort && (closesAtEdge === null || isFew);
      const next = isShort ? limit : limit * 4;
      wasShort ||= isShort;
      if (this.slack === 0) this.#tight = { rank, limit: mayHoldMore ? next : END };
      // One row alone shows no order: should it go, nothing would tell of what stands behind it in a wrong place.
      const hasOrder = this.slack === 0 && countBetween(window.rows, rank, END) > 1;
      if (hasOrder && rank > this.frontier) return this.#giveBefore(rank, window.rows);
      limit = next;
      if (mayHoldMore) continue;
      if (window.rows.length === 0) throw new UnreadablePage();
      if (this.slack > 0 && this.#options.memory.isShort()) throw new DisorderError();
      return this.#giveTie(rank);
    }
  }

  /** Rows of a lower rank than this cannot come any more, once these have been read. */
  #completeUntil(rows: readonly PlacedRow[]): Rank {
    return highestRank(rows) - this.slack;
  }

  /** Where rows stand out of order, most of a window may only be there to be sure of a few: then more are read at once. */
  #isEnough(rows: readonly PlacedRow[], before: Rank, want: number): boolean {
    const given = countBetween(rows, this.frontier, before);
    return given > 0 && (this.slack === 0 || given >= Math.min(want, rows.length * LEAST_SHARE));
  }

  /** A window that is shorter than asked ends the list if nothing stands behind it; that is asked only if it matters, or was in part. */
  async #isProvenEnd(window: WalkWindow): Promise<boolean> {
    const mayGive = countBetween(window.rows, this.frontier, this.#completeUntil(window.rows)) > 0;
    if (!mayGive || window.page.isFollowedByNone === true) return !(await this.#finder.goesOnBehind(window));
    if (!this.#finder.cuts && !countsMore(window.page))
      this.#short = { ...window, from: this.#finder.settled };
    return false;
  }

  /** What is left of a short window, if it has ended the list; `null`: it has not, or nobody knows. */
  async #restOfShort({ page, rows, from }: ShortWindow) {
    this.#short = null;
    return (await this.#finder.goesOnBehind({ page }, from)) ? null : rows;
  }

  #giveAll(rows: readonly PlacedRow[]): Batch {
    const batch = this.#give(rows);
    this.#finder.moveTo(END);
    return { rows: batch, isLast: true };
  }

  #giveBefore(rank: Rank, rows: readonly PlacedRow[]): Batch {
    const batch = this.#give(rows, rank);
    this.#finder.moveTo(rank);
    return { rows: batch, isLast: false };
  }

  /**
   * What a window has to hold, `END` where none can. In a list in order nothing stands before a rank that did not fit into one,
   * and the feed goes there first: where time runs out, the cursor knows the place, and the next page reads that rank at once.
   */
  get #leastRows(): number {
    if (this.#tight?.rank === this.frontier) return this.#tight.limit;
    return this.slack === 0 && this.#options.memory.isInTie(this.frontier) ? END : 0;
  }

  /** One rank fills the window, or what stands out of order may fill it: it is read to its end. */
  async #giveTie(rank: Rank): Promise<Batch> {
    const tie = await readTie({
      windows: this.#windows,
      rank,
      slack: this.slack,
      frontier: this.frontier,
      locate: () => this.#finder.findTie(),
      checked: (window) => this.#finder.noted(window),
      ...this.#options.memory.ties(),
    });
    const batch = this.#give(tie.rows);
    this.#finder.moveTo(tie.after ?? END);
    return { rows: batch, isLast: tie.after === null };
  }

  #give(rows: readonly PlacedRow[], before: Rank = Number.POSITIVE_INFINITY): readonly PlacedRow[] {
    const { from, wanted = from } = this.#options;
    const strays = this.frontier === from ? straysBefore(from, wanted, this.#finder.met) : [];
    return strays.concat(rows.filter(({ rank }) => rank >= this.frontier && rank < before));
  }
}
