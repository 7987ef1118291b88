import type { Clock } from '../clock.ts';
import { createRateLimiter, type RateLimiter } from './rate-limiter.ts';

export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** A bucket of `burst` tokens, refilled at `perSecond`; `undefined`: nobody waits. */
export function createTokenBucket(limit: RateLimit | undefined, clock: Clock): RateLimiter {
  if (limit === undefined) return async () => undefined;
  const { perSecond, burst } = limit;
  let tokens = burst;
  let filledAt = clock.now();

  const refill = (): void => {
    const now = clock.now();
    tokens = Math.min(burst, tokens + (Math.max(0, now - filledAt) * perSecond) / 1_000);
    filledAt = now;
  };

  const wait = (): number => {
    refill();
    return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) * 1_000) / perSecond);
  };
  const spend = (): void => {
    tokens -= 1;
  };
  return createRateLimiter({ wait, spend }, clock);
}
