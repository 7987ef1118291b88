import { GraphQLError } from 'graphql';
import { CursorError } from '../connection/cursor/cursor-error.ts';
import { SourceError } from '../model/source-error.ts';
import { toGraphQLError } from './to-graphql-error.ts';

/** What a client is told of something that was thrown; what was not thrown on purpose stays as it is, to be masked later. */
export function asGraphQLError(error: unknown, sourceId: string | null): unknown {
  if (error instanceof SourceError) return toGraphQLError(error, sourceId);
  if (!(error instanceof CursorError)) return error;
  return new GraphQLError(error.message, { extensions: { code: error.code } });
}
