import { setInterval } from 'node:timers';
import { patienceMs } from '../judge/expectations.ts';
import type { Stage } from './stage.ts';

const TICK_MS = 20;

/**
 * Notices when the process got no time: what is late by that is nobody's fault but the machine's. Time in which the process
 * computed does not count: whoever holds up the event loop with that is no machine.
 */
export interface Stalls extends Disposable {
  /** The longest since a time of day, in milliseconds. */
  readonly since: (at: number) => number;
  /** All of them since then: a process that shares its core with others is not held up once, but all the time. */
  readonly allSince: (at: number) => number;
}

export function watchStalls(): Stalls {
  const stalls: { readonly at: number; readonly ms: number }[] = [];
  let [last, spent] = [Date.now(), process.cpuUsage()];
  const look = (): void => {
    const now = Date.now();
    const { user, system } = process.cpuUsage(spent);
    const ms = now - last - TICK_MS - (user + system) / 1_000;
    if (ms > TICK_MS) stalls.push({ at: now, ms });
    [last, spent] = [now, process.cpuUsage()];
  };
  const timer = setInterval(look, TICK_MS).unref();
  const lengthsSince = (from: number): readonly number[] => {
    look();
    return stalls.filter(({ at }) => at >= from).map(({ ms }) => ms);
  };
  return {
    since: (from) => Math.max(0, ...lengthsSince(from)),
    allSince: (from) => lengthsSince(from).reduce((sum, ms) => sum + ms, 0),
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

/** What took its time since a time of day may have done so for want of a machine. */
const isStalled = ({ stalls, scenario }: Pick<Stage, 'stalls' | 'scenario'>, at: number): boolean =>
  stalls.allSince(at) > patienceMs(scenario) / 3;

/** What is told of a source that got no time, or of a gateway that had none; the breaker opens after several of these. */
const LATE: readonly (string | null)[] = [
  'UPSTREAM_LATE',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_CIRCUIT_OPEN',
  'DEADLINE_EXCEEDED',
  'GATEWAY_OVERLOADED',
];

/** Whether a code only tells that something was late, which may be due to the machine. Nothing else ever is. */
export const isLateForStall = (
  stage: Pick<Stage, 'stalls' | 'scenario'>,
  at: number,
  code: string | null,
): boolean => LATE.includes(code) && isStalled(stage, at);
