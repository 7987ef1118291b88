import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startLoad } from './runner/load.ts';
import { machine } from './runner/machine.ts';
import type { Pace } from './runner/pace.ts';
import { runWorkload } from './runner/run-workload.ts';
import { median } from './runner/statistics.ts';
import { ratiosOf, tableOf } from './runner/table.ts';
import { w1 } from './workloads/w1.ts';
import { w6 } from './workloads/w6.ts';
import type { Workload } from './workloads/workload.ts';

/*
 * Whether Jobweave costs clearly more, against the limit, than when that was recorded. Only ratios are compared: they are nearly
 * the same on every machine. `--record` writes down what they are now.
 */

/** Run → CPU of Jobweave against that of the limit. */
type Ratios = Readonly<Record<string, number>>;
/** By the name of the workload. */
type Recorded = Readonly<Record<string, Ratios>>;

const FILE = join(import.meta.dirname, 'recorded.json');
const WORKLOADS = [w1, w6];
const TOLERANCE = 1.3;
const PACE: Pace = { warmSeconds: 2, roundSeconds: 1, rounds: 3, longSeconds: 0 };
const RECORDINGS = 3;
const MEASUREMENTS = 5;

console.log(machine());
const load = startLoad();
await (process.argv.includes('--record') ? record() : check());
await load.stop();

async function measure(workload: Workload): Promise<Ratios> {
  const lines = await runWorkload(workload, ['limit', 'jobweave'], load, PACE);
  console.log(`\n## ${workload.name}\n\n${tableOf(workload, lines)}`);
  const fault = lines.find((line) => line.fault !== null)?.fault;
  if (fault !== undefined) throw new Error(`An answer is wrong: ${fault}`);
  return ratiosOf('jobweave', lines, workload);
}

/**
 * Noise of a busy machine only ever adds: what looks slower is measured again, and the best measurement of each run counts. What has
 * really become slower stays slower in all of them.
 */
async function check(): Promise<void> {
  const recorded: Recorded = JSON.parse(await readFile(FILE, 'utf8'));
  for (const workload of WORKLOADS) {
    const expected = recorded[workload.name] ?? {};
    let best = await measure(workload);
    for (let turn = 1; turn < MEASUREMENTS && slower(best, expected).length > 0; turn += 1) {
      best = bestOf(best, await measure(workload));
    }
    for (const what of slower(best, expected)) {
      console.error(`${workload.name}, ${what}`);
      process.exitCode = 1;
    }
  }
}

function bestOf(one: Ratios, other: Ratios): Ratios {
  return Object.fromEntries(
    Object.entries(one).map(([run, ratio]) => [run, Math.min(ratio, other[run] ?? ratio)]),
  );
}

function slower(now: Ratios, recorded: Ratios): string[] {
  return Object.entries(recorded)
    .filter(([run, ratio]) => !((now[run] ?? Number.NaN) <= TOLERANCE * ratio))
    .map(([run, ratio]) => `${run}: ${now[run]?.toFixed(2)} × the limit; ${ratio.toFixed(2)} × was recorded`);
}

async function record(): Promise<void> {
  const recorded: Record<string, Ratios> = {};
  for (const workload of WORKLOADS) {
    const all: Ratios[] = [];
    for (let turn = 0; turn < RECORDINGS; turn += 1) all.push(await measure(workload));
    const medianOf = (run: string): number =>
      Number(median(all.map((one) => one[run] ?? Number.NaN)).toFixed(2));
    recorded[workload.name] = Object.fromEntries(
      Object.keys(all[0] ?? {}).map((run) => [run, medianOf(run)]),
    );
  }
  await writeFile(FILE, `${JSON.stringify(recorded, null, 2)}\n`);
}
