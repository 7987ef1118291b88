import { nativeIdOf, originIdOfRun, SCHEDULER_JOBS } from './ids.ts';
import { newestRuns, type Run } from './run.ts';
import { STEP_KINDS, stepsOf } from './steps.ts';
import { KINDS, WORDS } from './words.ts';
import type { World } from './world.ts';

/*
 * What every contender has to answer, worked out from the world alone. The ids are left out: each gives its own.
 */

const isoOf = (time: number): string => new Date(time).toISOString();

function expectedJob(run: Run) {
  const { vendor } = run.stream;
  const isRunning = run.finishedAt === null;
  return {
    backend: vendor,
    nativeId: nativeIdOf(run),
    kind: KINDS[vendor],
    status: run.outcome,
    nativeStatus: WORDS[vendor][run.outcome],
    phase: isRunning ? 'ACTIVE' : 'DONE',
    isTerminal: !isRunning,
    createdAt: isoOf(run.createdAt),
    finishedAt: run.finishedAt === null ? null : isoOf(run.finishedAt),
    durationSeconds: run.finishedAt === null ? null : (run.finishedAt - run.createdAt) / 1_000,
    origin: { nativeId: originIdOfRun(run) },
  };
}

const NAMES = {
  'huawei-workspace': 'nightly',
  'huawei-css': 'search',
  'huawei-vbs': 'policy',
  'huawei-servicestage': 'instance',
} as const;

function originName({ stream, index }: Run): string {
  return stream.vendor === 'zstack'
    ? `backup-${index % SCHEDULER_JOBS}`
    : `${NAMES[stream.vendor]}-${stream.origin}`;
}

function expectedTasks(run: Run) {
  const { vendor } = run.stream;
  if (vendor !== 'huawei-workspace' && vendor !== 'huawei-vbs') return [];
  return stepsOf(run).map((step) => ({
    nativeId: step.nativeId,
    kind: STEP_KINDS[vendor],
    status: step.outcome,
    createdAt: isoOf(step.begin),
    finishedAt: step.end === null ? null : isoOf(step.end),
  }));
}

export const expectedJobs = (world: World, before: number, skip: number, count: number) => ({
  jobs: { nodes: newestRuns(world, before, skip, count).map(expectedJob) },
});

export const expectedJobsWithTasks = (world: World, before: number, count: number) => ({
  jobs: {
    nodes: newestRuns(world, before, 0, count).map((run) => {
      const job = expectedJob(run);
      const origin = { ...job.origin, name: originName(run) };
      return { ...job, origin, tasks: { nodes: expectedTasks(run) } };
    }),
  },
});
