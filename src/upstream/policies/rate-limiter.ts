import { SourceError } from '../../model/source-error.ts';
import { abortable } from '../../scope/abort.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Clock } from '../clock.ts';

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
    message: `The rate limit towards this source leaves no turn before the deadline; ask again in ${waitMs} ms.`,
    retryAfterMs: waitMs,
    // The vendor was not asked.
    origin: 'gateway',
  });
