import { SourceError } from '../../model/source-error.ts';

/** An answer that came but makes no sense; `what` ends the sentence `Source "x" answered HTTP 200 …`. */
export const badResponse = (sourceId: string, status: number, what: string, cause?: unknown): SourceError =>
  new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message: `Source "${sourceId}" answered HTTP ${status} ${what}.`,
    upstreamStatus: status,
    cause,
  });
