import { isLate } from '../../scope/is-late.ts';
import type { Clock } from '../clock.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { Pacing } from './signed-exchange.ts';

/** One attempt at a vendor, and whose time it used up. */
export interface Attempt {
  /** The turnstiles, watched: until its turn has come, an attempt waits for us and not for the vendor. */
  readonly pacing: Pacing;
  /**
   * The asker has left in a way that says nothing of the vendor: hung up, or run out of time in our own lines. A deadline
   * that passes while the vendor does not answer says as much as a time-out.
   */
  readonly hasLeft: () => boolean;
}

/** Begins before the queue: where the wait for us was the longer one, the vendor did not have its time. */
export function createAttempt(
  signal: AbortSignal,
  { own, shared }: Pacing,
  { now }: Pick<Clock, 'now'>,
): Attempt {
  const begunAt = now();
  let sentAt: number | null = null;
  const watched =
    (limiter: RateLimiter): RateLimiter =>
    async (turn) => {
      sentAt = null;
      await limiter(turn);
      sentAt = now();
    };
  const vendorHadItsTime = () => sentAt !== null && now() - sentAt >= sentAt - begunAt;
  return {
    pacing: { own: { ...own, take: watched(own.take) }, shared: watched(shared) },
    hasLeft: () => signal.aborted && !(isLate(signal.reason) && vendorHadItsTime()),
  };
}
