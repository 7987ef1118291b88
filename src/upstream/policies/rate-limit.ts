import { SourceError } from '../../model/source-error.ts';
import { abortError } from '../../scope/abort.ts';
import { NestedFairQueue } from '../../scope/fair-queue.ts';
import { type RequestScope, type SourceScope, turnsOf } from '../../scope/request-scope.ts';
import type { Clock } from '../clock.ts';
import { createPartitionStore, type PartitionStore } from '../partition-store.ts';
import { type Attempt, DONE, gatePolicy, OPEN, type Passage, type Policy } from '../policy.ts';

/** Keeps all of a source's requests together to the rate that is configured; `null`: there is none. */
export function rateLimit(meter: Meter | null, clock: Clock): Policy {
  if (meter === null) return OPEN;
  const limiter = createRateLimiter(meter, clock, ({ ledger }) => ledger.queue());
  return gatePolicy(({ scope, request }) => limiter(scope, request.goesOn)?.then(() => DONE) ?? DONE);
}

/**
 * Counts turns: takes one and gives 0, or gives the milliseconds until there may be one. A promise where several processes
 * count together, so that no two take the same turn; where the count is kept here, there is none, and nobody waits for it.
 */
export type Meter = () => number | Promise<number>;

type Asker = Pick<SourceScope, 'request' | 'isForAll' | 'signal' | 'deadlineAt' | 'ledger'>;

/**
 * `null`: it is the asker's turn. Else a wait for it, which rejects with `UPSTREAM_RATE_LIMITED` as soon as it is known that it
 * would outlast the deadline. `goesOn`: with a list that was begun.
 */
export type RateLimiter = (asker: Asker, goesOn?: boolean) => Promise<void> | null;

/** One who waits for a turn. */
interface Waiter {
  readonly asker: Asker;
  readonly enter: () => void;
  readonly leave: (error: unknown) => void;
}

/**
 * One turn at a time is waited for, and whoever stands first when it comes has it: so who leaves takes nothing along, and the
 * rate holds to the request. Who stands first is as at the bulkhead: callers take turns, and so do the operations of each; of
 * one operation, what goes on with a list that was begun goes first, else a slow pace would begin all lists on each page, and
 * read none of them to an end.
 */
export function createRateLimiter(
  take: Meter,
  clock: Clock,
  beginToWait: (asker: Asker) => () => void = ({ ledger }) => ledger.wait(),
): RateLimiter {
  const line = new NestedFairQueue<RequestScope, Waiter>();
  const waiters = new Set<Waiter>();
  let isServing = false;
  let sleep = new AbortController();

  /** `first`: what a turn that was asked for already takes. */
  async function serve(first?: number | Promise<number>): Promise<void> {
    isServing = true;
    for (let turn = first; waiters.size > 0; turn = undefined) {
      try {
        const wait = await (turn ?? take());
        if (wait === 0) line.next()?.enter();
        else await sleepFor(wait);
      } catch (error) {
        line.next()?.leave(error);
      }
    }
    isServing = false;
  }

  async function sleepFor(wait: number): Promise<void> {
    for (const { asker, leave } of waiters) if (clock.now() + wait >= asker.deadlineAt) leave(tooFast(wait));
    if (waiters.size === 0) return;
    sleep = new AbortController();
    await clock.sleep(wait, sleep.signal).catch(() => undefined);
  }

  function standInLine(asker: Asker, goesOn: boolean): Promise<void> {
    const { request, signal } = asker;
    if (signal.aborted) return Promise.reject(abortError(signal));
    const stopWaiting = beginToWait(asker);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const end = (): void => {
      line.remove(turnsOf(asker), request, waiter);
      waiters.delete(waiter);
      signal.removeEventListener('abort', abort);
      stopWaiting();
      if (waiters.size === 0) sleep.abort();
    };
    const leave = (error: unknown): void => {
      end();
      reject(error);
    };
    const enter = (): void => {
      end();
      resolve();
    };
    const abort = (): void => leave(abortError(signal));
    const waiter: Waiter = { asker, enter, leave };
    line.add(turnsOf(asker), request, waiter, goesOn);
    waiters.add(waiter);
    signal.addEventListener('abort', abort, { once: true });
    return promise;
  }

  return (asker, goesOn = false) => {
    const isFree = !isServing && !asker.signal.aborted;
    const turn = isFree ? take() : undefined;
    if (turn === 0) return null;
    const entered = standInLine(asker, goesOn);
    if (isFree) serve(turn);
    return entered;
  };
}

const tooFast = (waitMs: number): SourceError =>
  new SourceError({
    code: 'UPSTREAM_RATE_LIMITED',
    message: `The rate limit of this source allows no request before the deadline; ask again in ${waitMs} ms.`,
    retryAfterMs: waitMs,
    // The vendor was not asked.
    origin: 'gateway',
  });

export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** A `Meter`: a bucket of `burst` tokens, refilled at `perSecond`. */
export function createTokenBucket(
  { perSecond, burst }: RateLimit,
  { now }: Pick<Clock, 'now'>,
): () => number {
  let tokens = burst;
  let filledAt = now();

  const refill = (): void => {
    const at = now();
    tokens = Math.min(burst, tokens + (Math.max(0, at - filledAt) * perSecond) / 1_000);
    filledAt = at;
  };

  return () => {
    refill();
    if (tokens < 1) return Math.ceil(((1 - tokens) * 1_000) / perSecond);
    tokens -= 1;
    return 0;
  };
}

interface Line {
  readonly limiter: RateLimiter;
  readonly pace: Pace;
}

/**
 * Keeps the requests of each credential to the pace that the vendor's refusals tell. It comes before the rate limit of all
 * together, so that a credential that waits here does not hold up the others.
 */
export function vendorPace(clock: Clock, lines: PartitionStore<Line> = createPartitionStore()): Policy {
  const newLine = (partition: string): Line => {
    const pace = new Pace(clock);
    const line = { limiter: createRateLimiter(pace.take, clock), pace };
    lines.set(partition, line);
    return line;
  };

  return gatePolicy(({ partition, scope, request }) => {
    const { limiter, pace } = lines.get(partition) ?? newLine(partition);
    return limiter(scope, request.goesOn)?.then(() => pace) ?? pace;
  });
}

/** What a vendor says it allows. */
export interface Allowance {
  readonly requests: number;
  readonly perMs: number;
}

/** A little less than what is allowed, for clocks and windows that do not agree with ours. */
const MARGIN = 0.9;
/** Up to this length a window is used evenly: the network may change when the requests of a burst arrive. */
const SHORT_MS = 2_000;
/** How much later one request may arrive than another of the same time: a longer window is made so much longer. */
const JITTER_MS = 1_000;
/**
 * No pace is slower. What a vendor tells may be wrong or out of date, and only asking shows it; if each of these requests is
 * refused, the breaker opens and asks less often.
 */
const SLOWEST_MS = 1_000;
/** The longest time after a refusal for which its window counts as used up (perhaps by others). Then it is tried again. */
const LONGEST_CLOSED_MS = 10_000;
/** What was learnt is forgotten after two windows without a refusal, but neither sooner nor later than this. */
const SHORTEST_MEMORY_MS = 60_000;
const LONGEST_MEMORY_MS = 600_000;
/** How many times of requests are remembered; a window of more requests is kept as several smaller ones. */
const MOST_TIMES = 1_000;

interface Learnt {
  readonly told: Allowance;
  readonly kept: Allowance;
  readonly refusedAt: number;
  /** Good answers since then. */
  good: number;
}

/** The pace of one credential: nobody waits until the vendor refuses a request; then no window gets more requests than it allows. */
export class Pace implements Passage {
  readonly #now: () => number;
  #learnt: Learnt | null = null;
  #sent: number[] = [];

  constructor({ now }: Pick<Clock, 'now'>) {
    this.#now = now;
  }

  /** A `Meter`: takes the turn of one request. */
  readonly take = (): number => {
    const wait = this.#learnt === null ? 0 : this.#wait();
    if (wait > 0) return wait;
    this.#sent.push(this.#now());
    if (this.#sent.length > 2 * MOST_TIMES) this.#sent = this.#sent.slice(-MOST_TIMES);
    return 0;
  };

  /** The vendor has given an answer. */
  passed(): void {
    const learnt = this.#learnt;
    if (learnt === null) return;
    learnt.good += 1;
    if (learnt.good > mostGood(learnt.told, this.#now() - learnt.refusedAt)) this.#learnt = null;
  }

  failed({ fault }: Attempt, error: unknown): unknown {
    if (fault?.code === 'UPSTREAM_RATE_LIMITED') this.learn(fault.allowance ?? null);
    return error;
  }

  /** The vendor has refused a request: from now on its pace is kept. `null`: it did not tell which. */
  learn(allowance: Allowance | null): void {
    this.#forgetInTime();
    const heard = allowance ?? { requests: Math.max(1, this.#sentInLastSecond() / 2), perMs: 1_000 };
    const before = this.#learnt?.told;
    const told = before !== undefined && rateOf(before) <= rateOf(heard) ? before : heard;
    this.#learnt = { told, kept: keptOf(told), refusedAt: this.#now(), good: 0 };
  }

  #wait(): number {
    this.#forgetInTime();
    if (this.#learnt === null) return 0;
    const { told, kept, refusedAt } = this.#learnt;
    const isFreeAt = (this.#sent.at(-kept.requests) ?? Number.NEGATIVE_INFINITY) + kept.perMs;
    const opensAt = refusedAt + Math.min(told.perMs, LONGEST_CLOSED_MS);
    const slowestAt = (this.#sent.at(-1) ?? Number.NEGATIVE_INFINITY) + SLOWEST_MS;
    return Math.max(0, Math.ceil(Math.min(slowestAt, Math.max(isFreeAt, opensAt)) - this.#now()));
  }

  #sentInLastSecond(): number {
    const from = this.#now() - 1_000;
    return this.#sent.filter((at) => at > from).length;
  }

  #forgetInTime(): void {
    const learnt = this.#learnt;
    if (learnt !== null && this.#now() > learnt.refusedAt + memoryMs(learnt.told)) this.#learnt = null;
  }
}

const rateOf = ({ requests, perMs }: Allowance): number => requests / perMs;

function keptOf({ requests, perMs }: Allowance): Allowance {
  const most = MARGIN * requests;
  if (perMs <= SHORT_MS || most < 1) return { requests: 1, perMs: perMs / most };
  const parts = Math.max(1, most / MOST_TIMES);
  return { requests: Math.floor(most / parts), perMs: perMs / parts + JITTER_MS };
}

const memoryMs = ({ perMs }: Allowance): number =>
  Math.min(Math.max(2 * perMs, SHORTEST_MEMORY_MS), LONGEST_MEMORY_MS);

/** Good answers that fit what a vendor told: what was on its way, and each window since. If there are more, it allows more than it told. */
const mostGood = ({ requests, perMs }: Allowance, sinceMs: number): number =>
  requests * (Math.floor(sinceMs / perMs) + 2);
