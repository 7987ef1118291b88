import type { RequestContext } from '../context.ts';
import { asGraphQLError } from './as-graphql-error.ts';

/** The name of something that rows only refer to; all that one answer needs are asked for in bulk. */
export const loadName = (
  { loaders }: RequestContext,
  sourceId: string,
  lookup: string,
  id: string,
): Promise<string | null> =>
  loaders.name.load({ sourceId, lookup, id }).catch((error: unknown) => {
    throw asGraphQLError(error, sourceId);
  });
