import { GraphQLError, type GraphQLResolveInfo, responsePathAsArray } from 'graphql';
import type { RequestContext } from '../context.ts';
import type { Json } from '../model/job.ts';
import { withoutSecrets } from '../secrets/without-secrets.ts';

/** A vendor's row as it was received, for those who may see it; the others are told once, and get null. */
export function rawRow(
  raw: unknown,
  { scope, reportErrors }: RequestContext,
  path: GraphQLResolveInfo['path'],
): Json {
  if (scope.principal.rights.raw) return withoutSecrets(raw);
  const isTold = reportErrors.some(({ extensions }) => extensions['code'] === 'FORBIDDEN');
  if (!isTold) reportErrors.push(notForYou(path));
  return null;
}

const notForYou = (path: GraphQLResolveInfo['path']): GraphQLError =>
  new GraphQLError('`raw` is not for you: vendors’ rows are shown only to those with the right `raw`.', {
    path: responsePathAsArray(path),
    extensions: { code: 'FORBIDDEN' },
  });
