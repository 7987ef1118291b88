import type { JobStatus } from '../model/job-status.ts';
import { type HistoryJob, statusAt } from './kit/history.ts';
import { uuid } from './kit/random.ts';
import type { ExpectedJob } from './kit/simulator.ts';
import { nativeWord } from './start-huawei-simulator.ts';

/** docs/vendors/huawei-css.md#words */
export const CSS_WORDS: ReadonlyMap<JobStatus, string> = new Map<JobStatus, string>([
  ['RUNNING', 'RUNNING'],
  ['SUCCEEDED', 'SUCCESS'],
  ['FAILED', 'FAIL'],
]);

/** This vendor knows no queue: what waits is running. */
function cssStatus(job: HistoryJob, now: number): JobStatus {
  const status = statusAt(job, now);
  return status === 'QUEUED' ? 'RUNNING' : status;
}

/** One row of `logs/records` (docs/vendors/huawei-css.md#answer); one `createAt` in nine is a text, as the manual has it. */
export function printRecord(job: HistoryJob, clusterId: string, now: number) {
  const status = cssStatus(job, now);
  return {
    id: uuid(job.origin, 'css-log-task', job.serial),
    clusterId,
    createAt: job.salt % 9 === 0 ? String(job.createdAt) : job.createdAt,
    logPath: 'css-backup-1610678043608/css/log',
    status: nativeWord(CSS_WORDS, status),
    finishedAt: job.finishedAt <= now ? job.finishedAt : null,
    jobTypes: job.salt % 5 === 0 ? 'Manual' : 'Auto',
    failedMsg: status === 'FAILED' ? 'The OBS bucket cannot be written to. Check its policy.' : null,
    jobId: job.nativeId,
  };
}

type StatusFilter = (job: HistoryJob, now: number) => boolean;

/** The filter's own vocabulary (docs/vendors/huawei-css.md#filter-by-status). */
export const STATUS_FILTERS: ReadonlyMap<string, StatusFilter> = new Map<string, StatusFilter>([
  ['', () => true],
  ['FAIL', (job, now) => cssStatus(job, now) === 'FAILED'],
  ['NOT_FAIL', (job, now) => cssStatus(job, now) !== 'FAILED'],
]);

export function expectedRecord(job: HistoryJob, clusterId: string, now: number): ExpectedJob {
  const status = cssStatus(job, now);
  return {
    nativeId: job.nativeId,
    originNativeId: clusterId,
    status,
    nativeStatus: nativeWord(CSS_WORDS, status),
    createdAt: job.createdAt,
    finishedAt: job.finishedAt <= now ? job.finishedAt : null,
    tasks: [],
  };
}
