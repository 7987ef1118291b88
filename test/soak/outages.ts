import { setTimeout as delay } from 'node:timers/promises';
import { SOURCE_IDS, type SourceId } from '../support/fault-cells.ts';
import type { VendorProcess } from './start-vendor-process.ts';

/** Milliseconds of `performance.now()`. */
export interface Outage {
  readonly id: SourceId;
  readonly downAt: number;
  readonly upAt: number;
}

const TURN_MS = 10_000;
const BEFORE_MS = 2_000;
const SHORTEST_MS = 3_000;

/** Kills one vendor after the other and starts it again 3 to 5 s later, one each 10 s, for so long. */
export async function runOutages(vendors: VendorProcess, durationMs: number): Promise<Outage[]> {
  const outages: Outage[] = [];
  for (let turn = 0; (turn + 1) * TURN_MS <= durationMs; turn += 1) {
    const turnEnds = delay(TURN_MS);
    const id = SOURCE_IDS[turn % SOURCE_IDS.length] ?? 'dc1';
    await delay(BEFORE_MS);
    const downAt = performance.now();
    await vendors.call('kill', id);
    await delay(SHORTEST_MS + (turn % 3) * 1_000);
    await vendors.call('restart', id);
    outages.push({ id, downAt, upAt: performance.now() });
    await turnEnds;
  }
  return outages;
}
