import type { Clock } from '../clock.ts';
import type { Policy } from './policy.ts';
import { createRateLimiter, type Meter } from './rate-limiter.ts';

/** Keeps all of a source's requests together to the rate that is configured; `null`: there is none. */
export const rateLimit =
  (meter: Meter | null, clock: Clock): Policy =>
  (next) => {
    if (meter === null) return next;
    const limiter = createRateLimiter(meter, clock);
    return (call) => {
      const turn = limiter(call.scope);
      return turn === null ? next(call) : turn.then(() => next(call));
    };
  };
