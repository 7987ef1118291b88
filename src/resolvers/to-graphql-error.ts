import { GraphQLError } from 'graphql';
import type { SourceError } from '../model/source-error.ts';

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
