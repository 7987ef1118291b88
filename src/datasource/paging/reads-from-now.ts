import type { Transport } from '../contract/transport.ts';

/**
 * A transport for what is asked for by its id: no answer was asked for before this moment, by whomever. Who asks has often just
 * made or changed the thing, and an answer of a moment ago, kept or under way for others, may not know of it.
 */
export function readsFromNow(transport: Transport): Transport {
  /** Of the first answer that came: what was asked for behind it is new enough too. */
  let from = Number.POSITIVE_INFINITY;
  return {
    send: async (request, scope) => {
      const reply = await transport.send({ ...request, since: Math.max(from, request.since ?? 0) }, scope);
      from = Math.min(from, reply.asked);
      return reply;
    },
    partition: (scope) => transport.partition(scope),
    secrets: (scope) => transport.secrets(scope),
    close: () => transport.close(),
  };
}
