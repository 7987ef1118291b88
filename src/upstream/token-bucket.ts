import { SourceError } from '../model/source-error.ts';
import { abortable } from './abortable.ts';
import type { Clock } from './clock.ts';

export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** What a vendor says it allows. */
export interface Allowance {
  readonly requests: number;
  readonly perMs: number;
}

export interface Turn {
  readonly signal: AbortSignal;
  /** When nobody will wait any more, in milliseconds since 1970. */
  readonly deadlineAt?: number;
}

export interface TokenBucket {
  /** Waits for this request's turn; where that comes too late, says so at once with `UPSTREAM_RATE_LIMITED`. */
  readonly take: (turn: Turn) => Promise<void>;
  /** The vendor has refused a request: from now on its pace is kept. `null`: it did not tell which. */
  readonly learn: (allowance: Allowance | null) => void;
}

/** What was learnt is forgotten so long after the last refusal. */
const MEMORY_MS = 600_000;
/** A little less than what is allowed, for clocks and windows that do not agree with ours. */
const MARGIN = 0.9;

interface Pace extends RateLimit {
  readonly until: number;
}

/**
 * A bucket of `burst` tokens, refilled at `perSecond`; `undefined`: no limit but what the vendor teaches. One asker at a
 * time waits for a token and the others wait for that one, so that who leaves takes nothing along and the rate holds to
 * the request.
 */
export function createTokenBucket(limit: RateLimit | undefined, clock: Clock): TokenBucket {
  let learnt: Pace | null = null;
  let tokens = limit?.burst ?? 0;
  let filledAt = clock.now();
  let line: Promise<void> = Promise.resolve();
  let sent: number[] = [];

  const paceNow = (): RateLimit | null => {
    if (learnt !== null && learnt.until < clock.now()) learnt = null;
    if (learnt === null || limit === undefined) return learnt ?? limit ?? null;
    return learnt.perSecond < limit.perSecond ? learnt : limit;
  };

  const refill = ({ perSecond, burst }: RateLimit): void => {
    const now = clock.now();
    tokens = Math.min(burst, tokens + (Math.max(0, now - filledAt) * perSecond) / 1_000);
    filledAt = now;
  };

  async function waitForToken({ signal, deadlineAt }: Turn): Promise<void> {
    for (;;) {
      const pace = paceNow();
      if (pace === null) return;
      refill(pace);
      if (tokens >= 1) break;
      const wait = Math.ceil(((1 - tokens) * 1_000) / pace.perSecond);
      if (deadlineAt !== undefined && clock.now() + wait >= deadlineAt) throw tooFast(wait);
      await clock.sleep(wait, signal);
    }
    tokens -= 1;
  }

  const countSent = (): void => {
    const now = clock.now();
    sent = [...sent.filter((at) => at > now - 1_000), now];
  };

  return {
    take: async (turn) => {
      const ahead = line;
      const { promise: served, resolve: leave } = Promise.withResolvers<void>();
      line = ahead.then(() => served);
      try {
        await abortable(ahead, turn.signal);
        await waitForToken(turn);
        countSent();
      } finally {
        leave();
      }
    },
    learn: (allowance) => {
      const now = clock.now();
      const { requests, perMs } = allowance ?? { requests: Math.max(1, sent.length / 2), perMs: 1_000 };
      const perSecond = (MARGIN * requests * 1_000) / perMs;
      const isKnown = learnt !== null && learnt.perSecond <= perSecond;
      if (!isKnown) {
        tokens = 1 - (perSecond * Math.min(perMs, 1_000)) / 1_000;
        filledAt = now;
      }
      learnt = {
        perSecond: isKnown ? (learnt?.perSecond ?? perSecond) : perSecond,
        burst: 1,
        until: now + MEMORY_MS,
      };
    },
  };
}

/** A turn of both. What the vendor teaches is the first one's, which may be one of several in front of the second. */
export const inTurn = (own: TokenBucket, shared: TokenBucket): TokenBucket => ({
  take: async (turn) => {
    await own.take(turn);
    await shared.take(turn);
  },
  learn: own.learn,
});

const tooFast = (waitMs: number): SourceError =>
  new SourceError({
    code: 'UPSTREAM_RATE_LIMITED',
    message: `The rate limit towards this source leaves no turn before the deadline; ask again in ${waitMs} ms.`,
    retryAfterMs: waitMs,
  });
