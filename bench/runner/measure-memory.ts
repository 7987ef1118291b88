import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from '../contenders/contender.ts';
import type { MemoryWorkload } from '../workloads/w9.ts';
import { PRESENT } from '../world/run.ts';
import { type Contestant, startContestant } from './contestant.ts';
import type { Load } from './load.ts';
import { markdown } from './markdown.ts';
import { startSimulators } from './simulators.ts';
import { residentBytes } from './usage.ts';
import { at, faultOf, post } from './verify.ts';

const LOOK_MS = 100;
const SECOND = 1_000;

interface Memory {
  readonly most: number;
  readonly last: number;
  readonly wrong: number;
}

/** Markdown: the memory of each contender, step by step, in a process that goes through all of them. */
export async function measureMemory(
  workload: MemoryWorkload,
  contenders: readonly Contender[],
  load: Load,
  longSeconds: number,
): Promise<string> {
  const rows: string[][] = [];
  for (const contender of contenders) {
    const steps = await stepsOf(workload, contender, load, longSeconds);
    rows.push([contender.title, ...steps.map(show)]);
  }
  const labels = workload.steps.map(({ label, seconds = longSeconds }) => `${label} (${seconds} s)`);
  return markdown(['contender', ...labels], rows);
}

async function stepsOf(
  { world, question, steps }: MemoryWorkload,
  contender: Contender,
  load: Load,
  longSeconds: number,
): Promise<Memory[]> {
  const simulators = startSimulators(world);
  const access = await simulators.open(contender.name);
  const contestant = await startContestant(contender, { access, sourceSettings: {} });
  try {
    const fault = await faultOf(contestant.url, question);
    if (fault !== null) throw new Error(`${contender.name} answers wrong: ${fault}`);
    const reference = await post(contestant.url, at(question.operation, PRESENT));
    const memories: Memory[] = [];
    for (const step of steps) {
      const seconds = step.seconds ?? longSeconds;
      memories.push(await watch(contestant, () => go(step.clients, seconds)));
    }
    return memories;

    async function go(clients: number, seconds: number): Promise<number> {
      const order = { url: contestant.url, operation: question.operation, clients, seconds, reference };
      if (clients === 0) return sleep(seconds * SECOND, 0);
      const { wrong, firstWrong } = await load.run(order);
      if (firstWrong !== null) console.error(`${contender.name}, ${clients} clients: ${firstWrong}`);
      return wrong;
    }
  } finally {
    await Promise.all([contestant.stop(), simulators.stop()]);
  }
}

/** Looks at the memory all the time while something goes on, which gives the number of wrong answers. */
async function watch({ pid }: Contestant, during: () => Promise<number>): Promise<Memory> {
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, residentBytes(pid));
  }, LOOK_MS);
  try {
    const wrong = await during();
    return { most, last: residentBytes(pid), wrong };
  } finally {
    clearInterval(timer);
  }
}

const megabytes = (bytes: number): string => Math.round(bytes / 1e6).toLocaleString('en-US');

const show = ({ most, last, wrong }: Memory): string =>
  `${megabytes(most)}, ${megabytes(last)}${wrong > 0 ? ` (${wrong} wrong answers)` : ''}`;
