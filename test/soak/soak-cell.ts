import { createTestGateway, type TestGateway } from '../support/create-test-gateway.ts';
import { type Level, measureAfterRest } from './level.ts';
import { isCurable, runBatch, type SoakedCell } from './run-batch.ts';
import { createTally, type Tally } from './tally.ts';

export interface CellReport {
  readonly codes: Tally;
  /** What was wrong with answers; empty: nothing. */
  readonly wrong: Tally;
  /** Answers of the vendor that went wrong; many askers may have shared one. */
  readonly faults: number;
  /** The longest that the source was missing after its vendor was well again; `null`: it was not waited for. */
  readonly backMs: number | null;
  readonly before: Level;
  readonly after: Level;
  /** Open ones, as the vendors see them. */
  readonly connections: { readonly before: number; readonly after: number };
  readonly log: readonly object[];
}

/** After each batch the vendor is well for a moment: no breaker of the first mode meets 1,000 failures in a row. */
const BATCH = 100;
/** Longer than the deadline of any source, whose timers run on after their answer. */
const REST_MS = 4_300;
const WELL = { deadlineMs: 4_000, timeoutMs: 4_000 };

/** Asks so often while the vendor is ill, and tells what came of it and what the gateway holds before and after. */
export async function soakCell(soaked: SoakedCell): Promise<CellReport> {
  const { vendors, repetitions } = soaked;
  await using gateway = await openGateway(soaked);
  const expected = await vendors.call('expected');
  const run = { ...soaked, gateway, expected, codes: createTally(), wrong: createTally(), backMs: 0 };
  const warmUp = Math.min(repetitions, BATCH);
  for (let round = 0; round < 2; round += 1) await runBatch({ ...run, codes: createTally() }, warmUp);
  const before = await measureAfterRest(REST_MS);
  const [openBefore, faultsBefore] = [await vendors.call('connections'), await vendors.call('countFaults')];
  for (let left = repetitions; left > 0; left -= BATCH) await runBatch(run, Math.min(left, BATCH));
  const faults = (await vendors.call('countFaults')) - faultsBefore;
  const after = await measureAfterRest(REST_MS);
  const connections = { before: openBefore, after: await vendors.call('connections') };
  const { codes, wrong } = run;
  const backMs = isCurable(soaked) ? run.backMs : null;
  return { codes, wrong, faults, backMs, before, after, connections, log: [...gateway.log] };
}

async function openGateway({ vendors, ill, cell, settings: ofCell, mode }: SoakedCell): Promise<TestGateway> {
  const sources = await vendors.call('sources');
  return createTestGateway(
    sources.map((source) => {
      if (source.id !== ill) return { ...source, settings: { ...source.settings, ...WELL } };
      const endpoint = cell.endpoint?.(String(source.settings['endpoint']));
      const address = endpoint === undefined ? {} : { endpoint };
      return {
        ...source,
        settings: { ...source.settings, ...mode.settings, ...address, ...ofCell },
      };
    }),
  );
}
