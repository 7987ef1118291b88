import type { Transport } from '../contract/transport.ts';

/** A transport whose answers are all asked for anew: for what is kept elsewhere than in its cache. */
export const newestReads = (transport: Transport): Transport => ({
  ...transport,
  send: (request, scope) => transport.send({ ...request, since: Number.POSITIVE_INFINITY }, scope),
});
