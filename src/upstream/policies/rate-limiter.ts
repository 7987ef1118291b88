import { SourceError } from '../../model/source-error.ts';
import { abortable } from '../../scope/abortable.ts';
import type { Clock } from '../clock.ts';

export interface Turn {
  readonly signal: AbortSignal;
  /** When nobody will wait any more, in milliseconds since 1970. */
  readonly deadlineAt?: number;
}

export interface Meter {
  /** Milliseconds until the next turn; 0: it is now. */
  wait(): number;
  /** A turn has been taken. */
  spend(): void;
}

/** Waits for this request's turn; where that comes too late, says so at once with `UPSTREAM_RATE_LIMITED`. */
export type RateLimiter = (turn: Turn) => Promise<void>;

/**
 * One asker at a time waits for a turn and the others wait for that one, so that who leaves takes nothing along and the
 * rate holds to the request.
 */
export function createRateLimiter(meter: Meter, clock: Clock): RateLimiter {
  let line: Promise<void> = Promise.resolve();

  async function waitAtTheHead({ signal, deadlineAt }: Turn): Promise<void> {
    for (let wait = meter.wait(); wait > 0; wait = meter.wait()) {
      if (deadlineAt !== undefined && clock.now() + wait >= deadlineAt) throw tooFast(wait);
      await clock.sleep(wait, signal);
    }
    meter.spend();
  }

  return async (turn) => {
    const ahead = line;
    const { promise: served, resolve: leave } = Promise.withResolvers<void>();
    line = ahead.then(() => served);
    try {
      await abortable(ahead, turn.signal);
      await waitAtTheHead(turn);
    } finally {
      leave();
    }
  };
}

const tooFast = (waitMs: number): SourceError =>
  new SourceError({
    code: 'UPSTREAM_RATE_LIMITED',
    message: `The rate limit towards this source leaves no turn before the deadline; ask again in ${waitMs} ms.`,
    retryAfterMs: waitMs,
  });
