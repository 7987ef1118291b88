import type { JobStatus } from '../model/job-status.ts';
import { type HistoryJob, statusAt } from './kit/history.ts';
import { nativeWord } from './start-huawei-simulator.ts';

/** EXECUTION_STATUS (docs/vendors/huawei-servicestage.md#words). */
export const SERVICESTAGE_WORDS: ReadonlyMap<JobStatus, string> = new Map<JobStatus, string>([
  ['QUEUED', 'SUBMITTED'],
  ['RUNNING', 'RUNNING'],
  ['ROLLING_BACK', 'ROLLBACKING'],
  ['SUCCEEDED', 'SUCCEEDED'],
  ['FAILED', 'FAILED'],
  ['PARTIALLY_FAILED', 'PARTIALLY_FAILED'],
  ['CANCELED', 'CANCELLED'],
  ['ROLLED_BACK', 'ROLLBACKED'],
  ['UNKNOWN', 'UNKNOWN'],
]);

/** The second half of a run that ends rolled back is the rollback. */
export function jobStatus(job: HistoryJob, now: number): JobStatus {
  const status = statusAt(job, now);
  const isBackHalf = now * 2 >= job.startedAt + job.finishedAt;
  return status === 'RUNNING' && job.outcome === 'ROLLED_BACK' && isBackHalf ? 'ROLLING_BACK' : status;
}

/** One queued job in four is planned for later. */
export const wordOf = (job: HistoryJob, status: JobStatus): string =>
  status === 'QUEUED' && job.salt % 4 === 0 ? 'SCHEDULED' : nativeWord(SERVICESTAGE_WORDS, status);
