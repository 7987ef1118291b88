import type { Circuits } from './circuits.ts';
import type { Policy } from './policy.ts';

/** Turns away at once what the breaker further on would turn away, so that nobody queues for nothing. */
export const refuseWhileOpen =
  (circuits: Circuits): Policy =>
  (next) =>
  (call) => {
    circuits.refuseIfOpen(call.partition);
    return next(call);
  };
