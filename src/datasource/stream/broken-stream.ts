import type { SourceError } from '../../model/source-error.ts';
import type { Hint } from './hint.ts';
import type { JobStream } from './job-stream.ts';

/** A list that could not even be opened. */
export function brokenStream(sourceId: string, id: string, hint: Hint, error: SourceError): JobStream {
  return {
    sourceId,
    id,
    headAfter: () => null,
    advance: () => Promise.reject(error),
    readAhead: async () => undefined,
    mayScanOn: () => true,
    hintAfter: () => hint,
    count: () => Promise.reject(error),
    notes: [],
  };
}
