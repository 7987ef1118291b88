import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Clock } from '../clock.ts';
import { QUEUE_FULL } from './bulkhead.ts';
import type { RetryBudget } from './retry-budget.ts';

const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 2_000;

export interface RetryPolicy {
  /** Attempts after the first. */
  readonly retries: number;
  readonly maxRetryWaitMs: number;
  readonly budget: RetryBudget;
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
}

/**
 * Asks again after what may pass: exponential backoff with full jitter, or as long as the vendor asked for. Where that is
 * longer than the deadline leaves, nobody is kept waiting: the error goes out at once, `retryAfterMs` told.
 * Not cockatiel's, whose waits neither end when the caller leaves nor can be refused by a budget.
 */
export async function retry<T>(
  policy: RetryPolicy,
  scope: SourceScope,
  attempt: () => Promise<T>,
): Promise<T> {
  policy.budget.countRequest();
  let before: unknown = null;
  for (let retried = 0; ; retried += 1) {
    try {
      return await attempt();
    } catch (error) {
      // That our own breaker opened between two attempts tells less than what made it open.
      if (before !== null && isCircuitOpen(error)) throw before;
      const wait = waitAfter(error, retried, policy, scope);
      if (wait === null || !policy.budget.takeRetry(isRefused(error))) throw error;
      before = error;
      await policy.clock.sleep(wait, scope.signal);
    }
  }
}

/** Milliseconds; `null`: no retry. */
function waitAfter(error: unknown, retried: number, policy: RetryPolicy, scope: SourceScope): number | null {
  if (retried >= policy.retries || scope.signal.aborted || !mayPass(error)) return null;
  const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** retried, LONGEST_BACKOFF_MS) * policy.random();
  // Jitter on top, lest all who were told the same come back in the same instant.
  const wait = (error.retryAfterMs ?? 0) + backoff;
  const left = scope.deadlineAt - policy.clock.now();
  if ((error.retryAfterMs ?? 0) > policy.maxRetryWaitMs || wait >= left) return null;
  return wait;
}

const mayPass = (error: unknown): error is SourceError =>
  error instanceof SourceError && error.retryable && error.cause !== QUEUE_FULL && !isCircuitOpen(error);

const isRefused = (error: unknown): boolean =>
  error instanceof SourceError && error.code === 'UPSTREAM_RATE_LIMITED';

const isCircuitOpen = (error: unknown): boolean =>
  error instanceof SourceError && error.code === 'UPSTREAM_CIRCUIT_OPEN';
