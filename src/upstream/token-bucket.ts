import { abortable } from './abortable.ts';
import type { Clock } from './clock.ts';

export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** Waits for this request's turn. */
export type TakeToken = (signal: AbortSignal) => Promise<void>;

/**
 * A bucket of `burst` tokens, refilled at `perSecond`; `undefined`: no limit. One asker at a time waits for a token and the
 * others wait for that one, so that who leaves takes nothing along and the rate holds to the request.
 */
export function createTokenBucket(limit: RateLimit | undefined, clock: Clock): TakeToken {
  if (limit === undefined) return async () => {};
  let tokens = limit.burst;
  let filledAt = clock.now();
  let line: Promise<void> = Promise.resolve();

  const refill = () => {
    const now = clock.now();
    tokens = Math.min(limit.burst, tokens + (Math.max(0, now - filledAt) * limit.perSecond) / 1_000);
    filledAt = now;
  };

  const waitForToken = async (signal: AbortSignal): Promise<void> => {
    for (refill(); tokens < 1; refill())
      await clock.sleep(Math.ceil(((1 - tokens) * 1_000) / limit.perSecond), signal);
    tokens -= 1;
  };

  return async (signal) => {
    const ahead = line;
    const { promise: served, resolve: leave } = Promise.withResolvers<void>();
    line = ahead.then(() => served);
    try {
      await abortable(ahead, signal);
      await waitForToken(signal);
    } finally {
      leave();
    }
  };
}
