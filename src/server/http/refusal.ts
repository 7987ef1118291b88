import type { ServerResponse } from 'node:http';
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

/** Ends a request that does not come as far as the library. */
export function refuse(outgoing: ServerResponse, refusal: Refusal): void {
  const body = bodyOf(refusal);
  const headers = { 'content-type': JSON_TYPE, 'content-length': Buffer.byteLength(body) };
  if (outgoing.headersSent) outgoing.destroy();
  else outgoing.writeHead(refusal.status, headers).end(body);
}
