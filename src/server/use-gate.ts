import type { Refusal } from '../access/caller.ts';
import type { Gate } from './create-gate.ts';
import type { ServerPlugin } from './server-plugin.ts';
import { negotiateMediaTypes } from './use-media-type.ts';

/** Asks the gate of every request; whoever may not come in is told so, and nothing else is done for them. */
export const useGate = (gate: Gate, tell: (refusal: Refusal) => void): ServerPlugin => ({
  async onRequest({ request, url, serverContext, fetchAPI, endResponse }) {
    const header = (name: string): string | null => request.headers.get(name);
    const verdict = await gate({ method: request.method, path: url.pathname, header });
    if (verdict === null) return;
    if (verdict.ok) serverContext.caller = verdict.caller;
    else {
      tell(verdict.refusal);
      const { body, ...init } = writeRefusal(verdict.refusal, header('accept'));
      endResponse(new fetchAPI.Response(body, init));
    }
  },
});

export interface Written {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A refusal as GraphQL clients understand it. */
export function writeRefusal({ status, code, message, headers }: Refusal, accept: string | null): Written {
  const types = negotiateMediaTypes(accept ?? '');
  const type = types.find((known) => known.startsWith('application/')) ?? 'application/json';
  return {
    status,
    headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store', ...headers },
    body: JSON.stringify({ errors: [{ message, extensions: { code } }] }),
  };
}
