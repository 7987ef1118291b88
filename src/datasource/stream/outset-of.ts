import type { Instant } from '../../model/job.ts';
import { END, type Rank, START } from '../paging/ranks.ts';

/**
 * Up to which rank nothing that is wanted stands in a list, as is known without reading it. `START`: nothing is known; `END`:
 * nothing in it is wanted.
 *
 * @param times when the jobs of the list were created; `null`: nobody knows
 */
export function outsetOf(
  times: readonly Instant[] | null,
  rank: (time: Instant) => Rank,
  { first, last }: { readonly first: Rank; readonly last: Rank },
): Rank {
  if (times === null) return START;
  const wanted = times.map(rank).filter((one) => one >= first && one <= last);
  return Math.min(END, ...wanted);
}
