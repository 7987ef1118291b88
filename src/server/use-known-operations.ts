import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import type { GraphQLParams } from 'graphql-yoga';
import type { ServerPlugin } from './server-plugin.ts';

/** Operations that clients name instead of sending them. */
export interface KnownOperations {
  /** Id, such as the SHA-256 of the text, → text of the operation. */
  readonly texts: ReadonlyMap<string, string>;
  /** Whether there are no others: a client that sends a text is refused. */
  readonly only: boolean;
}

/** A client names an operation by `documentId`, or by `extensions.persistedQuery.sha256Hash`. */
export const useKnownOperations = ({ texts, only }: KnownOperations): ServerPlugin | false =>
  (only || texts.size > 0) && knownOperations(texts, only);

function knownOperations(texts: KnownOperations['texts'], only: boolean): ServerPlugin {
  const { onParams } = usePersistedOperations({
    allowArbitraryOperations: !only,
    extractPersistedOperationId: idOf,
    getPersistedOperation: (id) => texts.get(id) ?? null,
    customErrors: { notFound: NOT_FOUND, keyNotFound: NO_ID, persistedQueryOnly: ONLY_KNOWN },
  });
  return { onParams: (payload) => (isEmpty(payload.params) ? undefined : onParams?.(payload)) };
}

/** Neither a text nor an id: the server says itself what is missing, or that this is no object at all. */
const isEmpty = (params: GraphQLParams | null): boolean => !params?.query && idOf(params) === null;

function idOf(params: (GraphQLParams & { readonly documentId?: unknown }) | null): string | null {
  if (typeof params?.documentId === 'string') return params.documentId;
  const { sha256Hash } = { ...params?.extensions?.['persistedQuery'] };
  return typeof sha256Hash === 'string' ? sha256Hash : null;
}

const NOT_FOUND = {
  message:
    'No operation of this id is known here. Those that are known are in the file `server.knownOperations.file`.',
  extensions: { code: 'PERSISTED_QUERY_NOT_FOUND', http: { status: 404 } },
};
const NO_ID = {
  message: 'Give the id of an operation: `documentId`, or `extensions.persistedQuery.sha256Hash`.',
  extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
};
const ONLY_KNOWN = {
  message: 'Only operations that are known here are executed: send the id of one, and no `query`.',
  extensions: { code: 'FORBIDDEN', http: { status: 403 } },
};
