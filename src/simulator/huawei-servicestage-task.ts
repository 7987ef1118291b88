import { type JobStatus, phaseOf } from '../model/job-status.ts';
import { jobStatus, wordOf } from './huawei-servicestage-word.ts';
import type { HistoryJob } from './kit/history.ts';
import { hash32, integer, uuid } from './kit/random.ts';
import type { ExpectedTask } from './kit/simulator.ts';

/** One step of a job as it is now. Times are epoch milliseconds. */
export interface ServiceTask {
  readonly id: string;
  readonly index: number;
  readonly status: JobStatus;
  readonly nativeStatus: string;
  readonly createdAt: number;
  readonly lastHealthCheck: number;
  readonly salt: number;
}

const UNENDING_STEP_MS = 5000;
const HEALTH_CHECK_MS = 10_000;
const ID_ROOM = 64;

/** Mostly one to twelve; at times 21 to 60, more than a page holds; seldom none, unless one is wanted. */
export function taskCount(job: HistoryJob, leastTasks: number): number {
  const draw = hash32(job.salt, 7);
  if (draw % 20 === 0) return leastTasks;
  return draw % 20 <= 3 ? 21 + (hash32(job.salt, 8) % 40) : 1 + (hash32(job.salt, 8) % 12);
}

/** Ascending with gaps; in one job of three the second step to start has the lower index. */
function indexesOf(job: HistoryJob, count: number): number[] {
  let next = 0;
  const indexes = Array.from({ length: count }, (_, place) => {
    next += integer(() => hash32(job.salt, 100 + place) / 2 ** 32, 1, 3);
    return next;
  });
  const [first, second] = indexes;
  if (job.salt % 3 !== 0 || first === undefined || second === undefined) return indexes;
  return [second, first, ...indexes.slice(2)];
}

/** How the step ends in the `place` of `count`; only the last one can be what the job is named after. */
function outcomeOf(job: HistoryJob, place: number, count: number, salt: number): JobStatus {
  const isLast = place === count - 1;
  switch (job.outcome) {
    case 'FAILED':
    case 'CANCELED':
    case 'UNKNOWN':
      return isLast ? job.outcome : 'SUCCEEDED';
    case 'PARTIALLY_FAILED':
      return isLast || salt % 3 === 0 ? 'FAILED' : 'SUCCEEDED';
    case 'ROLLED_BACK':
      return isLast || place >= count / 2 ? 'ROLLED_BACK' : 'SUCCEEDED';
    default:
      return salt % 8 === 0 ? 'SKIPPED' : 'SUCCEEDED';
  }
}

/** The steps that have been created until now, by index ascending; a job's first step is as old as the job. */
export function tasksOf(job: HistoryJob, now: number, leastTasks: number): ServiceTask[] {
  const count = taskCount(job, leastTasks);
  const length = job.finishedAt - job.startedAt;
  const step = Number.isFinite(length) ? Math.floor(length / Math.max(1, count)) : UNENDING_STEP_MS;
  const tasks = indexesOf(job, count).map((index, place): ServiceTask => {
    const salt = hash32(job.salt, 200 + place);
    const createdAt = place === 0 ? job.createdAt : job.startedAt + place * step;
    const end = place === count - 1 ? job.finishedAt : job.startedAt + (place + 1) * step;
    const status = now < end ? jobStatus(job, now) : outcomeOf(job, place, count, salt);
    return {
      id: `Task-${uuid(0, 'servicestage-task', job.serial * ID_ROOM + place)}`,
      index,
      status,
      nativeStatus: status === 'SKIPPED' ? 'SKIPPED' : wordOf(job, status),
      createdAt,
      lastHealthCheck:
        now < end ? Math.max(createdAt, Math.floor(now / HEALTH_CHECK_MS) * HEALTH_CHECK_MS) : end,
      salt,
    };
  });
  return tasks.filter(({ createdAt }) => createdAt <= now).sort((a, b) => a.index - b.index);
}

/** A JSON text with spaces, now and then a broken one or none at all (docs/vendors/huawei-servicestage.md#answer). */
function messagesOf({ status, salt }: ServiceTask): string {
  if (status !== 'FAILED') return salt % 10 === 0 ? '' : '{}';
  return salt % 5 === 0
    ? '{ "Message" : "ECC00011", "Detail" : "Buil'
    : '{ "Message" : "ECC00011", "Detail" : "Building failed." }';
}

/** One row of `tasks` (docs/vendors/huawei-servicestage.md#answer). */
export const printTask = (task: ServiceTask) => ({
  MESSAGES: messagesOf(task),
  TASK_ID: task.id,
  TASK_TYPE: ['echo', 'restful', 'kube'][task.salt % 3],
  TASK_INDEX: task.index,
  TASK_NAME: `TN${String(task.index).padStart(5, '0')}`,
  TASK_STATUS: task.nativeStatus,
  LAST_HEALTH_CHECK: new Date(task.lastHealthCheck).toISOString(),
  CREATED_AT: new Date(task.createdAt).toISOString(),
  OWNER_ID: 'cas-mgr-69bb87d7c-wpqwb:30114',
});

/** The same in v3: no index, no owner (docs/vendors/huawei-servicestage.md#job). */
export const printV3Task = (task: ServiceTask) => {
  const { MESSAGES, TASK_ID, TASK_TYPE, TASK_NAME, TASK_STATUS, LAST_HEALTH_CHECK, CREATED_AT } =
    printTask(task);
  return { CREATED_AT, UPDATE_AT: LAST_HEALTH_CHECK, MESSAGES, TASK_ID, TASK_NAME, TASK_STATUS, TASK_TYPE };
};

/**
 * What `printTask` shows: a finished step's last health check is its end
 * (docs/vendors/huawei-servicestage.md#times-of-a-job).
 */
export const expectedTask = (task: ServiceTask): ExpectedTask => ({
  nativeId: task.id,
  status: task.status,
  nativeStatus: task.nativeStatus,
  createdAt: task.createdAt,
  finishedAt: phaseOf(task.status) === 'DONE' ? task.lastHealthCheck : null,
});
