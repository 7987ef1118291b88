import { setTimeout as delay } from 'node:timers/promises';
import { queryObjects } from 'node:v8';
import { countListeners } from './count-listeners.ts';

/** What a process holds. */
export interface Level {
  readonly sockets: number;
  /** Also those that keep no process alive. */
  readonly timers: number;
  readonly signals: number;
  /** On all signals that are still to abort. */
  readonly listeners: number;
  readonly heapMib: number;
}

const MEBIBYTE = 1024 * 1024;
const timer = setTimeout(() => {}, 0);
const Timeout = timer.constructor;

const countAll = (kind: object): number => Number(queryObjects(kind as never, { format: 'count' }));

const countSockets = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length;

/** Counted after everything that nobody holds has gone. */
export async function measureLevel(): Promise<Level> {
  await collectGarbage();
  const counts = {
    sockets: countSockets(),
    timers: countAll(Timeout),
    signals: countAll(AbortSignal),
    listeners: countListeners(),
  };
  // What the counting itself has held goes as well.
  await collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return { ...counts, heapMib: (heapUsed + external) / MEBIBYTE };
}

async function collectGarbage(): Promise<void> {
  if (globalThis.gc === undefined) throw new TypeError('run with --expose-gc');
  await globalThis.gc();
  // What waits for its finalizer lets others go.
  await delay(20);
  await globalThis.gc();
}

/** The level after `ms` of rest, and until idle sockets have closed, for twice as long at most. */
export async function measureAfterRest(ms: number): Promise<Level> {
  await delay(ms);
  for (let rest = 0; rest < ms && countSockets() > 0; rest += 100) await delay(100);
  return measureLevel();
}
