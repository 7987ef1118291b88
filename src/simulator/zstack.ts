import { createHistory, type HistoryJob } from './kit/history.ts';
import type { Simulator, SimulatorOptions } from './kit/simulator.ts';
import { simulatorOptions } from './kit/simulator-options.ts';
import { asking, startZstackSimulator } from './start-zstack-simulator.ts';
import { createHistoryTable, expectedRun, zstackId } from './zstack-history.ts';
import { createSchedulerJobs, createSchedulerTables, type SchedulerJob } from './zstack-scheduler.ts';

export interface ZstackSimulatorOptions extends Partial<SimulatorOptions> {
  /** Of the management node: times are printed and compared in it. Default `Asia/Shanghai`. */
  readonly timeZone?: string;
  /** Prints times as newer Java does: a comma after the year, U+202F before AM or PM. Default false. */
  readonly newJvm?: boolean;
}

const OUTCOMES = [
  ['SUCCEEDED', 85],
  ['FAILED', 15],
] as const;

/** ZStack's scheduler: its history, what the history hangs under, and sessions (docs/vendors/zstack.md). */
export const createZstackSimulator = async (given: ZstackSimulatorOptions = {}): Promise<Simulator> => {
  const options = simulatorOptions(given);
  const { seed, now } = options;
  const { timeZone = 'Asia/Shanghai', newJvm = false } = given;
  const jobs = createSchedulerJobs(seed, options.origins, now());
  const tables = createSchedulerTables(jobs);
  const history = createHistory({
    ...options,
    resolutionMs: 1000,
    outcomes: OUTCOMES,
    nativeId: (serial) => String(zstackId(serial)),
  });
  const jobOf = (run: HistoryJob): SchedulerJob => {
    const job = jobs[run.origin];
    if (job === undefined) throw new RangeError(`no scheduler job ${run.origin}`);
    return job;
  };
  return startZstackSimulator({
    backend: 'zstack',
    options,
    timeZone,
    newJvm,
    history,
    originIds: jobs.map(({ uuid }) => uuid),
    // The vendor derives no other statuses (docs/vendors/zstack.md#status).
    statuses: ['RUNNING', 'SUCCEEDED', 'FAILED'],
    tables: [
      ['/scheduler/job/history', asking(createHistoryTable(history.jobs, jobOf, now))],
      ['/scheduler/jobs', asking(tables.jobs)],
      ['/scheduler/jobs/:uuid', asking(tables.jobs)],
      ['/scheduler/jobgroups', asking(tables.groups)],
      ['/scheduler/triggers', asking(tables.triggers)],
    ],
    expectedJob: (run, time) => expectedRun(run, jobOf(run), time),
  });
};
