import type { Clock } from '../clock.ts';
import { createPartitionStore, type PartitionStore } from '../partition-store.ts';
import { Pace } from './pace.ts';
import type { Policy } from './policy.ts';
import { createRateLimiter, type RateLimiter } from './rate-limiter.ts';

interface Line {
  readonly pace: Pace;
  readonly limiter: RateLimiter;
}

/**
 * Keeps the requests of each credential to the pace that its vendor tells in refusals. Before the rate limit of all together:
 * who waits here must not stand in front of the others.
 */
export function vendorPace(clock: Clock, lines: PartitionStore<Line> = createPartitionStore()): Policy {
  const lineOf = (partition: string): Line => {
    const known = lines.get(partition);
    if (known !== undefined) return known;
    const pace = new Pace(clock);
    const line = { pace, limiter: createRateLimiter(pace.take, clock) };
    lines.set(partition, line);
    return line;
  };

  return (next) => async (call) => {
    const { pace, limiter } = lineOf(call.partition);
    const turn = limiter(call.scope);
    if (turn !== null) await turn;
    try {
      const answer = await next(call);
      pace.accepted();
      return answer;
    } catch (error) {
      if (call.fault?.code === 'UPSTREAM_RATE_LIMITED') pace.learn(call.fault.allowance ?? null);
      throw error;
    }
  };
}
