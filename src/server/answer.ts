import { GraphQLError } from 'graphql';
import type { Refusal } from '../access/caller.ts';

/** An answer of the server's own, still to be sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | null;
}

export const JSON_TYPE = 'application/json; charset=utf-8';

/** One error, as GraphQL has it, where no operation came of a request. */
export const errorBody = ({ message, code }: Refusal): string =>
  JSON.stringify({ errors: [{ message, extensions: { code } }] });

export const refusalAnswer = (refusal: Refusal, type = JSON_TYPE): Answer => ({
  status: refusal.status,
  headers: { 'content-type': type, ...refusal.headers },
  body: errorBody(refusal),
});

/** The same as an error, where the library writes the answer. */
export const refusalError = ({ status, code, message, headers }: Refusal): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status, ...(headers && { headers }) } } });

export const tooLarge = (limit: number): Refusal => ({
  status: 413,
  code: 'BAD_USER_INPUT',
  message: `The body of the request is too large; it may have ${limit} bytes.`,
});
