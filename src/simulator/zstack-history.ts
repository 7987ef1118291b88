import type { JobStatus } from '../model/job-status.ts';
import type { HistoryJob } from './kit/history.ts';
import { hexId } from './kit/random.ts';
import type { ExpectedJob } from './kit/simulator.ts';
import { zstackError } from './zstack-error.ts';
import type { SchedulerJob } from './zstack-scheduler.ts';
import { booleanColumn, numberColumn, textColumn, timeColumn, type ZstackTable } from './zstack-table.ts';

/** What MySQL's TEXT holds (docs/vendors/zstack.md#dumps). */
const MOST_DUMP_BYTES = 65_535;

const isRunning = (run: HistoryJob, now: number): boolean => now < run.finishedAt;

/** The management node stopped while the job ran: one failure in eight (docs/vendors/zstack.md#status). */
const isLost = (run: HistoryJob): boolean => run.outcome === 'FAILED' && run.salt % 8 === 0;

/** Whole seconds; -1 while it runs, 0 where it was lost. */
const executeTimeOf = (run: HistoryJob, now: number): number => {
  if (isRunning(run, now)) return -1;
  return isLost(run) ? 0 : Math.floor((run.finishedAt - run.createdAt) / 1000);
};

const statusOf = (run: HistoryJob, now: number): JobStatus => (isRunning(run, now) ? 'RUNNING' : run.outcome);

const errorOf = (run: HistoryJob) => {
  if (isLost(run)) return zstackError('SYS.1012', 'management stopped, scheduler job may have failed');
  const cause = zstackError('SYS.1006', 'the backup storage has no space left');
  return { ...zstackError('SYS.1006', 'cannot back up the volume'), elaboration: 'Free some space.', cause };
};

/** One dump in 97 is longer than its column and cut, so that it is no JSON any more. */
const cutDump = (dump: object, run: HistoryJob): string => {
  const filler = run.salt % 97 === 0 ? { inventory: { log: 'x'.repeat(MOST_DUMP_BYTES) } } : {};
  return JSON.stringify({ ...filler, ...dump }).slice(0, MOST_DUMP_BYTES);
};

const resultDumpOf = (run: HistoryJob, now: number): string => {
  if (isRunning(run, now)) return 'Running';
  const ids = { apiId: hexId(run.salt, 'api', 0), id: hexId(run.salt, 'reply', 0) };
  const success = run.outcome === 'SUCCEEDED';
  const common = { ...ids, success, headers: {}, createdTime: run.finishedAt };
  return cutDump(success ? common : { ...common, error: errorOf(run) }, run);
};

const requestDumpOf = (run: HistoryJob, job: SchedulerJob): string =>
  JSON.stringify({ uuid: job.targetResourceUuid, bsUuid: hexId(run.origin, 'backup-storage', 0) });

/** Rows of a group that start at one instant belong to one firing. */
const fireInstanceIdOf = (run: HistoryJob, job: SchedulerJob): string | null => {
  if (run.salt % 5 === 0) return null;
  return job.groupUuid === null
    ? hexId(run.salt, 'firing', run.serial)
    : hexId(Math.floor(run.createdAt / 1000), job.groupUuid, 0);
};

/** `id` of a row: a number that counts up from 1. */
export const zstackId = (serial: number): number => serial + 1;

/** The table behind `/v1/scheduler/job/history` (docs/vendors/zstack.md#fields, #status). */
export const createHistoryTable = (
  runs: () => HistoryJob[],
  jobOf: (run: HistoryJob) => SchedulerJob,
  now: () => number,
): ZstackTable<HistoryJob> => ({
  name: 'SchedulerJobHistory',
  className: 'org.zstack.header.scheduler.SchedulerJobHistoryInventory',
  columns: new Map([
    ['id', numberColumn<HistoryJob>((run) => zstackId(run.serial))],
    ['triggerUuid', textColumn((run) => (run.salt % 7 === 0 ? null : jobOf(run).triggerUuid))],
    ['schedulerJobUuid', textColumn((run) => jobOf(run).uuid)],
    ['schedulerJobGroupUuid', textColumn((run) => jobOf(run).groupUuid)],
    ['jobType', textColumn((run) => (run.salt % 5 === 0 ? null : jobOf(run).type))],
    ['fireInstanceId', textColumn((run) => fireInstanceIdOf(run, jobOf(run)))],
    ['startTime', timeColumn((run) => run.createdAt)],
    ['executeTime', numberColumn((run) => executeTimeOf(run, now()))],
    ['targetResourceUuid', textColumn((run) => jobOf(run).targetResourceUuid)],
    ['requestDump', textColumn((run) => requestDumpOf(run, jobOf(run)))],
    ['resultDump', textColumn((run) => resultDumpOf(run, now()))],
    ['success', booleanColumn((run) => !isRunning(run, now()) && run.outcome === 'SUCCEEDED')],
  ]),
  rows: runs,
});

/** The end is not delivered; it follows from `startTime` and `executeTime`. */
export const expectedRun = (run: HistoryJob, job: SchedulerJob, now: number): ExpectedJob => {
  const seconds = executeTimeOf(run, now);
  return {
    nativeId: run.nativeId,
    originNativeId: job.uuid,
    status: statusOf(run, now),
    nativeStatus: null,
    createdAt: run.createdAt,
    finishedAt: seconds < 0 ? null : run.createdAt + seconds * 1000,
    tasks: [],
  };
};
