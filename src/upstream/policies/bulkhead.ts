import { SourceError } from '../../model/source-error.ts';
import { abortError } from '../../scope/abort.ts';
import type { RequestScope, SourceScope } from '../../scope/request-scope.ts';
import { FairQueue } from './fair-queue.ts';
import type { Policy } from './policy.ts';

export interface BulkheadOptions {
  readonly sourceId: string;
  readonly concurrency: number;
  readonly queue: number;
}

/** The cause of a `SourceError` that a full queue answers with: asking again at once would only make the crowd larger. */
export const QUEUE_FULL = Symbol('queue full');

/**
 * Keeps one source from taking all, by a limit on what runs and on the GraphQL operations that wait. Operations take turns,
 * so that one with thousands of reads does not starve one with a single read; the reads of one that waits already are never
 * refused: they have their deadline. A full queue answers `UPSTREAM_UNAVAILABLE` and not `UPSTREAM_REJECTED`: the vendor has
 * rejected nothing, and it is worth trying again later. Who leaves while waiting leaves the queue at once, which is why this is
 * not cockatiel's bulkhead: that one keeps the dead in line.
 */
export function bulkhead({ sourceId, concurrency, queue }: BulkheadOptions): Policy {
  const waiting = new FairQueue<RequestScope, () => void>();
  let running = 0;

  const turn = ({ request, signal }: SourceScope): Promise<void> =>
    new Promise((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        waiting.remove(request, enter);
        reject(abortError(signal));
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.add(request, enter);
    });

  const wait = async (scope: SourceScope): Promise<void> => {
    if (waiting.size >= queue && !waiting.has(scope.request)) throw queueFull(sourceId, queue);
    const stopWaiting = scope.ledger.wait();
    try {
      await turn(scope);
    } finally {
      stopWaiting();
    }
  };

  // A place goes straight from hand to hand, so that nobody who has just come can take it from the first in line.
  const handOver = () => {
    const enter = waiting.next();
    if (enter === undefined) running -= 1;
    else enter();
  };

  return (next) => async (call) => {
    const { scope } = call;
    if (scope.signal.aborted) throw abortError(scope.signal);
    if (running < concurrency) running += 1;
    else await wait(scope);
    try {
      return await next(call);
    } finally {
      handOver();
    }
  };
}

const queueFull = (sourceId: string, queue: number): SourceError =>
  new SourceError({
    code: 'UPSTREAM_UNAVAILABLE',
    message: `Source "${sourceId}" has ${queue} operations waiting already; try again later, or raise its concurrency.`,
    origin: 'gateway',
    cause: QUEUE_FULL,
  });
