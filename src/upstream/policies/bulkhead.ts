import { SourceError } from '../../model/source-error.ts';
import { abortError } from '../../scope/abort.ts';
import { NestedFairQueue } from '../../scope/fair-queue.ts';
import { type RequestScope, type SourceScope, turnsOf } from '../../scope/request-scope.ts';
import { type Call, gatePolicy, type Passage, type Policy } from '../policy.ts';

/** Reads that are on their way through the network, and reads that wait for their turn. */
export interface Occupancy {
  running: number;
  waiting: number;
}

export interface BulkheadOptions {
  readonly sourceId: string;
  readonly concurrency: number;
  readonly queue: number;
  /** Where it tells how full it is; it counts there. */
  readonly occupancy?: Occupancy;
}

/** The cause of a `SourceError` that a full queue answers with: asking again at once would only make the crowd larger. */
export const QUEUE_FULL = Symbol('queue full');

/**
 * Keeps one source from taking all, by a limit on the requests that run and on the GraphQL operations of each principal that
 * wait. Principals take turns, so that a flood of one does not hold up another; and so do the operations of each, so that one
 * with thousands of reads does not hold up one with a single read. Of one operation, what goes on with a list that was begun
 * goes first: where time is short, some lists are read, and not all of them begun. An operation that waits already is not
 * refused more reads: it has its deadline. A full queue answers `UPSTREAM_UNAVAILABLE` and not `UPSTREAM_REJECTED`:
 * the vendor has rejected nothing, and it is worth trying again later. A caller who leaves also leaves the queue at once;
 * cockatiel's bulkhead would keep the place.
 */
export function bulkhead({
  sourceId,
  concurrency,
  queue,
  occupancy = { running: 0, waiting: 0 },
}: BulkheadOptions): Policy {
  const waiting = new NestedFairQueue<RequestScope, () => void>();

  const turn = (scope: SourceScope, isAhead: boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const { request, signal } = scope;
      const owner = turnsOf(scope);
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        waiting.remove(owner, request, enter);
        reject(abortError(signal));
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.add(owner, request, enter, isAhead);
    });

  const wait = async ({ scope, request: { goesOn = false } }: Call): Promise<void> => {
    const { request } = scope;
    const owner = turnsOf(scope);
    if (waiting.sizeOf(owner) >= queue && !waiting.has(owner, request)) throw queueFull(sourceId, queue);
    const stopWaiting = scope.ledger.queue();
    occupancy.waiting += 1;
    try {
      await turn(scope, goesOn);
    } finally {
      occupancy.waiting -= 1;
      stopWaiting();
    }
  };

  // A place goes directly to the first in the queue, so that nobody who has just come can take it.
  const handOver = () => {
    const enter = waiting.next();
    if (enter === undefined) occupancy.running -= 1;
    else enter();
  };

  const place: Passage = {
    passed: handOver,
    failed: (_, error) => {
      handOver();
      return error;
    },
  };

  return gatePolicy((call) => {
    const { signal } = call.scope;
    if (signal.aborted) throw abortError(signal);
    if (occupancy.running >= concurrency) return wait(call).then(() => place);
    occupancy.running += 1;
    return place;
  });
}

const queueFull = (sourceId: string, queue: number): SourceError =>
  new SourceError({
    code: 'UPSTREAM_UNAVAILABLE',
    message: `Source "${sourceId}" has ${queue} operations waiting already; try again later, or raise its concurrency.`,
    origin: 'gateway',
    cause: QUEUE_FULL,
  });
