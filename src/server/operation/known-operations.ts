import type { GraphQLError } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import { refusalError } from '../answer.ts';

/** Operations that clients name instead of sending them. */
export interface KnownOperations {
  /** Id, such as the SHA-256 of the text, → text of the operation. */
  readonly texts: ReadonlyMap<string, string>;
  /** Whether there are no others: a client that sends a text is refused. */
  readonly only: boolean;
}

/**
 * What a client asks for, with the text of the operation that it names by `documentId`, or by
 * `extensions.persistedQuery.sha256Hash`. Throws where it may not, or where the name is not known.
 */
export function namedOperation(params: GraphQLParams, { texts, only }: KnownOperations): GraphQLParams {
  const id = idOf(params);
  // The library says itself what is missing.
  if (!params.query && id === null) return params;
  if (params.query && only) throw refusal(403, 'FORBIDDEN', ONLY_KNOWN);
  if (params.query || id === null) return params;
  const query = texts.get(id);
  if (query === undefined) throw refusal(404, 'PERSISTED_QUERY_NOT_FOUND', NOT_FOUND);
  const { documentId: _, ...others }: NamedParams = params;
  return { ...others, query };
}

type NamedParams = GraphQLParams & { readonly documentId?: unknown };

function idOf(params: NamedParams): string | null {
  if (typeof params.documentId === 'string') return params.documentId;
  const { sha256Hash } = { ...params.extensions?.['persistedQuery'] };
  return typeof sha256Hash === 'string' ? sha256Hash : null;
}

const refusal = (status: number, code: string, message: string): GraphQLError =>
  refusalError({ status, code, message });

const NOT_FOUND =
  'No operation of this id is known here. Those that are known are in the file `server.knownOperations.file`.';
const ONLY_KNOWN = 'Only operations that are known here are executed: send the id of one, and no `query`.';
