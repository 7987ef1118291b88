import { type ASTNode, GraphQLError } from 'graphql';
import { CursorError } from '../connection/cursor/cursor-error.ts';
import { SourceError } from '../model/source-error.ts';

/**
 * What a client is told of a source that failed: the message, and in `extensions` the `code`, `source`, `retryable`,
 * `retryAfterMs`, `upstreamStatus` and `requestId`, and of a limit that is reached `limit`, `spent` and `allowed`, each only where
 * it is known. The cause stays behind.
 *
 * @param source the id of the source, where one is to blame
 * @param path the field of the answer that suffers, e.g. `['jobs']`; left out where the executor will tell it
 */
export function toGraphQLError(
  error: SourceError,
  source: string | null,
  path: readonly (string | number)[] | null = null,
): GraphQLError {
  const { code, retryable, retryAfterMs, upstreamStatus, requestId, spending } = error;
  const facts = { code, source, retryable, retryAfterMs, upstreamStatus, requestId, ...spending };
  const extensions = withoutNulls(facts);
  return new GraphQLError(error.message, { path, extensions });
}

const withoutNulls = (record: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));

/** What a client is told of something that was thrown; what was not thrown on purpose stays as it is, to be masked later. */
export function asGraphQLError(error: unknown, sourceId: string | null): unknown {
  if (error instanceof SourceError) return toGraphQLError(error, sourceId);
  if (!(error instanceof CursorError)) return error;
  return new GraphQLError(error.message, { extensions: { code: error.code } });
}

/**
 * The caller asked for something that cannot be; the message says what would be right.
 *
 * @param node the wrong part of the query, where the executor does not tell its place
 */
export const badUserInput = (message: string, node?: ASTNode): GraphQLError =>
  new GraphQLError(message, { nodes: node ?? null, extensions: { code: 'BAD_USER_INPUT' } });

const LONGEST = 60;

/** What a client wrote, for a message about it. */
export const shortened = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
