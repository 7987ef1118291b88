import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import { beginAttempt, type Call } from '../call.ts';
import type { Clock } from '../clock.ts';
import { QUEUE_FULL } from './bulkhead.ts';
import type { Policy } from './policy.ts';
import type { RetryBudget } from './retry-budget.ts';

const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 2_000;

export interface RetryOptions {
  /** Attempts after the first. */
  readonly retries: number;
  readonly maxRetryWaitMs: number;
  readonly budget: RetryBudget;
  /** Milliseconds until the breaker lets anybody through; 0: now. */
  readonly wait: (partition: string) => number;
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
}

/**
 * Asks again after what may pass: exponential backoff with full jitter, or as long as the vendor asked for. Where that is
 * longer than the deadline leaves, nobody is kept waiting: the error goes out at once, `retryAfterMs` told.
 * Not cockatiel's, whose waits do not end when the caller leaves.
 */
export const retry =
  (options: RetryOptions): Policy =>
  (next) =>
  async (call) => {
    options.budget.countRequest();
    let before: unknown = null;
    for (let retried = 0; ; retried += 1) {
      try {
        beginAttempt(call, options.clock.now());
        return await next(call);
      } catch (error) {
        // That our own breaker opened between two attempts tells less than what made it open.
        if (before !== null && isCircuitOpen(error)) throw before;
        const ms = waitAfter(error, retried, options, call);
        if (ms === null || !options.budget.takeRetry(isRefused(error))) throw error;
        before = error;
        await sleep(ms, options.clock, call.scope);
      }
    }
  };

/** Milliseconds; `null`: no retry. */
function waitAfter(error: unknown, retried: number, options: RetryOptions, call: Call): number | null {
  const { scope, partition } = call;
  if (retried >= options.retries || scope.signal.aborted || !mayPass(error)) return null;
  // It would be turned away: the error tells for how long.
  if (options.wait(partition) > 0) return null;
  const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** retried, LONGEST_BACKOFF_MS) * options.random();
  // Jitter on top, lest all who were told the same come back in the same instant.
  const wait = (error.retryAfterMs ?? 0) + backoff;
  const left = scope.deadlineAt - options.clock.now();
  if ((error.retryAfterMs ?? 0) > options.maxRetryWaitMs || wait >= left) return null;
  return wait;
}

async function sleep(ms: number, clock: Clock, { ledger, signal }: SourceScope): Promise<void> {
  const stopWaiting = ledger.wait();
  try {
    await clock.sleep(ms, signal);
  } finally {
    stopWaiting();
  }
}

const mayPass = (error: unknown): error is SourceError =>
  error instanceof SourceError && error.retryable && error.cause !== QUEUE_FULL && !isCircuitOpen(error);

const isRefused = (error: unknown): boolean =>
  error instanceof SourceError && error.code === 'UPSTREAM_RATE_LIMITED';

const isCircuitOpen = (error: unknown): boolean =>
  error instanceof SourceError && error.code === 'UPSTREAM_CIRCUIT_OPEN';
