import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Clock } from '../clock.ts';
import { beginAttempt, type Call, type Policy } from '../policy.ts';
import { QUEUE_FULL } from './bulkhead.ts';
import { OPENED_MEANWHILE } from './circuits.ts';

const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 2_000;

export interface RetryOptions {
  /** Attempts after the first. */
  readonly retries: number;
  readonly maxRetryWaitMs: number;
  readonly budget: RetryBudget;
  /** Milliseconds until the breaker lets anybody through; 0: now. */
  readonly wait: (call: Call) => number;
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
}

/**
 * Asks again after a failure that may pass: exponential backoff with full jitter, or as long as the vendor asked for. If
 * that is longer than the time left, the error goes out at once, with `retryAfterMs`. Not cockatiel's, whose waits do not
 * end when the caller leaves.
 */
export const retry =
  (options: RetryOptions): Policy =>
  (next) =>
  async (call) => {
    options.budget.countRequest();
    let before: unknown = null;
    for (let retried = 0; ; retried += 1) {
      try {
        beginAttempt(call, options.clock.now(), retried + 1);
        return await next(call);
      } catch (error) {
        if (isOpenedMeanwhile(error)) {
          retried -= 1;
          continue;
        }
        // What made our breaker open between two attempts tells more than that it is open.
        if (before !== null && isCircuitOpen(error)) throw before;
        const ms = waitAfter(error, retried, options, call);
        if (ms === null || !call.scope.budget.spendAgain() || !options.budget.takeRetry(isRefused(error)))
          throw error;
        before = error;
        await sleep(ms, options.clock, call.scope);
      }
    }
  };

/** Milliseconds; `null`: no retry. */
function waitAfter(error: unknown, retried: number, options: RetryOptions, call: Call): number | null {
  const { scope } = call;
  if (retried >= options.retries || scope.signal.aborted || !mayPass(error)) return null;
  // The breaker would refuse it; the error tells for how long.
  if (options.wait(call) > 0) return null;
  const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** retried, LONGEST_BACKOFF_MS) * options.random();
  // Jitter on top: otherwise all who were told the same time would come back in the same instant.
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

/** It was not sent: whoever waited for a turn knew less than is known now. */
const isOpenedMeanwhile = (error: unknown): boolean =>
  error instanceof SourceError && error.cause === OPENED_MEANWHILE;

const WINDOW_MS = 10_000;
const SLOT_MS = 1_000;
/** Retries per request in a window; more would double the load of a vendor just when it fails. */
const SHARE = 0.2;
/** Retries that are always allowed: by the share alone, a single request would never be sent again. */
const FLOOR = 3;
/**
 * The same after a 429: requests that are on their way when the vendor begins to refuse are all refused together, and asked
 * again at the vendor's own pace.
 */
const FLOOR_REFUSED = 10;

interface Slot {
  readonly startedAt: number;
  requests: number;
  retries: number;
}

export interface RetryBudget {
  countRequest(): void;
  /** Whether one more retry is within the budget; if so, it is spent. */
  takeRetry(wasRefused: boolean): boolean;
}

/** Retries of one source: at most 20 % of its requests of the last 10 s, but always 3, and 10 after a 429. */
export function createRetryBudget(now: () => number): RetryBudget {
  let slots: Slot[] = [];

  const current = (): Slot => {
    const time = now();
    const last = slots.at(-1);
    if (last !== undefined && time - last.startedAt < SLOT_MS) return last;
    const slot = { startedAt: time, requests: 0, retries: 0 };
    slots = [...slots.filter(({ startedAt }) => time - startedAt < WINDOW_MS), slot];
    return slot;
  };
  const sum = (field: 'requests' | 'retries') => slots.reduce((total, slot) => total + slot[field], 0);

  return {
    countRequest: () => {
      current().requests += 1;
    },
    takeRetry: (wasRefused) => {
      const slot = current();
      const floor = wasRefused ? FLOOR_REFUSED : FLOOR;
      if (sum('retries') + 1 > Math.max(floor, SHARE * sum('requests'))) return false;
      slot.retries += 1;
      return true;
    },
  };
}
