import type { Contender } from '../contenders/contender.ts';
import type { LoadOrder } from '../load/order.ts';
import type { Question, Run, Stage } from '../workloads/workload.ts';
import { PRESENT } from '../world/run.ts';
import { type Contestant, startContestant } from './contestant.ts';
import type { Line } from './line.ts';
import type { Load } from './load.ts';
import type { Pace } from './pace.ts';
import { type Bench, takeSample } from './sample.ts';
import { startSimulators } from './simulators.ts';
import { at, faultOf, post } from './verify.ts';

/** Starts all that a stage needs, and lets the contenders take turns in each of its runs. */
export async function runStage(
  { world, runs }: Stage,
  contenders: readonly Contender[],
  load: Load,
  pace: Pace,
): Promise<Line[]> {
  const simulators = await startSimulators(world);
  const contestants: Contestant[] = [];
  try {
    for (const contender of contenders) contestants.push(await startContestant(contender, simulators.access));
    const lines: Line[] = [];
    for (const run of runs) lines.push(...(await compare({ simulators, load }, run, contestants, pace)));
    return lines;
  } finally {
    await Promise.all([...contestants, simulators].map((one) => one.stop()));
  }
}

/** A line, and what its contender is asked from now on. */
interface Entry {
  readonly line: Line;
  readonly order: Pick<LoadOrder, 'operation' | 'clients' | 'reference'>;
}

async function compare(
  bench: Bench,
  run: Run,
  contestants: readonly Contestant[],
  pace: Pace,
): Promise<Line[]> {
  const entries: Entry[] = [];
  for (const contestant of contestants) {
    const question = contestant.contender.isUnmerged === true ? run.unmerged : run.question;
    if (question !== undefined) entries.push(await enter(run, question, contestant));
  }
  for (const entry of entries) await turn(bench, entry, pace.warmSeconds, false);
  for (let round = 0; round < pace.rounds; round += 1)
    for (const entry of rotated(entries, round)) await turn(bench, entry, pace.roundSeconds, true);
  return entries.map(({ line }) => line);
}

/** Its answers are checked; the first is what all must be like, to the byte. */
async function enter(run: Run, question: Question, contestant: Contestant): Promise<Entry> {
  const { operation } = question;
  const fault = await faultOf(contestant.url, question);
  const reference = fault === null ? await post(contestant.url, at(operation, PRESENT)) : null;
  return {
    line: { run, contestant, samples: [], fault },
    order: { operation, clients: run.clients, reference },
  };
}

async function turn(bench: Bench, { line, order }: Entry, seconds: number, counts: boolean): Promise<void> {
  if (line.fault !== null) return;
  const sample = await takeSample(bench, line.contestant, order, seconds);
  if (sample.wrong > 0)
    line.fault = `${sample.wrong} wrong answers under load, the first: ${sample.firstWrong}`;
  else if (counts) line.samples.push(sample);
}

/** Another one goes first in each round. */
const rotated = <T>(all: readonly T[], by: number): T[] => {
  const start = all.length === 0 ? 0 : by % all.length;
  return [...all.slice(start), ...all.slice(0, start)];
};
