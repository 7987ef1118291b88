import { SourceError } from '../../model/source-error.ts';

/** Nothing that was read fits what was read before. */
export const unsteady = (): SourceError =>
  new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message: 'The vendor’s list changes faster than it can be read, or its paging does not advance.',
    retryable: true,
  });
