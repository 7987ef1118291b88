import { SourceError } from '../../model/source-error.ts';

/** The failure of one source as that of another one, which met the same. */
export const retold = (error: SourceError, from: string, to: string): SourceError =>
  from === to ? error : error.reworded(error.message.replaceAll(`Source "${from}"`, `Source "${to}"`));

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
/** After a lost answer the vendor may soon be well again. */
const LONGEST_AFTER_TIMEOUT_MS = 5_000;
/** The longest time that a vendor can ask for, so that one answer does not stop a source for a day. */
const LONGEST_TOLD_MS = 600_000;

interface Failure {
  readonly error: SourceError;
  readonly sourceId: string;
  readonly until: number;
  readonly ms: number;
}

/**
 * Remembers a sign-in that failed: for as long as the vendor asks, else for 1 s at first and twice as long each time it
 * fails again, up to 60 s.
 */
export interface FailureHold {
  throwIfHeld(now: number, sourceId: string): void;
  /**
   * Refusals and 429s are held, so that the vendor does not lock the account; time-outs, ours and the vendor's, for 5 s at
   * most, because a login whose answer is lost may have made a session. Other failures that may pass are left to retry and
   * breaker.
   */
  remember(error: unknown, now: number, sourceId: string): void;
  clear(): void;
}

export function createFailureHold(): FailureHold {
  let failure: Failure | null = null;
  return {
    throwIfHeld: (now, sourceId) => {
      if (failure !== null && now < failure.until) throw held(failure, now, sourceId);
    },
    remember: (error, now, sourceId) => {
      const longest = error instanceof SourceError ? longestFor(error) : 0;
      if (!(error instanceof SourceError) || longest === 0) return;
      const ms = Math.min(failure === null ? FIRST_MS : failure.ms * 2, longest);
      failure = { error, sourceId, until: now + Math.min(error.retryAfterMs ?? ms, LONGEST_TOLD_MS), ms };
    },
    clear: () => {
      failure = null;
    },
  };
}

function longestFor({ code, retryable }: SourceError): number {
  if (code === 'UPSTREAM_TIMEOUT' || code === 'GATEWAY_OVERLOADED') return LONGEST_AFTER_TIMEOUT_MS;
  return retryable && code !== 'UPSTREAM_RATE_LIMITED' ? 0 : LONGEST_MS;
}

/** It tells when to try again. Its origin is the gateway, so that breaker and health know that nobody was asked. */
function held({ error, sourceId, until }: Failure, now: number, asker: string): SourceError {
  const own = retold(error, sourceId, asker);
  if (!own.retryable) return own;
  const { code, message } = own;
  return new SourceError({ code, message, origin: 'gateway', retryAfterMs: until - now, cause: error });
}
