import { GraphQLError } from 'graphql';

/**
 * The operation, or its answer, is more than it may be, and no data is given.
 *
 * @param what what of it is too much, and how much that is
 * @param key the key under `server.limits` that says how much may be
 */
export const tooCostly = (what: string, key: string, details: object = {}): GraphQLError =>
  new GraphQLError(`${what} (\`server.limits.${key}\`).`, {
    extensions: { code: 'OPERATION_TOO_COSTLY', ...details, http: { spec: true, status: 400 } },
  });
