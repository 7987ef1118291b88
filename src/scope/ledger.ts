import { SourceError } from '../model/source-error.ts';
import type { RequestNotes } from './request-notes.ts';

/** Milliseconds; only differences mean anything. */
type Now = () => number;

/**
 * What one GraphQL operation spends at one source: its lists, names, tasks, look-ups, counts and discovery together. It is
 * live: reads that are still under way write into it.
 */
export class Ledger {
  /** HTTP requests really sent, sign-ins and retries included, answers shared or cached excluded. */
  requests = 0;
  /** Answers that cost no request here: from the cache, or shared with another asker. */
  cacheHits = 0;
  /** Until when all of these would be given again to whoever asks, in milliseconds since 1970; `Infinity`: there are none. */
  freshUntil = Number.POSITIVE_INFINITY;
  /** Rows of jobs that the vendor gave, whether wanted or not; a row that came twice counts twice. */
  rowsFetched = 0;
  /** How long the oldest answer from the cache was stale; 0: all were fresh. */
  staleMs = 0;
  /** Why a stale answer was given: how the vendor failed. */
  staleBecause: SourceError | null = null;
  /** Something of the answer is missing because of a defect of the gateway, the first that showed. */
  defect: SourceError | null = null;
  /** Why names or tasks of its jobs could not be read, the first time that this happened. */
  lookUpFailure: SourceError | null = null;
  readonly oddities = new Oddities();
  /** Answer by answer, for callers who want to know; `null`: nobody does. */
  readonly notes: RequestNotes | null;

  readonly #now: Now;
  readonly #waits = new Stopwatch();
  readonly #queues = new Stopwatch();
  readonly #work = new Stopwatch();
  #firstAt: number | null = null;
  #lastAt = 0;

  constructor(now: Now = () => performance.now(), notes: RequestNotes | null = null) {
    this.notes = notes;
    this.#now = now;
  }

  /** An answer cost no request here. `freshUntil`: until when it would be given again, in milliseconds since 1970. */
  hit(freshUntil: number): void {
    this.cacheHits += 1;
    this.freshUntil = Math.min(this.freshUntil, freshUntil);
  }

  /** A request goes out; the function that is given back says that its answer has come, or that it was given up. */
  send(): () => void {
    this.requests += 1;
    return this.#during(this.#work);
  }

  /** Begins to wait for a turn; the function that is given back ends it, however often it is called. */
  wait(): () => void {
    return this.#during(this.#waits);
  }

  /** The same behind other reads, in a queue of our own: it would be shorter if fewer were under way. */
  queue(): () => void {
    const ends = [this.wait(), this.#during(this.#queues)];
    return () => {
      for (const end of ends) end();
    };
  }

  /**
   * From the first request, or from the wait for its turn, to the last answer; 0: nothing was asked. Of a request that is
   * under way, to this moment.
   */
  get durationMs(): number {
    if (this.#firstAt === null) return 0;
    const isOpen = this.#work.isRunning || this.#waits.isRunning;
    return (isOpen ? this.#now() : this.#lastAt) - this.#firstAt;
  }

  /** The part of `durationMs` in which a read waited for its turn (queue, rate limit, retry). Waits side by side count once. */
  get waitedMs(): number {
    return this.#waits.totalAt(this.#now());
  }

  /** The part of that in which a read waited behind others: not for a vendor's pace, nor for a retry. */
  get queuedMs(): number {
    return this.#queues.totalAt(this.#now());
  }

  #during(watch: Stopwatch): () => void {
    const begun = this.#now();
    this.#firstAt ??= begun;
    watch.start(begun);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#lastAt = this.#now();
      watch.stop(this.#lastAt);
    };
  }
}

/** The time in which at least one of several things was under way. */
class Stopwatch {
  #running = 0;
  #since = 0;
  #total = 0;

  get isRunning(): boolean {
    return this.#running > 0;
  }

  totalAt(now: number): number {
    return this.#total + (this.isRunning ? now - this.#since : 0);
  }

  start(now: number): void {
    if (this.#running === 0) this.#since = now;
    this.#running += 1;
  }

  stop(now: number): void {
    this.#running -= 1;
    if (this.#running === 0) this.#total += now - this.#since;
  }
}

const MOST_TOLD = 5;

/** What of a vendor's answers could not be read and costs no row, each kind once. */
export class Oddities {
  readonly #places = new Map<string, Set<string>>();

  /**
   * `what` names the place in a row or an answer and the kind of what is wrong, never a value. `where` tells rows apart:
   * one that is read again is not counted again.
   */
  tell(what: string, where: string): void {
    const places = this.#places.get(what);
    if (places === undefined) this.#places.set(what, new Set([where]));
    else places.add(where);
  }

  /** For people; `null`: there was none. */
  get summary(): string | null {
    if (this.#places.size === 0) return null;
    const told = [...this.#places].slice(0, MOST_TOLD).map(([what, { size }]) => counted(what, size));
    const rest = this.#places.size - told.length;
    return [...told, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
  }
}

const counted = (what: string, times: number): string => (times > 1 ? `${what} (${times} times)` : what);

/** What one operation may have at most. */
export interface BudgetLimits {
  /** Requests to vendors, retries included, and `PER_LIST.requests` more for each list that the answer is merged from. */
  readonly vendorRequests: number;
  /** Rows of jobs, and `PER_LIST.rows` more for each such list. */
  readonly rows: number;
}

/** So that a page over thousands of lists can read each: its beginning, and what proves its end or its count. */
export const PER_LIST = { requests: 4, rows: 100 } as const;

const UNLIMITED: BudgetLimits = {
  vendorRequests: Number.POSITIVE_INFINITY,
  rows: Number.POSITIVE_INFINITY,
};

/** What one operation may still ask of vendors, all sources together. What is exhausted stays so. */
export class Budget {
  readonly #limits: BudgetLimits;
  readonly #rows: () => number;
  readonly #lists = new Map<string, number>();
  #requests = 0;

  /** `rows`: how many the operation has been given by now. */
  constructor(limits: BudgetLimits = UNLIMITED, rows: () => number = () => 0) {
    this.#limits = limits;
    this.#rows = rows;
  }

  /** The operation reads so many lists of the source: the most that any part of it reads there. */
  reads(sourceId: string, lists: number): void {
    this.#lists.set(sourceId, Math.max(lists, this.#lists.get(sourceId) ?? 0));
  }

  /** Before a question goes to a vendor; throws `OPERATION_TOO_COSTLY` where the operation may put no more. */
  spend(): void {
    const error = this.#exhausted();
    if (error !== null) throw error;
    this.#requests += 1;
  }

  /** The same before it is put once more; false: it may not be. */
  spendAgain(): boolean {
    if (this.#exhausted() !== null) return false;
    this.#requests += 1;
    return true;
  }

  #exhausted(): SourceError | null {
    const lists = this.#lists.values().reduce((sum, count) => sum + count, 0);
    const mostRequests = this.#limits.vendorRequests + PER_LIST.requests * lists;
    if (this.#requests >= mostRequests) return requestsError(this.#requests, mostRequests);
    const mostRows = this.#limits.rows + PER_LIST.rows * lists;
    const rows = this.#rows();
    return rows >= mostRows ? rowsError(rows, mostRows) : null;
  }
}

const requestsError = (spent: number, allowed: number): SourceError =>
  new SourceError({
    code: 'OPERATION_TOO_COSTLY',
    message: `This operation has sent ${spent} requests to vendors, and ${allowed} are allowed (\`server.vendorRequests\`, and ${PER_LIST.requests} for each list). Ask for fewer rows, names or tasks at once.`,
    spending: { limit: 'server.vendorRequests', spent, allowed },
  });

const rowsError = (spent: number, allowed: number): SourceError =>
  new SourceError({
    code: 'OPERATION_TOO_COSTLY',
    message: `This operation has read ${spent} rows, and ${allowed} are allowed (\`server.limits.rows\`, and ${PER_LIST.rows} for each list). Ask for a narrower time, or for less at once.`,
    spending: { limit: 'server.limits.rows', spent, allowed },
  });
