import { SourceError } from '../../model/source-error.ts';
import { abortError } from '../../scope/abort-error.ts';

export interface BulkheadLimits {
  readonly sourceId: string;
  readonly concurrency: number;
  readonly queue: number;
}

/** Runs `work` as soon as one of the places is free; first come, first served. */
export type Bulkhead = <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

/** The cause of a `SourceError` that a full queue answers with: asking again at once would only make the crowd larger. */
export const QUEUE_FULL = Symbol('queue full');

/**
 * Keeps one source from taking all, by a limit on what runs and on what waits. A full queue answers `UPSTREAM_UNAVAILABLE`
 * and not `UPSTREAM_REJECTED`: the vendor has rejected nothing, and it is worth trying again later. Who leaves while
 * waiting leaves the queue at once, which is why this is not cockatiel's bulkhead: that one keeps the dead in line.
 */
export function createBulkhead({ sourceId, concurrency, queue }: BulkheadLimits): Bulkhead {
  const waiting = new Set<() => void>();
  let running = 0;

  const turn = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        waiting.delete(enter);
        reject(abortError(signal));
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.add(enter);
    });

  // A place goes straight from hand to hand, so that nobody who has just come can take it from the first in line.
  const handOver = () => {
    const [next] = waiting;
    if (next === undefined) running -= 1;
    else {
      waiting.delete(next);
      next();
    }
  };

  return async (signal, work) => {
    if (signal.aborted) throw abortError(signal);
    if (running < concurrency) running += 1;
    else if (waiting.size < queue) await turn(signal);
    else throw queueFull(sourceId, queue);
    try {
      return await work();
    } finally {
      handOver();
    }
  };
}

const queueFull = (sourceId: string, queue: number): SourceError =>
  new SourceError({
    code: 'UPSTREAM_UNAVAILABLE',
    message: `Source "${sourceId}" has ${queue} requests waiting already; try again later, or raise its concurrency.`,
    cause: QUEUE_FULL,
  });
