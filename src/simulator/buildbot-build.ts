import type { JobStatus } from '../model/job-status.ts';
import { type HistoryJob, statusAt } from './kit/history.ts';
import type { ExpectedJob, ExpectedTask } from './kit/simulator.ts';

/** Numbers under `results`, and what they are called (docs/vendors/buildbot.md#status). */
const WORDS = ['success', 'warnings', 'failure', 'skipped', 'exception', 'retry', 'cancelled'] as const;
const RETRY = 5;

/** What an end is written as; two numbers mean success, and two mean failure. */
const RESULTS: ReadonlyMap<JobStatus, readonly number[]> = new Map<JobStatus, readonly number[]>([
  ['SUCCEEDED', [0, 0, 0, 1]],
  ['FAILED', [2, 4]],
  ['SKIPPED', [3]],
  ['CANCELED', [6]],
]);

/** The statuses that a build request can have. */
export const BUILDBOT_STATUSES: readonly JobStatus[] = ['QUEUED', 'RUNNING', ...RESULTS.keys()];

const seconds = (time: number): number => Math.floor(time / 1_000);

/** Every number here is unique, and requests are numbered in the order in which they are put in. */
export const requestIdOf = (serial: number): number => serial + 1;

/** A request that is cancelled before it is built has no build. */
const isNeverBuilt = (job: HistoryJob): boolean => job.outcome === 'CANCELED' && job.salt % 2 === 0;

/** A request whose first build was lost is built again. */
const isRetried = (job: HistoryJob): boolean => !isNeverBuilt(job) && job.salt % 7 === 0;

export function requestStatus(job: HistoryJob, now: number): JobStatus {
  const status = statusAt(job, now);
  return status === 'RUNNING' && isNeverBuilt(job) ? 'QUEUED' : status;
}

function resultsOf(job: HistoryJob): number {
  const numbers = RESULTS.get(job.outcome) ?? [0];
  return numbers[(job.salt >>> 3) % numbers.length] ?? 0;
}

export interface Build {
  readonly buildid: number;
  readonly number: number;
  /** Epoch milliseconds. `finishedAt`: `Infinity` for never. */
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly results: number;
}

/** The builds of a request that have been started, first to last. */
export function buildsOf(job: HistoryJob, now: number): Build[] {
  if (isNeverBuilt(job)) return [];
  const id = requestIdOf(job.serial) * 2;
  const last = {
    buildid: id,
    number: 1,
    startedAt: job.startedAt,
    finishedAt: job.finishedAt,
    results: resultsOf(job),
  };
  const again = retryTime(job);
  const builds =
    again === null
      ? [last]
      : [
          { ...last, finishedAt: again, results: RETRY },
          { ...last, buildid: id + 1, number: 2, startedAt: again },
        ];
  return builds.filter(({ startedAt }) => startedAt <= now);
}

function retryTime(job: HistoryJob): number | null {
  if (!isRetried(job)) return null;
  const half = Number.isFinite(job.finishedAt) ? (job.startedAt + job.finishedAt) / 2 : job.startedAt + 2_000;
  return Math.floor(half / 1_000) * 1_000;
}

/** One row of `buildrequests` (docs/vendors/buildbot.md#jobs-and-tasks); properties only where they are asked for. */
export function printRequest(job: HistoryJob, now: number, properties: readonly string[]) {
  const id = requestIdOf(job.serial);
  const status = requestStatus(job, now);
  const isOver = job.finishedAt <= now;
  const claimedAt = isNeverBuilt(job)
    ? job.finishedAt
    : (buildsOf(job, now).at(-1)?.startedAt ?? job.startedAt);
  const isClaimed = status !== 'QUEUED';
  return {
    builderid: job.origin + 1,
    buildrequestid: id,
    buildsetid: id,
    claimed: isClaimed,
    claimed_at: isClaimed ? seconds(claimedAt) : null,
    claimed_by_masterid: isClaimed ? 1 : null,
    complete: isOver,
    complete_at: isOver ? seconds(job.finishedAt) : null,
    priority: 0,
    properties: properties.length === 0 ? null : printProperties(job, properties),
    results: isOver ? resultsOf(job) : -1,
    submitted_at: seconds(job.createdAt),
    waited_for: false,
  };
}

function printProperties(job: HistoryJob, names: readonly string[]) {
  const known = {
    owner: ['Ann Other <ann@example.org>', 'Force Build Form'],
    reason: [`nightly ${requestIdOf(job.serial)}`, 'Force Build Form'],
    scheduler: ['force', 'Scheduler'],
  };
  // What a scheduler starts has no owner.
  const has = (name: string): boolean => name !== 'owner' || job.salt % 5 !== 0;
  return Object.fromEntries(Object.entries(known).filter(([name]) => names.includes(name) && has(name)));
}

export const printBuild = (job: HistoryJob, build: Build, now: number) => ({
  builderid: job.origin + 1,
  buildid: build.buildid,
  buildrequestid: requestIdOf(job.serial),
  complete: build.finishedAt <= now,
  complete_at: build.finishedAt <= now ? seconds(build.finishedAt) : null,
  masterid: 1,
  number: build.number,
  properties: {},
  results: build.finishedAt <= now ? build.results : null,
  started_at: seconds(build.startedAt),
  state_string: build.finishedAt <= now ? `build ${WORDS[build.results]}` : 'building',
  workerid: 1,
});

const STEPS = ['worker_preparation', 'prep', 'test'] as const;

interface Step extends Omit<Build, 'buildid'> {
  readonly stepid: number;
  readonly name: string;
}

/** Steps begin one after the other, each when the one before has ended; the last tells how the build ended. */
function stepsOf(build: Build, now: number): Step[] {
  const ends = [1_000, 2_000].map((after) => Math.min(build.startedAt + after, build.finishedAt));
  return STEPS.map((name, number) => ({
    stepid: build.buildid * 10 + number,
    number,
    name,
    startedAt: ends[number - 1] ?? build.startedAt,
    finishedAt: ends[number] ?? build.finishedAt,
    results: number === STEPS.length - 1 ? build.results : 0,
  })).filter(({ startedAt }) => startedAt <= now);
}

export const printSteps = (build: Build, now: number) =>
  stepsOf(build, now).map((step) => ({
    buildid: build.buildid,
    complete: step.finishedAt <= now,
    complete_at: step.finishedAt <= now ? seconds(step.finishedAt) : null,
    hidden: false,
    name: step.name,
    number: step.number,
    results: step.finishedAt <= now ? step.results : null,
    started_at: seconds(step.startedAt),
    state_string: step.finishedAt > now ? 'running' : `'sh -c ...'${step.results === 2 ? ' (failure)' : ''}`,
    stepid: step.stepid,
    urls: [],
  }));

const MEANINGS: readonly JobStatus[] = [
  'SUCCEEDED',
  'SUCCEEDED',
  'FAILED',
  'SKIPPED',
  'FAILED',
  'FAILED',
  'CANCELED',
];

function expectedStep(step: Step, now: number): ExpectedTask {
  const isOver = step.finishedAt <= now;
  return {
    nativeId: String(step.stepid),
    status: isOver ? (MEANINGS[step.results] ?? 'UNKNOWN') : 'RUNNING',
    nativeStatus: isOver ? (WORDS[step.results] ?? null) : null,
    createdAt: step.startedAt,
    finishedAt: isOver ? step.finishedAt : null,
  };
}

export function expectedRequest(job: HistoryJob, now: number): ExpectedJob {
  const isOver = job.finishedAt <= now;
  return {
    nativeId: String(requestIdOf(job.serial)),
    originNativeId: String(job.origin + 1),
    status: requestStatus(job, now),
    nativeStatus: isOver ? (WORDS[resultsOf(job)] ?? null) : null,
    createdAt: job.createdAt,
    finishedAt: isOver ? job.finishedAt : null,
    tasks: buildsOf(job, now).flatMap((build) => stepsOf(build, now).map((step) => expectedStep(step, now))),
  };
}
