import type { RequestContext } from '../context.ts';
import { asGraphQLError } from './as-graphql-error.ts';

/** The name of something that rows only refer to; all that one answer needs are asked for in bulk. */
export async function loadName(
  { loaders }: RequestContext,
  sourceId: string,
  lookup: string,
  id: string,
): Promise<string | null> {
  try {
    return await loaders.name.load({ sourceId, lookup, id });
  } catch (error) {
    throw asGraphQLError(error, sourceId);
  }
}
