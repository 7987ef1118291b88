import { type ASTNode, GraphQLError } from 'graphql';

/**
 * The caller asked for something that cannot be; the message says what would be right.
 *
 * @param node the wrong part of the query, where the executor does not tell its place
 */
export const badUserInput = (message: string, node?: ASTNode): GraphQLError =>
  new GraphQLError(message, { nodes: node ?? null, extensions: { code: 'BAD_USER_INPUT' } });
