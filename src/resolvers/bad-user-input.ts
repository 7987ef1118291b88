import { GraphQLError } from 'graphql';

/** The caller asked for something that cannot be; the message says what would be right. */
export const badUserInput = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
