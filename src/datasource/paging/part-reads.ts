import type { Transport } from '../contract/transport.ts';

/** A transport for what is looked up beside the lists of jobs: if the vendor fails at it, that says nothing of the lists. */
export const partReads = (transport: Transport, part: string): Transport => ({
  send: (request, scope) => transport.send({ ...request, part }, scope),
  partition: (scope) => transport.partition(scope),
  secrets: (scope) => transport.secrets(scope),
  close: () => transport.close(),
});
