import type { RequestContext, SourceErrors } from '../context.ts';
import { badUserInput } from './bad-user-input.ts';
import { shortened } from './shortened.ts';

const HEADER = 'x-jobweave-source-errors';

const PLACES: readonly SourceErrors[] = ['errors', 'report'];

/**
 * Whether the failure of one source in a list stands in `errors` too, and not only in its report: many clients throw away
 * the rows of an answer that has errors. The caller's header goes before the configuration; throws `BAD_USER_INPUT`.
 */
export function tellsSourceErrors({ scope, sourceErrors }: RequestContext): boolean {
  const given = scope.headers[HEADER]?.trim().toLowerCase() ?? sourceErrors;
  const place = PLACES.find((known) => known === given);
  if (place !== undefined) return place === 'errors';
  throw badUserInput(`The header \`${HEADER}\` is "${shortened(given)}"; send ${PLACES.join(' or ')}.`);
}
