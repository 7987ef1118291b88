import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Contender } from '../contenders/contender.ts';
import { jobweave } from '../contenders/jobweave.ts';
import { ask } from '../runner/ask.ts';
import { startChild } from '../runner/child.ts';
import { type Contestant, startContestant } from '../runner/contestant.ts';
import { machine } from '../runner/machine.ts';
import { markdown } from '../runner/markdown.ts';
import { startSimulators } from '../runner/simulators.ts';
import { short } from '../runner/table.ts';
import { cpuMicros, heldUpMs, residentBytes } from '../runner/usage.ts';
import { jobs, varied } from '../workloads/operations.ts';
import { TEN_STREAMS } from '../workloads/worlds.ts';
import { attacks } from './attacks.ts';
import type { Arrival, AttackOrder, AttackReport, CrowdOrder, CrowdReport } from './order.ts';

/*
 * What one caller notices while another one attacks: the operation of W1, 20 times a second, each with a key of its own.
 */

const PATIENCE_MS = 60_000;
const WARM_SECONDS = 8;
const KEYS = { innocent: 'the key of who only asks', attacker: 'the key of who attacks' } as const;
const INNOCENT: Arrival = { kind: 'open', perSecond: 20, connections: 50 };

/** `only`: attacks whose label holds one of these texts; `nobody` is always there, to be compared with. */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '15' },
    quiet: { type: 'string', default: '30' },
    only: { type: 'string', multiple: true, default: [''] },
  },
});
const seconds = Number(values.seconds);
const chosen = attacks.filter(({ label }) => ['nobody', ...values.only].some((part) => label.includes(part)));

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** As it is compared with others, but for two callers who are told apart. */
const withKeys: Contender = {
  ...jobweave,
  prepare: async (around) => {
    const start = await jobweave.prepare(around);
    const file = start.command.at(-1) ?? '';
    const apiKeys = Object.entries(KEYS).map(([name, key]) => ({
      name,
      role: 'reader',
      sha256: sha256(key),
    }));
    const access = { roles: { reader: { sources: ['*'] } }, apiKeys };
    await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), access }));
    return start;
  },
};

async function measure(): Promise<void> {
  const { url, pid } = contestant;
  const look = (forSeconds: number): Promise<CrowdReport> => {
    const operation = varied(jobs(20));
    const order: CrowdOrder = {
      url,
      operation,
      arrival: INNOCENT,
      seconds: forSeconds,
      key: KEYS.innocent,
      reference: null,
    };
    return ask<CrowdReport>(innocent, order, forSeconds * 1_000 + PATIENCE_MS);
  };
  await look(WARM_SECONDS);
  const rows: string[][] = [];
  let usual = Number.NaN;
  for (const { label } of chosen) {
    const [heldUpBefore, cpuBefore] = [heldUpMs(pid), cpuMicros(pid)];
    const order: AttackOrder = { url, label, seconds, key: KEYS.attacker };
    const attack = ask<AttackReport>(attacker, order, seconds * 1_000 + PATIENCE_MS);
    const report = await look(seconds);
    const told = await attack;
    if (Number.isNaN(usual)) usual = report.p99;
    rows.push([
      label,
      short(report.p50),
      short(report.p99),
      (report.p99 / usual).toFixed(2),
      String(report.refused),
      String(report.wrong),
      ...(await memoryOf(contestant)),
      Object.entries(told)
        .map(([status, count]) => `${count} × ${status}`)
        .join(', '),
      short(report.ownLag),
      short((heldUpMs(pid) - heldUpBefore) / report.seconds),
      short((cpuMicros(pid) - cpuBefore) / 1_000 / report.seconds),
    ]);
  }
  await sleep(Number(values.quiet) * 1_000);
  const memory = await memoryOf(contestant);
  rows.push([`${values.quiet} s after the last request`, ...'–'.repeat(5), ...memory, ...'–'.repeat(4)]);
  console.log(markdown(HEADS, rows));
}

/** What is resident; what the heap holds, garbage included; and what lies outside of it: all in MB, as the process tells. */
async function memoryOf({ url, pid }: Contestant): Promise<string[]> {
  const told = await fetch(new URL('/metrics', url), { headers: { 'x-api-key': KEYS.innocent } });
  const text = await told.text();
  const bytes = (name: string): number => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1]);
  const sizes = [
    'nodejs_heap_size_used_bytes',
    'nodejs_heap_size_total_bytes',
    'nodejs_external_memory_bytes',
  ];
  return [residentBytes(pid), ...sizes.map(bytes)].map((size) => short(size / 1e6));
}

const HEADS = [
  'attack',
  'p50 ms',
  'p99 ms',
  '× usual',
  'refused',
  'wrong',
  'RSS MB',
  'heap used',
  'heap',
  'external',
  'what the attacker was told',
  'client late ms',
  'held up ms/s',
  'CPU ms/s',
] as const;

console.log(`${machine()}\n`);
const simulators = startSimulators(TEN_STREAMS);
const program = (file: string) =>
  startChild([process.execPath, join(import.meta.dirname, file)], { core: 1, talks: true });
const [innocent, attacker] = [program('crowd.ts'), program('attacker.ts')];
const contestant = await startContestant(withKeys, {
  access: await simulators.open(jobweave.name),
  sourceSettings: {},
});
try {
  await measure();
} finally {
  await Promise.all([innocent, attacker, contestant, simulators].map((one) => one.stop()));
}
