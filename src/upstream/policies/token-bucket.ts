import type { Clock } from '../clock.ts';

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
