import type { SourceError } from '../../model/source-error.ts';
import type { JobStream } from './job-stream.ts';

/** A list that could not even be opened. */
export function brokenStream(sourceId: string, id: string, error: SourceError): JobStream {
  return {
    sourceId,
    id,
    peek: () => Promise.reject(error),
    take: () => undefined,
    readAhead: async () => undefined,
    hintAt: () => null,
    count: () => Promise.reject(error),
    notes: [],
  };
}
