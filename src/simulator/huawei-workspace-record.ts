import type { JobStatus } from '../model/job-status.ts';
import { expectedSubTask, subTaskStatus, subTasksOf } from './huawei-workspace-detail.ts';
import type { ScheduledTask } from './huawei-workspace-task.ts';
import { type HistoryJob, statusAt } from './kit/history.ts';
import type { ExpectedJob } from './kit/simulator.ts';
import { nativeWord } from './start-huawei-simulator.ts';

/** docs/vendors/huawei-workspace.md#words: there is no word for a partial failure, only counts. */
export const WORKSPACE_WORDS: ReadonlyMap<JobStatus, string> = new Map<JobStatus, string>([
  ['QUEUED', 'WAITING'],
  ['RUNNING', 'RUNNING'],
  ['SUCCEEDED', 'SUCCESS'],
  ['FAILED', 'FAILED'],
  ['PARTIALLY_FAILED', 'FAILED'],
]);

/** One partial failure in four is called a success; one row in eight has its word in another case. */
export function printedWord(job: HistoryJob, now: number): string {
  const status = statusAt(job, now);
  const isSoCalledSuccess = status === 'PARTIALLY_FAILED' && job.salt % 4 === 0;
  const word = isSoCalledSuccess ? 'SUCCESS' : nativeWord(WORKSPACE_WORDS, status);
  if (job.salt % 16 === 3) return word.toLowerCase();
  return job.salt % 16 === 4 ? word.charAt(0) + word.slice(1).toLowerCase() : word;
}

/** A time that has come; else null, or nothing at all in every second row. */
const timeOnce = <Name extends string>(name: Name, instant: number, job: HistoryJob, now: number) => {
  if (instant <= now) return { [name]: new Date(instant).toISOString() };
  return (job.salt >>> 5) % 2 === 0 ? { [name]: null } : {};
};

/** Every twelfth row contradicts itself, as the manual's own example does (docs/vendors/huawei-workspace.md#answer). */
function countsOf(job: HistoryJob, now: number) {
  const statuses = subTasksOf(job).map((task) => subTaskStatus(task, now));
  const count = (wanted: JobStatus) => statuses.filter((status) => status === wanted).length;
  const excess = job.salt % 12 === 5 ? 3 : 0;
  return {
    total_count: statuses.length + excess,
    success_count: count('SUCCEEDED'),
    failed_count: count('FAILED'),
    excuting_count: count('RUNNING') + 2 * excess,
  };
}

/** One row of `execute-history` (docs/vendors/huawei-workspace.md#answer). */
export const printRecord = (job: HistoryJob, task: ScheduledTask, now: number) => ({
  id: job.nativeId,
  task_id: task.id,
  task_type: task.task_type,
  status: printedWord(job, now),
  scheduled_type: job.salt % 8 === 1 ? task.scheduled_type.toLowerCase() : task.scheduled_type,
  ...countsOf(job, now),
  time_zone: task.time_zone,
  ...timeOnce('begin_time', job.startedAt, job, now),
  ...timeOnce('end_time', job.finishedAt, job, now),
  create_time: new Date(job.createdAt).toISOString(),
});

export const expectedRecord = (job: HistoryJob, task: ScheduledTask, now: number): ExpectedJob => ({
  nativeId: job.nativeId,
  originNativeId: task.id,
  status: statusAt(job, now),
  nativeStatus: printedWord(job, now),
  createdAt: job.createdAt,
  finishedAt: job.finishedAt <= now ? job.finishedAt : null,
  get tasks() {
    return subTasksOf(job).map((subTask) => expectedSubTask(job, subTask, now));
  },
});
