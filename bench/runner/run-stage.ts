import type { Contender, Surroundings } from '../contenders/contender.ts';
import type { LoadOrder } from '../load/order.ts';
import type { Ask, Question, Run, Stage } from '../workloads/workload.ts';
import { PRESENT } from '../world/run.ts';
import { type Contestant, startContestant } from './contestant.ts';
import type { Line } from './line.ts';
import type { Load } from './load.ts';
import type { Pace } from './pace.ts';
import { type Bench, takeSample } from './sample.ts';
import { startSimulators } from './simulators.ts';
import { at, faultOf, post } from './verify.ts';

/** Starts all that a stage needs, and lets every contender take turns in every run. */
export async function runStage(
  { world, runs }: Stage,
  { contenders, sourceSettings }: Entrants,
  load: Load,
  pace: Pace,
): Promise<Line[]> {
  const simulators = startSimulators(world);
  const contestants: Contestant[] = [];
  try {
    for (const contender of contenders) {
      const access = await simulators.open(contender.name);
      const started = await startContestant(contender, { access, sourceSettings }).catch(leftOut);
      if (started !== null) contestants.push(started);
    }
    const entries: Entry[] = [];
    for (const run of runs)
      for (const contestant of contestants) entries.push(...(await enter(run, contestant)));
    await takeTurns({ simulators, load }, entries, pace);
    return entries.map(({ line }) => line);
  } finally {
    await Promise.all([...contestants, simulators].map((one) => one.stop()));
  }
}

/** One that cannot be installed, or does not start, is no reason to measure nobody. */
function leftOut(error: unknown): null {
  console.error(`Left out: ${error instanceof Error ? error.message : String(error)}`);
  return null;
}

export interface Entrants extends Pick<Surroundings, 'sourceSettings'> {
  readonly contenders: readonly Contender[];
}

/** A line, and what its contender is asked from now on. */
interface Entry {
  readonly line: Line;
  readonly order: Pick<LoadOrder, 'operation' | 'clients' | 'reference'>;
}

/** None where the contender cannot be asked. Its answers are checked; the first is what all must be like, to the byte. */
async function enter(run: Run, contestant: Contestant): Promise<Entry[]> {
  const asked = contestant.contender.isUnmerged === true ? run.unmerged : run.question;
  if (asked === undefined) return [];
  const question = await prepared(asked, contestant.url);
  const { operation } = question;
  const fault = await faultOf(contestant.url, question);
  const reference = fault === null ? await post(contestant.url, at(operation, PRESENT)) : null;
  const line = { run, contestant, samples: [], fault };
  return [{ line, order: { operation, clients: run.clients, reference } }];
}

async function prepared(question: Question, url: string): Promise<Question> {
  const ask: Ask = async (operation) => JSON.parse(await post(url, operation)).data;
  const variables = await question.prepare?.(ask);
  return variables === undefined
    ? question
    : { ...question, operation: { ...question.operation, variables } };
}

async function takeTurns(bench: Bench, entries: readonly Entry[], pace: Pace): Promise<void> {
  for (const entry of entries) await turn(bench, entry, pace.warmSeconds, false);
  for (let round = 0; round < pace.rounds; round += 1)
    for (const entry of rotated(entries, round)) await turn(bench, entry, pace.roundSeconds, true);
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
