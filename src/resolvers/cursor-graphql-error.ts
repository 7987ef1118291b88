import { GraphQLError } from 'graphql';
import type { CursorError } from '../connection/cursor-error.ts';

export const cursorError = ({ message, code }: CursorError): GraphQLError =>
  new GraphQLError(message, { extensions: { code } });
