import type { Job } from '../../model/job.ts';
import { type Direction, firstKeyAt, keyComparator, type SortKey } from '../../model/sort-key.ts';
import type { Note } from '../contract/note.ts';
import { type Hint, MOST_ANCHORS, NO_HINT, type Watermark } from '../feed/hint.ts';
import { type Batch, type Bound, isBehind, type RowFeed } from '../feed/row-feed.ts';
import { WholeFeed } from '../feed/whole-feed.ts';
import {
  DisorderError,
  END,
  furthestMarks,
  type PlacedRow,
  type Rank,
  START,
  timeOf,
} from '../paging/row-order.ts';
import type { SeenRows } from './count-stream.ts';
import type { Edge, JobStream, Need, StreamCount } from './job-stream.ts';
import { type PlacedList, ResidualFilter, rowsToPass, type ScanBudget } from './residual-filter.ts';

export interface ListStreamOptions extends PlacedList {
  readonly sourceId: string;
  readonly id: string;
  readonly direction: Direction;
  readonly start: Bound | null;
  readonly stop: Bound | null;
  /** The list as a feed, in the way that is known to suit it by now; asked again when it has proved not to. */
  open(): RowFeed;
  rankOf(key: SortKey): Rank;
  /** Where reading begins, and behind which rank no row is wanted. */
  readonly firstRank: Rank;
  readonly lastRank: Rank;
  /** Up to here nothing that is wanted stands in the list, as is known without reading. */
  readonly outset: Rank;
  /** `null`: every job does. */
  readonly matches: ((job: Job) => boolean) | null;
  readonly budget: ScanBudget;
  need(): Need;
  /** Whether a cursor must remember that the list was read whole; else it always is. */
  readonly keepsWholeHint: boolean;
  readonly notes: readonly Note[];
  /** As of `Hint`, once time has run out over a tie on this page. */
  readonly tieSince: number | null;
  onDisorder(disorder: DisorderError): void;
  onFailed(error: unknown): void;
  /** Told that rows were read, and that a cursor was made. */
  onRead(): void;
  onHint(): void;
  count(seen: SeenRows): Promise<StreamCount>;
}

const LARGEST_WANT = 1_000;
/** A row may be deleted before anybody looks for it again, two hardly at once. */
const FURTHEST_ROWS = 2;
const NOTHING_MORE: Edge = { kind: 'end' };

/** A list as a stream: in order while the vendor keeps it, read whole and sorted from the moment it does not. */
export class ListStream implements JobStream {
  readonly sourceId: string;
  readonly id: string;
  readonly notes: readonly Note[];
  readonly knowsNext: boolean;
  /** What was read for this page and is wanted, in the walk's order. */
  rows: PlacedRow[] = [];
  readonly #options: ListStreamOptions;
  readonly #compare: (a: SortKey, b: SortKey) => number;
  #filter: ResidualFilter;
  #feed: RowFeed;
  #hasEnded: boolean;
  #reads = 0;
  #hasReadWhole = false;
  /** Ends when nobody reads. */
  #turn: Promise<void> | null = null;

  constructor(options: ListStreamOptions) {
    this.#options = options;
    this.sourceId = options.sourceId;
    this.id = options.id;
    this.notes = options.notes;
    const { matches, hint } = options;
    this.knowsNext = matches === null && hint.slack === 0 && typeof hint.watermark === 'object';
    this.#compare = keyComparator(options.direction);
    this.#filter = this.#newFilter();
    this.#feed = options.open();
    this.#hasEnded = this.#isOverBefore();
  }

  get beyond(): Edge | null {
    if (this.#hasEnded) return NOTHING_MORE;
    const frontier = this.#frontier;
    if (frontier === START) return null;
    const { direction } = this.#options;
    return { kind: 'watermark', key: firstKeyAt(timeOf(frontier, direction), direction) };
  }

  advance(): Promise<'read' | 'restart'> {
    const known = this.#reads;
    // Who waited for a turn may find that the one before has read what is needed.
    return this.#inTurn(async () => (this.#reads > known || this.#hasEnded ? 'read' : this.#readOn()));
  }

  readAhead(rows: number, isIdle: () => boolean): Promise<void> {
    return this.#inTurn(async () => {
      const isOpen = (): boolean => !this.#hasEnded && !this.#options.budget.isSpent();
      /** A list that is read whole is read once: it has no more than that. */
      const hasMore = (): boolean => this.#reads === 0 || !(this.#feed instanceof WholeFeed);
      while (isIdle() && hasMore() && this.rows.length < rows && isOpen()) await this.#readBatch();
    });
  }

  mayScanOn(): boolean {
    return !this.#options.budget.isSpent();
  }

  hasScanned(): boolean {
    return this.#filter.hasMissed;
  }

  hintAfter(taken: number, key: SortKey | null): Hint {
    const { hint, keepsWholeHint } = this.#options;
    this.#options.onHint();
    const feed = this.#feed;
    const place = feed.slack > 0 && this.#reads > 0 ? key : undefined;
    const watermark = this.#watermarkAfter(taken, place);
    if (this.#reads === 0) {
      // What the process remembers tells no more than reading would have told.
      const known = watermark === 'none' ? hint.watermark : watermark;
      const tieSince = this.#options.tieSince ?? hint.tieSince;
      return { ...hint, watermark: known, search: feed.search ?? hint.search, tieSince };
    }
    if (feed instanceof WholeFeed) {
      if (!keepsWholeHint) return { ...NO_HINT, watermark: this.#nextTime(feed, key) };
      const passed = feed.passedAt(key);
      if (passed !== null || !feed.mayBeReadOn(key))
        return { ...NO_HINT, watermark: this.#watermarkAfter(taken), whole: { passed } };
    }
    const rank = this.#rankAfter(taken, place);
    return {
      ...NO_HINT,
      index: rank === null ? null : feed.hintAt(rank),
      watermark,
      anchors: feed instanceof WholeFeed ? feed.anchorsAt(key) : this.#anchorsAfter(taken),
      slack: feed.slack,
      tieSince: this.#options.tieSince,
    };
  }

  count(): Promise<StreamCount> {
    const feed = this.#feed;
    const { start, stop } = this.#options;
    if (feed instanceof WholeFeed && feed.all !== null)
      return this.#options.count({ rows: this.#filter.count(feed.all), isAll: true });
    const isAll = this.#hasEnded && start === null && stop === null;
    return this.#options.count({ rows: this.rows.length, isAll });
  }

  /** A cursor says that nothing more is wanted of the list, or it is known without reading. */
  #isOverBefore(): boolean {
    const { hint, firstRank, lastRank, outset } = this.#options;
    return firstRank > lastRank || outset === END || (hint.watermark === 'end' && this.#isHintSound);
  }

  /** Up to here nothing is wanted that is not at hand. */
  get #frontier(): Rank {
    const { hint, firstRank, outset } = this.#options;
    if (this.#reads > 0) return this.#feed.frontier;
    return hint.watermark !== 'none' && this.#isHintSound ? Math.max(firstRank, outset) : outset;
  }

  /** What a cursor learnt of a list in order says nothing once the list is known not to be. */
  get #isHintSound(): boolean {
    const { hint, keepsWholeHint } = this.#options;
    return !(this.#feed instanceof WholeFeed) || hint.whole !== null || !keepsWholeHint;
  }

  /**
   * Told by ranks: whether the next row itself is at hand, or only known to be the next one, must not show. Where rows stand a
   * little out of order it is `place` that tells, for nothing is known of the next row before it is given out.
   */
  #watermarkAfter(taken: number, place?: SortKey | null): Watermark {
    const rank = this.#rankAfter(taken, place);
    if (rank === null) return 'none';
    return rank === END ? 'end' : { time: timeOf(rank, this.#options.direction) };
  }

  /**
   * Marks of the rows that stand furthest in the vendor's list of those that were given out. In a list in order these are among
   * the last ones, and those of their instant; one that an earlier page gave may stand further still.
   */
  #anchorsAfter(taken: number): readonly number[] {
    const { hint } = this.#options;
    if (taken === 0) return hint.anchors;
    const isInOrder = this.#feed.slack === 0;
    const first = isInOrder ? this.#lastTie(taken) : 0;
    const earlier = first > 0 ? [] : hint.anchors.map((mark) => ({ mark, index: this.#feed.indexOf(mark) }));
    // What was not read on this page stands before all that was.
    const placeAt = (index: number | null): number => (index === null ? START : this.#options.placeOf(index));
    const given = this.rows.slice(first, taken);
    return furthestMarks(earlier, given, placeAt, isInOrder ? FURTHEST_ROWS : MOST_ANCHORS);
  }

  /** Where the rows of one rank begin with which so many end, or two rows if that is but one. */
  #lastTie(taken: number): number {
    let first = Math.max(0, taken - FURTHEST_ROWS);
    while (first > 0 && this.rows[first - 1]?.rank === this.rows[taken - 1]?.rank) first -= 1;
    return first;
  }

  /** The same whether the list was fetched for this page or an earlier one: by all its rows, whether they match or not. */
  #nextTime(feed: WholeFeed, place: SortKey | null): Watermark {
    const { firstRank, lastRank, direction } = this.#options;
    const rank = feed.nextRank(place, firstRank, lastRank);
    return rank === END ? 'end' : { time: timeOf(rank, direction) };
  }

  #rankAfter(taken: number, place?: SortKey | null): Rank | null {
    const row = this.rows[taken];
    const beyond = row === undefined ? this.beyond : null;
    if (beyond?.kind === 'end') return END;
    const key = place === undefined ? (row ?? beyond)?.key : place;
    return key == null ? null : this.#options.rankOf(key);
  }

  /** Reading is for one at a time. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#turn;
    const mine = Promise.withResolvers<void>();
    this.#turn = mine.promise;
    // Also where nobody reads: then all streams of a page are open when the first of them asks what it needs.
    await before;
    try {
      return await work();
    } catch (error) {
      this.#options.onFailed(error);
      throw error;
    } finally {
      mine.resolve();
    }
  }

  async #readOn(): Promise<'read' | 'restart'> {
    for (;;) {
      try {
        await this.#readBatch();
        return 'read';
      } catch (error) {
        if (!(error instanceof DisorderError)) throw error;
        const hasTold = this.rows.length > 0 || this.beyond !== null;
        this.#options.onDisorder(error);
        this.#reopen();
        if (hasTold) return 'restart';
      }
    }
  }

  async #readBatch(): Promise<void> {
    let batch = await this.#feed.next(this.#rowsToRead());
    if (this.#feed instanceof WholeFeed) batch = await this.#asSuits(batch);
    const feed = this.#feed;
    this.#options.onRead();
    this.#reads += 1;
    const { start, lastRank } = this.#options;
    this.#hasEnded = batch.isLast || feed.frontier > lastRank;
    const isAllAfter = start === null || feed instanceof WholeFeed;
    const rows = isAllAfter
      ? batch.rows
      : batch.rows.filter(({ key }) => isBehind(start, key, this.#compare));
    for (const row of this.#filter.apply(rows)) this.rows.push(row);
  }

  /** A list that is read whole as a walk begins may turn out not to need it: whoever asks next would not do so either. */
  async #asSuits(batch: Batch): Promise<Batch> {
    if (this.#options.start !== null || this.#hasReadWhole) return batch;
    this.#hasReadWhole = true;
    const feed = this.#options.open();
    if (feed instanceof WholeFeed) return batch;
    this.#feed = feed;
    return feed.next(this.#rowsToRead());
  }

  /** From the start of the page, in the way that suits the list as it is now known. */
  #reopen(): void {
    this.#feed = this.#options.open();
    this.#filter = this.#newFilter();
    this.rows = [];
    this.#reads = 0;
    this.#hasEnded = this.#isOverBefore();
  }

  #newFilter(): ResidualFilter {
    return new ResidualFilter(this.#options, this.#compare);
  }

  /** A stream that gives more than its share is read in growing strides, and so is one whose rows hardly match. */
  #rowsToRead(): number {
    const need = this.#options.need();
    const wanted = Math.min(need.share * 2 ** this.#reads, need.most) * this.#filter.strideFactor;
    return Math.min(Math.max(wanted, rowsToPass(this.#options, need)), LARGEST_WANT);
  }
}
