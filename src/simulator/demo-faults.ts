import type { DemoWorld } from './demo-world.ts';
import type { FaultPlan, SimulatedFault } from './kit/simulator.ts';

/** What can be wrong with a vendor of the demo, by a word that people would say. */
const FAULTS: Readonly<Record<string, SimulatedFault | null>> = {
  /** Its connections are reset. */
  down: { kind: 'reset' },
  /** It answers after every deadline. */
  late: { kind: 'delay', ms: 30_000 },
  slow: { kind: 'delay', ms: 2_000 },
  throttled: { kind: 'status', status: 429, headers: { 'retry-after': '5' } },
  broken: { kind: 'status', status: 500 },
  garbage: { kind: 'html' },
  well: null,
};

/** How long each of several words holds, before the next one takes its turn. */
const TURN_MS = 20_000;

/** Source → the words that take turns. */
export type DemoFaults = ReadonlyMap<string, readonly string[]>;

/**
 * Reads `backups=down`, `backups=down,well` (in turns of 20 s) and `backups=down,apps=late`. `ids`: the demo's sources. Gives a
 * text that says what is wrong, where something is.
 */
export function readDemoFaults(text: string, ids: readonly string[]): DemoFaults | string {
  const faults = new Map<string, string[]>();
  let words: string[] | undefined;
  for (const part of text.split(',').map((one) => one.trim())) {
    const [before, after] = part.split('=', 2);
    const word = after ?? before ?? '';
    if (after !== undefined) {
      if (before === undefined || !ids.includes(before))
        return `the demo has no source "${before}"; there are ${ids.join(', ')}`;
      words = [];
      faults.set(before, words);
    }
    if (words === undefined) return 'a fault is written SOURCE=FAULT, such as backups=down';
    if (!Object.hasOwn(FAULTS, word))
      return `there is no fault "${word}"; there are ${Object.keys(FAULTS).join(', ')}`;
    words.push(word);
  }
  return faults;
}

/** Makes the vendors of these sources ill, and all others well. */
export function setDemoFaults(world: DemoWorld, faults: DemoFaults, now: () => number = Date.now): void {
  world.sources.forEach(({ id }, place) => {
    const simulator = world.simulators[place];
    const words = faults.get(String(id));
    if (simulator !== undefined) simulator.fault = words === undefined ? null : inTurns(words, now);
  });
}

function inTurns(words: readonly string[], now: () => number): FaultPlan {
  const startedAt = now();
  return () => {
    const turn = Math.floor((now() - startedAt) / TURN_MS) % words.length;
    return FAULTS[words[turn] ?? ''] ?? null;
  };
}
