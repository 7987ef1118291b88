import { SourceError } from '../../model/source-error.ts';
import { abortError } from '../../scope/abort.ts';
import { NestedFairQueue } from '../../scope/fair-queue.ts';
import { type RequestScope, type SourceScope, turnsOf } from '../../scope/request-scope.ts';
import type { Clock } from '../clock.ts';

/**
 * Counts turns: takes one and gives 0, or gives the milliseconds until there may be one. A promise where several processes
 * count together, so that no two take the same turn; where the count is kept here, there is none, and nobody waits for it.
 */
export type Meter = () => number | Promise<number>;

type Asker = Pick<SourceScope, 'request' | 'isForAll' | 'signal' | 'deadlineAt' | 'ledger'>;

/**
 * `null`: it is the asker's turn. Else a wait for it, which rejects with `UPSTREAM_RATE_LIMITED` as soon as it is known that it
 * would outlast the deadline. `goesOn`: with a list that was begun.
 */
export type RateLimiter = (asker: Asker, goesOn?: boolean) => Promise<void> | null;

/** One who waits for a turn. */
interface Waiter {
  readonly asker: Asker;
  readonly enter: () => void;
  readonly leave: (error: unknown) => void;
}

/**
 * One turn at a time is waited for, and whoever stands first when it comes has it: so who leaves takes nothing along, and the
 * rate holds to the request. Who stands first is as at the bulkhead: callers take turns, and so do the operations of each; of
 * one operation, what goes on with a list that was begun goes first, else a slow pace would begin all lists on each page, and
 * read none of them to an end.
 */
export function createRateLimiter(
  take: Meter,
  clock: Clock,
  beginToWait: (asker: Asker) => () => void = ({ ledger }) => ledger.wait(),
): RateLimiter {
  const queue = new NestedFairQueue<RequestScope, Waiter>();
  const waiters = new Set<Waiter>();
  let isServing = false;
  let sleep = new AbortController();
  /** When those who wait are looked at next; in milliseconds since 1970. */
  let wakesAt = 0;

  /** `first`: how long to wait for the first turn, where that was asked for already. */
  async function serve(first?: number | Promise<number>): Promise<void> {
    isServing = true;
    for (let asked = first; waiters.size > 0; asked = undefined) {
      try {
        const wait = await (asked ?? take());
        if (wait === 0) queue.next()?.enter();
        else await sleepFor(wait);
      } catch (error) {
        queue.next()?.leave(error);
      }
    }
    isServing = false;
  }

  async function sleepFor(wait: number): Promise<void> {
    for (const { asker, leave } of waiters) if (clock.now() + wait >= asker.deadlineAt) leave(tooFast(wait));
    if (waiters.size === 0) return;
    sleep = new AbortController();
    wakesAt = clock.now() + wait;
    await clock.sleep(wait, sleep.signal).catch(() => undefined);
    wakesAt = 0;
  }

  function waitForTurn(asker: Asker, goesOn: boolean): Promise<void> {
    const { request, signal } = asker;
    if (signal.aborted) return Promise.reject(abortError(signal));
    // Who comes in the midst of a sleep has no turn before its end either.
    if (wakesAt >= asker.deadlineAt && wakesAt > clock.now())
      return Promise.reject(tooFast(wakesAt - clock.now()));
    const stopWaiting = beginToWait(asker);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const end = (): void => {
      queue.remove(turnsOf(asker), request, waiter);
      waiters.delete(waiter);
      signal.removeEventListener('abort', abort);
      stopWaiting();
      if (waiters.size === 0) sleep.abort();
    };
    const leave = (error: unknown): void => {
      end();
      reject(error);
    };
    const enter = (): void => {
      end();
      resolve();
    };
    const abort = (): void => leave(abortError(signal));
    const waiter: Waiter = { asker, enter, leave };
    queue.add(turnsOf(asker), request, waiter, goesOn);
    waiters.add(waiter);
    signal.addEventListener('abort', abort, { once: true });
    return promise;
  }

  return (asker, goesOn = false) => {
    const isFree = !isServing && !asker.signal.aborted;
    const wait = isFree ? take() : undefined;
    if (wait === 0) return null;
    const entered = waitForTurn(asker, goesOn);
    if (isFree) serve(wait);
    return entered;
  };
}

const tooFast = (waitMs: number): SourceError =>
  new SourceError({
    code: 'UPSTREAM_RATE_LIMITED',
    message: `The rate limit of this source allows no request before the deadline; ask again in ${waitMs} ms.`,
    retryAfterMs: waitMs,
    // The vendor was not asked.
    origin: 'gateway',
  });
