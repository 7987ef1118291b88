import { SourceError } from '../../model/source-error.ts';
import { abortable } from '../../scope/abort.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Clock } from '../clock.ts';
import { DONE, gatePolicy, OPEN, type Policy } from '../policy.ts';

/** Keeps all of a source's requests together to the rate that is configured; `null`: there is none. */
export function rateLimit(meter: Meter | null, clock: Clock): Policy {
  if (meter === null) return OPEN;
  const limiter = createRateLimiter(meter, clock);
  return gatePolicy(({ scope }) => limiter(scope)?.then(() => DONE) ?? DONE);
}

/**
 * Counts turns: takes one and gives 0, or gives the milliseconds until there may be one. A promise where several processes
 * count together, so that no two take the same turn; where the count is kept here, there is none, and nobody waits for it.
 */
export type Meter = () => number | Promise<number>;

type Asker = Pick<SourceScope, 'signal' | 'deadlineAt' | 'ledger'>;

/**
 * `null`: it is the asker's turn. Else a wait for it, which rejects at once with `UPSTREAM_RATE_LIMITED` where it would
 * outlast the deadline.
 */
export type RateLimiter = (asker: Asker) => Promise<void> | null;

/**
 * One asker at a time waits for a turn and the others wait for that one, so that who leaves takes nothing along and the
 * rate holds to the request.
 */
export function createRateLimiter(take: Meter, clock: Clock): RateLimiter {
  let line: Promise<void> = Promise.resolve();
  let inLine = 0;

  async function waitAtTheHead(first: number | Promise<number>, asker: Asker): Promise<void> {
    for (let wait = await first; wait > 0; wait = await take()) {
      if (clock.now() + wait >= asker.deadlineAt) throw tooFast(wait);
      await clock.sleep(wait, asker.signal);
    }
  }

  async function standInLine(asker: Asker, first?: number | Promise<number>): Promise<void> {
    const ahead = line;
    const { promise: served, resolve: leave } = Promise.withResolvers<void>();
    const stopWaiting = asker.ledger.wait();
    line = ahead.then(() => served);
    inLine += 1;
    try {
      await abortable(ahead, asker.signal);
      await waitAtTheHead(first ?? take(), asker);
    } finally {
      inLine -= 1;
      stopWaiting();
      leave();
    }
  }

  return (asker) => {
    if (inLine > 0 || asker.signal.aborted) return standInLine(asker);
    const wait = take();
    return wait === 0 ? null : standInLine(asker, wait);
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
