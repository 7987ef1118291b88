import type { Transport } from '../contract/transport.ts';

/**
 * A transport for one reading of one list, which never goes back in time: no answer is older than the one before it, and what
 * is asked again is asked anew. Answers that come from a cache, or were asked for by others, could else contradict each
 * other: a page that a row has just been pushed out of, and an older answer that says that nothing follows it.
 */
export function monotonicReads(transport: Transport): Transport {
  const questions = new Set<string>();
  let newest = 0;
  return {
    ...transport,
    send: async (request, scope) => {
      const question = JSON.stringify([request.path, request.query]);
      const isRepeated = questions.has(question);
      const goesOn = questions.size > 0;
      questions.add(question);
      const since = isRepeated ? Number.POSITIVE_INFINITY : Math.max(newest, request.since ?? 0);
      const reply = await transport.send({ ...request, since, goesOn }, scope);
      newest = Math.max(newest, reply.asked);
      return reply;
    },
  };
}

/** A transport whose answers are all asked for anew: for what is kept elsewhere than in its cache. */
export const newestReads = (transport: Transport): Transport => ({
  ...transport,
  send: (request, scope) => transport.send({ ...request, since: Number.POSITIVE_INFINITY }, scope),
});
