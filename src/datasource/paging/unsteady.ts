import { SourceError } from '../../model/source-error.ts';

/** Nothing that was read fits what was read before. */
export const unsteady = (): SourceError =>
  new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message: 'The vendor’s list changes faster than it can be read.',
    retryable: true,
  });

/** The same rows come however a list is asked for; asked again, they would come again. */
export const stuck = (): SourceError =>
  new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message: 'The vendor’s paging does not advance: the same rows come again and again.',
    retryable: false,
  });
