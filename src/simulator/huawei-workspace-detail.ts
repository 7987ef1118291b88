import type { JobStatus } from '../model/job-status.ts';
import type { HistoryJob } from './kit/history.ts';
import { hash32, uuid } from './kit/random.ts';
import type { ExpectedTask } from './kit/simulator.ts';

/** What one sub-task does to one server. Times are epoch milliseconds, `Infinity` for never. */
export interface SubTask {
  readonly place: number;
  readonly begin: number;
  readonly end: number;
  readonly endsWell: boolean;
}

type SubTaskStatus = Extract<JobStatus, 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED'>;

const WORDS: Readonly<Record<SubTaskStatus, string>> = {
  QUEUED: 'WAITING',
  RUNNING: 'RUNNING',
  SUCCEEDED: 'SUCCESS',
  FAILED: 'FAILED',
};
const UNENDING_STEP_MS = 5000;
/** More than one page holds even at the largest limit. */
const MANY = 120;
const ID_ROOM = 128;

/** Mostly one to eleven servers, seldom none at all, seldom more than a page holds. */
function countOf(job: HistoryJob): number {
  const draw = hash32(job.salt, 1) % 40;
  if (draw === 0) return MANY;
  return Math.max(draw % 12, job.outcome === 'PARTIALLY_FAILED' ? 2 : 0);
}

const endsWell = (job: HistoryJob, place: number, count: number): boolean => {
  if (job.outcome !== 'PARTIALLY_FAILED') return job.outcome !== 'FAILED';
  return place === 0 || (place < count - 1 && hash32(job.salt, place) % 2 === 0);
};

/** One server after the other; the last ends with the job. */
export function subTasksOf(job: HistoryJob): SubTask[] {
  const count = countOf(job);
  const length = job.finishedAt - job.startedAt;
  const step = Number.isFinite(length) ? Math.floor(length / Math.max(1, count)) : UNENDING_STEP_MS;
  return Array.from({ length: count }, (_, place) => {
    const begin = job.startedAt + place * step;
    const end = place === count - 1 ? job.finishedAt : begin + step;
    return { place, begin, end, endsWell: endsWell(job, place, count) };
  });
}

export const subTaskStatus = (task: SubTask, now: number): SubTaskStatus => {
  if (now < task.begin) return 'QUEUED';
  if (now < task.end) return 'RUNNING';
  return task.endsWell ? 'SUCCEEDED' : 'FAILED';
};

const subTaskId = (job: HistoryJob, place: number): string =>
  uuid(0, 'workspace-detail', job.serial * ID_ROOM + place);

const isoOnce = (instant: number, now: number): string | null =>
  instant <= now ? new Date(instant).toISOString() : null;

/** One row of `execute-detail` (docs/vendors/huawei-workspace.md#details-of-an-execution). */
export function printSubTask(job: HistoryJob, taskType: string, task: SubTask, now: number) {
  const status = subTaskStatus(task, now);
  const failed = status === 'FAILED';
  return {
    id: subTaskId(job, task.place),
    execute_id: job.nativeId,
    server_id: uuid(job.origin, 'workspace-server', task.place),
    server_name: `app-${job.origin + 1}-${task.place + 1}`,
    status: WORDS[status],
    task_type: taskType,
    time_zone: 'Asia/Shanghai',
    begin_time: isoOnce(task.begin, now),
    end_time: isoOnce(task.end, now),
    result_code: failed ? 'WKS.00211401' : null,
    result_message: failed ? 'The requested operation failed. Please try again later.' : null,
  };
}

/** What `printSubTask` shows; a sub-task has no other time of birth than its begin. */
export function expectedSubTask(job: HistoryJob, task: SubTask, now: number): ExpectedTask {
  const status = subTaskStatus(task, now);
  return {
    nativeId: subTaskId(job, task.place),
    status,
    nativeStatus: WORDS[status],
    createdAt: task.begin <= now ? task.begin : null,
    finishedAt: task.end <= now ? task.end : null,
  };
}
