import type { Contender } from '../contenders/contender.ts';
import type { start } from '../workloads/start.ts';
import { startContestant } from './contestant.ts';
import { markdown } from './markdown.ts';
import { startSimulators } from './simulators.ts';
import { median } from './statistics.ts';
import { cpuMicros, residentBytes } from './usage.ts';
import { faultOf, post } from './verify.ts';

const HEADS = ['contender', 'ms', 'CPU ms', 'RSS MB'];

interface Beginning {
  readonly ms: number;
  readonly cpuMs: number;
  readonly residentMb: number;
}

/** Markdown: how long each contender takes to its first answer. They take turns in starting. */
export async function measureStart(
  workload: typeof start,
  contenders: readonly Contender[],
  rounds: number,
): Promise<string> {
  const all = new Map<Contender, Beginning[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const [contender, beginnings] of all) beginnings.push(await begin(workload, contender));
  const of = (beginnings: readonly Beginning[], value: (one: Beginning) => number): string =>
    Math.round(median(beginnings.map(value))).toLocaleString('en-US');
  return markdown(
    HEADS,
    [...all].map(([{ title }, some]) => [
      title,
      of(some, ({ ms }) => ms),
      of(some, ({ cpuMs }) => cpuMs),
      of(some, ({ residentMb }) => residentMb),
    ]),
  );
}

async function begin({ world, question }: typeof start, contender: Contender): Promise<Beginning> {
  const simulators = startSimulators(world);
  const access = await simulators.open(contender.name);
  const contestant = await startContestant(contender, { access, sourceSettings: {} });
  try {
    await post(contestant.url, question.operation);
    const beginning = {
      ms: performance.now() - contestant.startedAt,
      cpuMs: cpuMicros(contestant.pid) / 1_000,
      residentMb: residentBytes(contestant.pid) / 1e6,
    };
    const fault = await faultOf(contestant.url, question);
    if (fault !== null) throw new Error(`${contender.name} answers wrong: ${fault}`);
    return beginning;
  } finally {
    await Promise.all([contestant.stop(), simulators.stop()]);
  }
}
