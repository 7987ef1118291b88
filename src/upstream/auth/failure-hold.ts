import { SourceError } from '../../model/source-error.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** Remembers a refused sign-in: for 1 s at first, twice as long each time it is refused again, 60 s at most. */
export interface FailureHold {
  throwIfHeld(now: number): void;
  /** Failures that may pass by themselves are not held: retry and breaker deal with those. */
  remember(error: unknown, now: number): void;
  clear(): void;
}

export function createFailureHold(): FailureHold {
  let refused: { error: SourceError; until: number; ms: number } | null = null;
  return {
    throwIfHeld: (now) => {
      if (refused !== null && now < refused.until) throw refused.error;
    },
    remember: (error, now) => {
      if (!(error instanceof SourceError) || error.retryable) return;
      const ms = refused === null ? FIRST_MS : Math.min(refused.ms * 2, LONGEST_MS);
      refused = { error, until: now + ms, ms };
    },
    clear: () => {
      refused = null;
    },
  };
}
