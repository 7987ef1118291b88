import type { Clock } from '../clock.ts';
import { createPartitionStore, type PartitionStore } from '../partition-store.ts';
import { type Attempt, gatePolicy, type Passage, type Policy } from '../policy.ts';
import { createRateLimiter, type RateLimiter } from './rate-limiter.ts';

interface Pacing {
  readonly limiter: RateLimiter;
  readonly pace: Pace;
}

/**
 * Keeps the requests of each credential to the pace that the vendor's refusals tell. It comes before the rate limit of all
 * together, so that a credential that waits here does not hold up the others.
 */
export function vendorPace(clock: Clock, pacings: PartitionStore<Pacing> = createPartitionStore()): Policy {
  const newPacing = (partition: string): Pacing => {
    const pace = new Pace(clock);
    const pacing = { limiter: createRateLimiter(pace.take, clock), pace };
    pacings.set(partition, pacing);
    return pacing;
  };

  return gatePolicy(({ partition, scope, request }) => {
    const { limiter, pace } = pacings.get(partition) ?? newPacing(partition);
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
