import type { JobStream, StreamCount } from '../../datasource/stream/job-stream.ts';
import { SourceError } from '../../model/source-error.ts';
import { failureOf, isAsked, type SourceFetch } from './source-fetch.ts';

/** How many jobs match over all sources; asks vendors where need be. `null`: nothing is known. */
export async function countJobs(fetches: readonly SourceFetch[]): Promise<StreamCount | null> {
  const counts = await Promise.all(
    fetches.filter(isAsked).flatMap((fetch) => fetch.streams.map((stream) => countOrLess(stream, fetch))),
  );
  const isComplete = fetches.filter(isAsked).every((fetch) => failureOf(fetch) === null);
  if (counts.length === 0 && !isComplete) return null;
  return {
    atLeast: counts.reduce((sum, count) => sum + count.atLeast, 0),
    isExact: isComplete && counts.every((count) => count.isExact),
  };
}

const countOrLess = (stream: JobStream, fetch: SourceFetch): Promise<StreamCount> =>
  stream.count().catch((error: unknown) => {
    if (!(error instanceof SourceError)) throw error;
    fetch.failedStreams.set(stream, error);
    return { atLeast: 0, isExact: false };
  });
