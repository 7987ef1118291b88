import type { Clock } from '../clock.ts';
import { DONE, gatePolicy, OPEN, type Policy } from '../policy.ts';
import { createRateLimiter, type Meter } from './rate-limiter.ts';

/** Keeps all of a source's requests together to the rate that is configured; `null`: there is none. */
export function rateLimit(meter: Meter | null, clock: Clock): Policy {
  if (meter === null) return OPEN;
  const limiter = createRateLimiter(meter, clock, ({ ledger }) => ledger.queue());
  return gatePolicy(({ scope, request }) => limiter(scope, request.goesOn)?.then(() => DONE) ?? DONE);
}
