import type { Instant } from '../../model/job.ts';
import type { TimeSpan } from '../contract/backend-definition.ts';
import type { Hint } from '../feed/hint.ts';
import type { Bound } from '../feed/row-feed.ts';
import { END, type Rank, START } from '../paging/row-order.ts';
import type { Reading } from './create-reading.ts';
import type { StreamRequest } from './open-request.ts';

export interface RankBounds {
  /** Of the first row that is wanted, as start and filter tell, */
  readonly wanted: Rank;
  /** and as a cursor tells as well, by the order of the rows that were read for it. */
  readonly first: Rank;
  readonly last: Rank;
}

/** The part of the order that start, stop, the filter's times and what a cursor knows leave. */
export function rankBounds(
  { filter, direction }: StreamRequest,
  reading: Reading,
  start: Bound | null,
  stop: Bound | null,
  { watermark }: Hint,
): RankBounds {
  const { createdAfter, createdBefore } = filter;
  const [near, far] = direction === 'down' ? [createdBefore, createdAfter] : [createdAfter, createdBefore];
  const wanted = Math.max(
    start ? reading.rank(start.key.time) : START,
    near === undefined ? START : reading.rank(near),
  );
  return {
    wanted,
    first: typeof watermark === 'object' ? Math.max(wanted, reading.rank(watermark.time)) : wanted,
    last: Math.min(stop ? reading.rank(stop.key.time) : END, far === undefined ? END : reading.rank(far)),
  };
}

/** Whether the filter's near bound in time is left to the engine: the vendor's list begins before it. */
export function isNearBoundOurs({ filter, plan, direction }: StreamRequest): boolean {
  const near = direction === 'down' ? 'createdBefore' : 'createdAfter';
  return filter[near] !== undefined && !plan.pushedDown.includes(near);
}

/**
 * Up to which rank nothing that is wanted stands in a list, as is known without reading it. `START`: nothing is known; `END`:
 * nothing in it is wanted.
 *
 * @param times between which instants the jobs of the list were created; `null`: nobody knows
 */
export function outsetOf(
  times: readonly TimeSpan[] | null,
  rank: (time: Instant) => Rank,
  { first, last }: Pick<RankBounds, 'first' | 'last'>,
): Rank {
  if (times === null) return START;
  const ranges = times.map(({ from, to }) => [rank(from), rank(to)].sort((a, b) => a - b));
  const wanted = ranges.filter(([near = START, far = END]) => far >= first && near <= last);
  return Math.min(END, ...wanted.map(([near = START]) => Math.max(near, first)));
}
