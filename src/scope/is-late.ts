import { SourceError } from '../model/source-error.ts';

/** The source's own deadline has passed; a client that hangs up has another reason. */
export const isLate = (reason: unknown): reason is SourceError =>
  reason instanceof SourceError && reason.code === 'UPSTREAM_LATE';
