import type { Job } from '../../model/job.ts';
import { type Direction, keyComparator, type SortKey } from '../../model/sort-key.ts';
import type { Note } from '../contract/note.ts';
import type { PlacedRow } from '../paging/placed-row.ts';
import type { Rank } from '../paging/ranks.ts';
import { type Bound, isBehind } from './bound.ts';
import type { Hint, Passed } from './hint.ts';
import type { Head, JobStream, Need, StreamCount } from './job-stream.ts';
import { DisorderError, type OrderedReader, UnreadablePage } from './ordered-reader.ts';
import { isUnpassed, type PlaceOf, passedBefore, throughTie } from './passed-rows.ts';
import { ResidualFilter } from './residual-filter.ts';
import type { ScanBudget } from './scan-budget.ts';

export interface JobStreamOptions {
  readonly sourceId: string;
  readonly id: string;
  readonly direction: Direction;
  readonly start: Bound | null;
  readonly stop: Bound | null;
  /** `null`: the stream is read whole from the start. */
  readonly reader: OrderedReader | null;
  /** Every row of the list, in the vendor's order. */
  readonly readWhole: () => Promise<readonly PlacedRow[]>;
  readonly rankOf: (key: SortKey) => Rank;
  /** No row of a higher rank is wanted. */
  readonly lastRank: Rank;
  readonly matches: (job: Job) => boolean;
  readonly budget: ScanBudget;
  readonly need: () => Need;
  readonly hint: Hint | null;
  /** Whether a cursor must remember that the list was read whole; else it always is. */
  readonly keepsWholeHint: boolean;
  readonly placeOf: PlaceOf;
  readonly notes: readonly Note[];
  readonly onDisorder: () => void;
  readonly onFailed: (error: unknown) => void;
  readonly onRead: () => void;
  readonly count: (seen: { readonly rows: number; readonly isAll: boolean }) => Promise<StreamCount>;
}

const LARGEST_WANT = 1_000;

/** A list as a stream: in order while the vendor keeps it, read whole and sorted from the moment it does not. */
export const createJobStream = (options: JobStreamOptions): JobStream => new ListStream(options);

class ListStream implements JobStream {
  readonly sourceId: string;
  readonly id: string;
  readonly notes: readonly Note[];
  readonly #options: JobStreamOptions;
  readonly #compare: (a: SortKey, b: SortKey) => number;
  readonly #filter: ResidualFilter;
  /** `null`: the list is read whole, or was. */
  #reader: OrderedReader | null;
  #passed: Passed | null;
  #queue: readonly PlacedRow[] = [];
  #hasEnded = false;
  #barrier: SortKey | null = null;
  #lastTaken: SortKey | null;
  #reads = 0;
  /** How many rows match in a list that was read whole. */
  #all: number | null = null;
  #pending: Promise<Head> | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: JobStreamOptions) {
    this.#options = options;
    this.sourceId = options.sourceId;
    this.id = options.id;
    this.notes = options.notes;
    this.#compare = keyComparator(options.direction);
    this.#filter = new ResidualFilter({ ...options, compare: this.#compare });
    this.#reader = options.reader;
    this.#passed = options.reader === null ? passedBefore(options.hint, options.start) : null;
    this.#lastTaken = options.start?.key ?? null;
  }

  peek(): Promise<Head> {
    this.#pending ??= this.#inTurn(() => this.#head()).catch((error: unknown) => {
      this.#options.onFailed(error);
      throw error;
    });
    return this.#pending;
  }

  take(): void {
    this.#lastTaken = this.#queue[0]?.key ?? this.#lastTaken;
    this.#queue = this.#queue.slice(1);
    this.#pending = null;
  }

  readAhead(rows: number): Promise<void> {
    return this.#inTurn(() => this.#stock(rows));
  }

  hintAt(key: SortKey | null): Hint | null {
    const { rankOf, keepsWholeHint } = this.#options;
    if (this.#reader !== null) return key && this.#reader.hintAt(rankOf(key));
    const passed = this.#passed;
    const isCaughtUp = passed === null || (key !== null && this.#compare(key, passed.until) >= 0);
    return keepsWholeHint ? { passed: isCaughtUp ? null : passed } : null;
  }

  count(): Promise<StreamCount> {
    const isAll = this.#all !== null || (this.#hasEnded && this.#options.start === null);
    return this.#options.count({ rows: this.#all ?? this.#filter.matched, isAll });
  }

  /** Reading is for one at a time. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #head(): Promise<Head> {
    while (this.#queue.length === 0 && !this.#hasEnded && this.#barrier === null) await this.#fill();
    const first = this.#queue[0];
    if (first !== undefined) return { kind: 'row', job: first.job, key: first.key };
    return this.#barrier === null ? { kind: 'end' } : { kind: 'barrier', key: this.#barrier };
  }

  async #stock(rows: number): Promise<void> {
    const isOpen = (): boolean =>
      !this.#hasEnded && this.#barrier === null && !this.#options.budget.isSpent();
    while (this.#reader !== null && this.#queue.length < rows && isOpen()) await this.#readOn(this.#reader);
  }

  async #fill(): Promise<void> {
    if (this.#reader === null) return this.#readWhole();
    try {
      await this.#readOn(this.#reader);
    } catch (error) {
      if (!(error instanceof DisorderError)) throw error;
      if (!(error instanceof UnreadablePage)) this.#options.onDisorder();
      await this.#giveUpOrder(this.#reader);
    }
  }

  async #readOn(reader: OrderedReader): Promise<void> {
    const { lastRank, start } = this.#options;
    const batch = await reader.next(this.#rowsToRead());
    this.#hasEnded = batch.isLast || reader.frontier > lastRank;
    this.#keep(batch.rows.filter((row) => isBehind(start, row.key, this.#compare)));
  }

  /** A stream that gives more than its share is read in growing strides, and so is one whose rows hardly match. */
  #rowsToRead(): number {
    const { share, most } = this.#options.need();
    const wanted = Math.min(share * 2 ** this.#reads, most);
    this.#reads += 1;
    return Math.min(wanted * this.#filter.strideFactor, LARGEST_WANT);
  }

  async #giveUpOrder({ reached }: OrderedReader): Promise<void> {
    this.#reader = null;
    const until = this.#lastTaken;
    this.#passed = reached === null || until === null ? null : { index: reached, until };
    await this.#readWhole();
  }

  async #readWhole(): Promise<void> {
    const { readWhole, rankOf, placeOf } = this.#options;
    const rows = await readWhole();
    this.#hasEnded = true;
    if (this.#isFresh) {
      this.#passed &&= throughTie(this.#passed, rankOf(this.#passed.until), rows, placeOf);
    }
    this.#all = this.#filter.count(rows);
    this.#keep(rows.filter((row) => this.#isDue(row)));
  }

  /** The walk has not given out anything since it noticed that the list is out of order. */
  get #isFresh(): boolean {
    return typeof this.#options.hint !== 'object' || this.#options.hint === null;
  }

  /** Not given out yet: neither in order, nor while the list was still taken to be in order. */
  #isDue(row: PlacedRow): boolean {
    const isAfterStart = isBehind(this.#options.start, row.key, this.#compare);
    if (this.#passed === null) return isAfterStart;
    const isLeft = isUnpassed(this.#passed, row, this.#options.placeOf, this.#compare);
    return isLeft && (this.#isFresh || isAfterStart);
  }

  #keep(rows: readonly PlacedRow[]): void {
    this.#queue = [...this.#queue, ...this.#filter.apply(rows)];
    if (this.#queue.length === 0 && !this.#hasEnded) this.#barrier = this.#filter.exhaustedAt;
  }
}
