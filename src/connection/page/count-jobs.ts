import type { StreamCount } from '../../datasource/stream/job-stream.ts';
import { SourceError } from '../../model/source-error.ts';
import type { Lane } from '../merge/lane.ts';
import type { Merge } from '../merge/merge.ts';
import { failureOf, isAsked, type SourceFetch } from './source-fetch.ts';

/** Of more lists a walk asks for their counts once: each of its pages would ask for each of them. */
const MOST_ASKED_AGAIN = 100;

/**
 * How many jobs match over all sources, wherever in the list the page lies; asks vendors where need be. A bound never
 * falls during a walk: the cursor carries what was known. `null`: nothing is known.
 */
export async function countJobs(fetches: readonly SourceFetch[], merge: Merge): Promise<StreamCount | null> {
  const asked = fetches.filter(isAsked);
  if (merge.options.from.atLeast > 0 && merge.lanes.length > MOST_ASKED_AGAIN) return boundOf(merge, 0);
  const counts = await Promise.all(
    asked.flatMap((fetch) => fetch.lanes.map((lane) => countOrLess(lane, fetch))),
  );
  const isComplete = asked.every((fetch) => fetch.isComplete && failureOf(fetch) === null);
  if (counts.length === 0 && !isComplete) return null;
  const sum = counts.reduce((total, count) => total + count.atLeast, 0);
  if (isComplete && counts.every((count) => count.isExact)) return { atLeast: sum, isExact: true };
  return boundOf(merge, sum);
}

function boundOf({ lanes, options: { from } }: Merge, sum: number): StreamCount {
  return { atLeast: Math.max(sum, from.atLeast, from.given + lanes.reduce(atHandToo, 0)), isExact: false };
}

/** With the rows that a lane has given or has at hand. */
const atHandToo = (sum: number, { stream, taken }: Lane): number =>
  sum + Math.max(taken.length, stream.rows.length);

const countOrLess = ({ stream }: Lane, fetch: SourceFetch): Promise<StreamCount> =>
  stream.count().catch((error: unknown) => {
    if (!(error instanceof SourceError)) throw error;
    fetch.countFailure = error;
    return { atLeast: 0, isExact: false };
  });
