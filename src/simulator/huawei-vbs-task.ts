import type { JobStatus } from '../model/job-status.ts';
import { type HistoryJob, statusAt } from './kit/history.ts';
import { hash32, hexId, uuid } from './kit/random.ts';

/** One row of `backuptasks` (docs/vendors/huawei-vbs.md#answer). */
export interface VbsTask {
  readonly status: string;
  readonly job_id: string;
  readonly created_at: string;
  readonly finished_at?: string;
  readonly backup_name: string;
  readonly resource_id: string;
  readonly resource_type: 'volume';
  readonly vbs_job_id?: string;
}

/** The documented words (docs/vendors/huawei-vbs.md#words). */
export const VBS_WORDS: ReadonlyMap<JobStatus, string> = new Map<JobStatus, string>([
  ['QUEUED', 'WAITING'],
  ['RUNNING', 'RUNNING'],
  ['SUCCEEDED', 'EXECUTE_SUCCESS'],
  ['FAILED', 'EXECUTE_FAIL'],
  ['TIMED_OUT', 'EXECUTE_TIMEOUT'],
  ['SKIPPED', 'SKIP'],
]);

/** What a vendor may say some day, for jobs that are inserted as `UNKNOWN`. */
const UNDOCUMENTED_WORD = 'EXECUTE_ARCHIVED';

export const vbsWord = (status: JobStatus): string => VBS_WORDS.get(status) ?? UNDOCUMENTED_WORD;

/** The word as printed: one job in sixteen has it in another case. */
export const printedWord = (job: HistoryJob, now: number): string => {
  const word = vbsWord(statusAt(job, now));
  return job.salt % 16 === 0 ? word.toLowerCase() : word;
};

/** Half of the jobs have a job of the backup service behind them, once it runs and unless it is skipped. */
export const hasServiceJob = (job: HistoryJob, now: number): boolean => {
  const status = statusAt(job, now);
  return (job.salt >>> 4) % 2 === 0 && status !== 'QUEUED' && status !== 'SKIPPED';
};

const reversed = (text: string): string => [...text].reverse().join('');

/** `vbs_job_id`: 32 hexadecimal digits, here the job's UUID backwards, so that it leads back to the job. */
export const serviceJobIdOf = (nativeId: string): string => reversed(nativeId.replaceAll('-', ''));

export const nativeIdOfServiceJob = (serviceJobId: string): string =>
  reversed(serviceJobId).replace(/^(.{8})(.{4})(.{4})(.{4})(.*)$/, '$1-$2-$3-$4-$5');

/** UTC without a zone; the fraction is missing where it is zero (docs/vendors/huawei-vbs.md#answer). */
const zonelessTime = (time: number): string => new Date(time).toISOString().replace(/(\.000)?Z$/, '');

export const volumeIdOf = (job: HistoryJob): string => uuid(job.origin, 'volume', (job.salt >>> 8) % 5);

export const printVbsTask = (job: HistoryJob, now: number): VbsTask => ({
  status: printedWord(job, now),
  job_id: job.nativeId,
  created_at: zonelessTime(job.createdAt),
  ...(now >= job.finishedAt ? { finished_at: zonelessTime(job.finishedAt) } : {}),
  backup_name: `autobk_${hexId(hash32(job.salt, 0), 'name', 0).slice(0, 4)}`,
  resource_id: volumeIdOf(job),
  resource_type: 'volume',
  ...(hasServiceJob(job, now) ? { vbs_job_id: serviceJobIdOf(job.nativeId) } : {}),
});
