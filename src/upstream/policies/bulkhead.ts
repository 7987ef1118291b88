import { SourceError } from '../../model/source-error.ts';
import { abortError } from '../../scope/abort.ts';
import type { RequestScope, SourceScope } from '../../scope/request-scope.ts';
import type { Policy } from './policy.ts';

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
 * Keeps one source from taking all, by a limit on the requests that run and on the GraphQL operations that wait. Operations
 * take turns, so that one with thousands of reads does not hold up one with a single read; an operation that waits already
 * is not refused more reads: it has its deadline. A full queue answers `UPSTREAM_UNAVAILABLE` and not `UPSTREAM_REJECTED`:
 * the vendor has rejected nothing, and it is worth trying again later. A caller who leaves also leaves the queue at once;
 * cockatiel's bulkhead would keep the place.
 */
export function bulkhead({
  sourceId,
  concurrency,
  queue,
  occupancy = { running: 0, waiting: 0 },
}: BulkheadOptions): Policy {
  const waiting = new FairQueue<RequestScope, () => void>();

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
    occupancy.waiting += 1;
    try {
      await turn(scope);
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

  return (next) => async (call) => {
    const { scope } = call;
    if (scope.signal.aborted) throw abortError(scope.signal);
    if (occupancy.running < concurrency) occupancy.running += 1;
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

/** Who waits for a turn: the groups in turns, and the members of a group in the order in which they came. */
export class FairQueue<Group, Member> {
  // The group whose turn is next stands first.
  readonly #groups = new Map<Group, Set<Member>>();

  /** Of groups: a large one counts as much as a small one. */
  get size(): number {
    return this.#groups.size;
  }

  has(group: Group): boolean {
    return this.#groups.has(group);
  }

  add(group: Group, member: Member): void {
    const members = this.#groups.get(group);
    if (members === undefined) this.#groups.set(group, new Set([member]));
    else members.add(member);
  }

  /** Takes the next one out; its group goes to the end. */
  next(): Member | undefined {
    for (const [group, members] of this.#groups) {
      this.#groups.delete(group);
      const [member] = members;
      if (member !== undefined) members.delete(member);
      if (members.size > 0) this.#groups.set(group, members);
      return member;
    }
    return undefined;
  }

  /** Takes one out that does not wait any more. */
  remove(group: Group, member: Member): void {
    const members = this.#groups.get(group);
    members?.delete(member);
    if (members?.size === 0) this.#groups.delete(group);
  }
}
