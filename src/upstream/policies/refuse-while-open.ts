import { setImmediate as turn } from 'node:timers/promises';
import { withTimeout } from '../../scope/abort.ts';
import { type Call, DONE, gatePolicy, type Passage, type Policy } from '../policy.ts';
import type { Circuits } from './circuits.ts';

/**
 * Refuses at once what the breaker further on would refuse, so that nobody queues for nothing. A read that comes while a probe
 * is under way waits for its result: otherwise a page over many lists would read one of them and miss the others, although
 * the vendor is well again.
 */
export const refuseWhileOpen = (circuits: Circuits): Policy =>
  gatePolicy((call) => {
    const key = circuits.keyOf(call);
    if (key === null || circuits.isClosed(key)) return DONE;
    if (!circuits.isSuspect(call)) return letIn(circuits, key, call);
    // Whatever has not failed itself is the better probe: it may be asked for in this very moment.
    return circuits.hasPlaces ? turn().then(() => letIn(circuits, key, call)) : letIn(circuits, key, call);
  });

function letIn(circuits: Circuits, key: string, call: Call): Passage | Promise<Passage> {
  const isUnderWay = circuits.probe(key) !== null && circuits.wait(key, call) > 0;
  if (isUnderWay) return afterProbe(circuits, key, call).then(() => DONE);
  circuits.refuseIfOpen(key, call);
  return DONE;
}

async function afterProbe(circuits: Circuits, key: string, call: Call): Promise<void> {
  const { scope } = call;
  const ms = circuits.patienceLeft(key);
  if (ms <= 0) throw circuits.refusal(key, call);
  const stopWaiting = scope.ledger.wait();
  const untilNone = async (): Promise<void> => {
    for (let probe = circuits.probe(key); probe !== null; probe = circuits.probe(key)) await probe;
  };
  try {
    await withTimeout(ms, scope.signal, () => circuits.refusal(key, call), untilNone);
  } finally {
    stopWaiting();
  }
  circuits.refuseIfOpen(key, call);
}
