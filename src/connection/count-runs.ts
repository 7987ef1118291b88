import type { JobStream, StreamCount } from '../datasource/job-stream.ts';
import { SourceError } from '../model/source-error.ts';
import { failureOf, isAsked, type SourceRun } from './source-run.ts';

/** How many jobs match over all sources; asks vendors where need be. `null`: nothing is known. */
export async function countRuns(runs: readonly SourceRun[]): Promise<StreamCount | null> {
  const counts = await Promise.all(
    runs.filter(isAsked).flatMap((run) => run.streams.map((stream) => countOrLess(stream, run))),
  );
  const isComplete = runs.filter(isAsked).every((run) => failureOf(run) === null);
  if (counts.length === 0 && !isComplete) return null;
  return {
    atLeast: counts.reduce((sum, count) => sum + count.atLeast, 0),
    isExact: isComplete && counts.every((count) => count.isExact),
  };
}

const countOrLess = (stream: JobStream, run: SourceRun): Promise<StreamCount> =>
  stream.count().catch((error: unknown) => {
    if (!(error instanceof SourceError)) throw error;
    run.failedStreams.set(stream, error);
    return { atLeast: 0, isExact: false };
  });
