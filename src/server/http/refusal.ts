import type { FetchAPI } from '@whatwg-node/server';

/** An answer to a request that no operation came of: one error, as GraphQL has it. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export const bodyOf = ({ message, code }: Refusal): string =>
  JSON.stringify({ errors: [{ message, extensions: { code } }] });

export const JSON_TYPE = 'application/json; charset=utf-8';

export const refusalResponse = (refusal: Refusal, { Response }: FetchAPI): Response =>
  new Response(bodyOf(refusal), { status: refusal.status, headers: { 'content-type': JSON_TYPE } });
