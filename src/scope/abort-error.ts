import { SourceError } from '../model/source-error.ts';

/** Why an aborted signal was aborted, as a `SourceError`: its reason where that is one, else `DEADLINE_EXCEEDED`. */
export function abortError(signal: AbortSignal): SourceError {
  if (signal.reason instanceof SourceError) return signal.reason;
  return new SourceError({
    code: 'DEADLINE_EXCEEDED',
    message: 'Nobody waits for this answer any more: its deadline has passed or its client has gone.',
    cause: signal.reason,
  });
}
