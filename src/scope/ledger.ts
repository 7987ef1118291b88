import type { SourceError } from '../model/source-error.ts';
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
  readonly #waits: Stopwatch;
  readonly #work: Stopwatch;
  #firstAt: number | null = null;
  #lastAt = 0;

  constructor(now: Now = () => performance.now(), notes: RequestNotes | null = null) {
    this.notes = notes;
    this.#now = now;
    this.#waits = new Stopwatch(now);
    this.#work = new Stopwatch(now);
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
    return this.#waits.total;
  }

  #during(watch: Stopwatch): () => void {
    this.#firstAt ??= this.#now();
    watch.start();
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      watch.stop();
      this.#lastAt = this.#now();
    };
  }
}

/** The time in which at least one of several things was under way. */
class Stopwatch {
  readonly #now: Now;
  #running = 0;
  #since = 0;
  #total = 0;

  constructor(now: Now) {
    this.#now = now;
  }

  get isRunning(): boolean {
    return this.#running > 0;
  }

  get total(): number {
    return this.#total + (this.isRunning ? this.#now() - this.#since : 0);
  }

  start(): void {
    if (!this.isRunning) this.#since = this.#now();
    this.#running += 1;
  }

  stop(): void {
    this.#running -= 1;
    if (!this.isRunning) this.#total += this.#now() - this.#since;
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
