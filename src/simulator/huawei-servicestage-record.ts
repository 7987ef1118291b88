import { phaseOf } from '../model/job-status.ts';
import { jobStatus, wordOf } from './huawei-servicestage-word.ts';
import type { HistoryJob } from './kit/history.ts';
import type { ExpectedJob } from './kit/simulator.ts';

/** What was done to a component at once: one job, or several where it was released in batches. Times: epoch milliseconds. */
export interface ComponentRecord {
  readonly jobs: readonly HistoryJob[];
  readonly beginTime: number;
  /** `null`: not over. */
  readonly endTime: number | null;
}

const FEW_MS = 400;

/**
 * By their beginning, ascending; now and then a job is the next batch of the record before. `jobs`: of one component, likewise.
 * `isAlone`: it is no batch.
 */
export function recordsOf(
  jobs: readonly HistoryJob[],
  now: number,
  isAlone: (job: HistoryJob) => boolean,
): ComponentRecord[] {
  const groups: HistoryJob[][] = [];
  for (const job of jobs) {
    const before = groups.at(-1);
    const isBatch = job.salt % 7 === 0 && !isAlone(job);
    if (isBatch && before !== undefined && !before.some(isAlone)) before.push(job);
    else groups.push([job]);
  }
  return groups.map((group) => recordOf(group, now)).sort((a, b) => a.beginTime - b.beginTime);
}

/** It begins a little before its first job has a task, and ends a little after the last. */
function recordOf(jobs: readonly HistoryJob[], now: number): ComponentRecord {
  const [first] = jobs;
  const salt = first?.salt ?? 0;
  const endTime = Math.max(...jobs.map(({ finishedAt }) => finishedAt)) + (salt % FEW_MS);
  return {
    jobs,
    beginTime: (first?.createdAt ?? 0) - (salt % FEW_MS),
    endTime: endTime <= now ? endTime : null,
  };
}

const DEPLOY_TYPES = ['OneBatchRelease', 'RollingRelease'] as const;

const deployTypeOf = ({ jobs }: ComponentRecord): string =>
  jobs.length > 1 ? 'GrayRelease' : (DEPLOY_TYPES[(jobs[0]?.salt ?? 0) % 2] ?? '');

/** Running is told by an end that is missing, or empty (docs/vendors/huawei-servicestage.md#records). */
function printEnd({ endTime, jobs }: ComponentRecord): { end_time?: string } {
  if (endTime !== null) return { end_time: new Date(endTime).toISOString() };
  return (jobs[0]?.salt ?? 0) % 2 === 0 ? {} : { end_time: '' };
}

/** One row of `records` (docs/vendors/huawei-servicestage.md#records). */
export function printRecord(record: ComponentRecord, place: number, isCurrent: boolean, now: number) {
  const { jobs, beginTime } = record;
  const last = jobs.at(-1);
  const deploy_type = deployTypeOf(record);
  return {
    begin_time: new Date(beginTime).toISOString(),
    ...printEnd(record),
    description: { cn: '升级组件', en: 'upgrade the component' },
    instance_id: `instance-${place}`,
    version: `1.0.${place}`,
    current_used: isCurrent,
    status: last === undefined ? '' : wordOf(last, jobStatus(last, now)),
    deploy_type,
    jobs: jobs.map((job, sequence) => ({
      sequence,
      deploy_type,
      job_id: job.nativeId,
      job_info: printJobInfo(job, deploy_type),
    })),
  };
}

const printJobInfo = ({ salt }: HistoryJob, deploy_type: string) => ({
  deploy_type,
  source_url: `swr.example.com/demo/app:${salt % 100}`,
  first_batch_weight: 0,
  first_batch_replica: 1,
  replica: 2,
  remaining_batch: 1,
});

/** What no task tells of a job its record does (docs/vendors/huawei-servicestage.md#records). */
export function withRecord(job: ExpectedJob, record: ComponentRecord | undefined): ExpectedJob {
  if (job.createdAt !== null || record === undefined) return job;
  const { beginTime: createdAt, endTime } = record;
  return { ...job, createdAt, finishedAt: phaseOf(job.status) === 'DONE' ? endTime : null };
}

/** Of a job that was cleared away nothing is left but what its record tells, which is named after its last job. */
export function clearedJob(job: ExpectedJob, { jobs }: ComponentRecord, now: number): ExpectedJob {
  const last = jobs.at(-1);
  const status = last === undefined ? 'UNKNOWN' : jobStatus(last, now);
  const nativeStatus = last === undefined ? '' : wordOf(last, status);
  return { ...job, status, nativeStatus, createdAt: null, finishedAt: null, tasks: [] };
}
