import type { GoodReply, Transport } from '../../../src/datasource/contract/transport.ts';

/** Gives old answers, of any age, whenever it may; `random` draws whether, and which. */
export function rememberingTransport(transport: Transport, random: () => number): Transport {
  const answers = new Map<string, GoodReply[]>();
  return {
    ...transport,
    send: async (request, scope) => {
      const question = JSON.stringify([request.path, request.query]);
      const all = answers.get(question) ?? [];
      const allowed = all.filter(({ asked }) => asked >= (request.since ?? 0));
      const old = allowed[Math.floor(random() * allowed.length)];
      if (old !== undefined && random() < 0.95) return old;
      const reply = await transport.send(request, scope);
      answers.set(question, [...all, reply]);
      return reply;
    },
  };
}
