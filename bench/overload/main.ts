import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { jobweave } from '../contenders/jobweave.ts';
import { ask } from '../runner/ask.ts';
import { startChild } from '../runner/child.ts';
import { startContestant } from '../runner/contestant.ts';
import { machine } from '../runner/machine.ts';
import { markdown } from '../runner/markdown.ts';
import { startSimulators } from '../runner/simulators.ts';
import { short } from '../runner/table.ts';
import { heldUpMs } from '../runner/usage.ts';
import { at, post } from '../runner/verify.ts';
import { jobs, varied } from '../workloads/operations.ts';
import { TEN_STREAMS } from '../workloads/worlds.ts';
import { PRESENT } from '../world/run.ts';
import { demo } from './demo.ts';
import type { Arrival, CrowdOrder, CrowdReport } from './order.ts';
import { phases } from './phases.ts';

/*
 * What becomes of those who are accepted when more is asked than the gateway can do: W1, from more and more clients. The capacity
 * is calibrated first, since it is another one on each machine.
 */

const PATIENCE_MS = 120_000;
const WARM_SECONDS = 8;
const CALIBRATION_SECONDS = 5;
/** Enough to keep it busy, and no more. */
const CALIBRATORS = 16;

const { values } = parseArgs({
  options: {
    demo: { type: 'boolean', default: false },
    latency: { type: 'string', default: '0' },
    seconds: { type: 'string', default: '20' },
  },
});
const seconds = Number(values.seconds);

async function measure(): Promise<void> {
  const operation = varied(jobs(20));
  const reference = values.demo ? null : await post(contestant.url, at(operation, PRESENT));
  const run = (arrival: Arrival, forSeconds: number): Promise<CrowdReport> => {
    const order: CrowdOrder = { url: contestant.url, operation, arrival, seconds: forSeconds, reference };
    return ask<CrowdReport>(crowd, order, forSeconds * 1_000 + PATIENCE_MS);
  };
  const calibrating: Arrival = { kind: 'closed', clients: CALIBRATORS, heeds: false };
  await run(calibrating, WARM_SECONDS);
  const calibration = await run(calibrating, CALIBRATION_SECONDS);
  const capacity = calibration.accepted / calibration.seconds;
  console.log(`\nCapacity: ${short(capacity)} operations a second\n`);
  const rows: string[][] = [];
  let normal = Number.NaN;
  for (const { label, arrival, isNormal = false } of phases(capacity)) {
    const heldUpBefore = heldUpMs(contestant.pid);
    const report = await run(arrival, seconds);
    if (isNormal) normal = report.p99;
    if (report.firstWrong !== null) console.error(`${label}: ${report.firstWrong}`);
    rows.push([
      label,
      ...cells(report, normal),
      short((heldUpMs(contestant.pid) - heldUpBefore) / report.seconds),
    ]);
  }
  console.log(markdown(HEADS, rows));
}

const HEADS = [
  'load',
  'accepted/s',
  'p50 ms',
  'p99 ms',
  '× normal',
  'refused/s',
  'p99 ms',
  'wrong',
  'clients late ms',
  'held up ms/s',
] as const;

function cells(report: CrowdReport, normal: number): string[] {
  const { accepted, refused, p50, p99, refusedP99, ownLag, wrong } = report;
  return [
    short(accepted / report.seconds),
    short(p50),
    short(p99),
    (p99 / normal).toFixed(2),
    short(refused / report.seconds),
    short(refusedP99),
    String(wrong),
    short(ownLag),
  ];
}

console.log(machine());
const simulators = startSimulators({ ...TEN_STREAMS, latencyMs: Number(values.latency) });
const crowd = startChild([process.execPath, join(import.meta.dirname, 'crowd.ts')], { core: 1, talks: true });
const contestant = await startContestant(values.demo ? demo : jobweave, {
  access: await simulators.open(jobweave.name),
  sourceSettings: {},
});
try {
  await measure();
} finally {
  await Promise.all([crowd, contestant, simulators].map((one) => one.stop()));
}
