import type { TypedDocumentNode } from '@graphql-typed-document-node/core';

/** An entry of `errors` in an answer, as far as this package reads it. */
export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** What a gateway answers: `data`, `errors`, or both where the answer is partial. */
export interface Answer<Result> {
  readonly data?: Result | null | undefined;
  readonly errors?: readonly AnswerError[] | undefined;
}

/**
 * Sends one operation and gives the whole answer. It must not throw because of `errors`: they may stand beside good rows. It
 * may throw where there is no answer at all.
 */
export type Ask = <Result, Variables>(
  document: TypedDocumentNode<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
) => Promise<Answer<Result>>;
