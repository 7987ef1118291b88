import { phaseOf } from '../model/job-status.ts';
import { expectedTask, taskCount, tasksOf } from './huawei-servicestage-task.ts';
import { jobStatus, wordOf } from './huawei-servicestage-word.ts';
import type { HistoryJob } from './kit/history.ts';
import type { ExpectedJob } from './kit/simulator.ts';

const JOB_TYPES = ['PROVISION', 'DEPROVISION', 'DAILY_OPERATION', 'SYSTEM_INNER'] as const;
const JOB_NAMES = [
  'provision/provMain',
  'deprovision/deprovMain',
  'operation/upgrade',
  'inner/sync',
] as const;

/** `job` of the answer: no times at all (docs/vendors/huawei-servicestage.md#answer). */
export function printJob(job: HistoryJob, instanceId: string, projectId: string, now: number) {
  const kind = job.salt % JOB_TYPES.length;
  return {
    JOB_ID: job.nativeId,
    JOB_NAME: JOB_NAMES[kind],
    JOB_TYPE: JOB_TYPES[kind],
    SERVICE_INSTANCE_ID: instanceId,
    PROJECT_ID: projectId,
    ORDER_ID: '',
    JOB_DESC: JOB_NAMES[kind],
    EXECUTION_STATUS: wordOf(job, jobStatus(job, now)),
    CREATED_BY: '585cc5c16cda4954b28d4eb460f06261',
  };
}

/** The same in v3, which says less (docs/vendors/huawei-servicestage.md#job). */
export const printV3Job = (job: HistoryJob, now: number) => ({
  EXECUTION_STATUS: wordOf(job, jobStatus(job, now)),
  JOB_ID: job.nativeId,
  JOB_TYPE: JOB_TYPES[job.salt % JOB_TYPES.length],
  ROLLBACK_ENABLED: job.salt % 2 === 0,
});

/** What the job and all its tasks tell: it is as old as its oldest task and ends with its last health check. */
export function expectedJob(
  job: HistoryJob,
  instanceId: string,
  leastTasks: number,
  now: number,
): ExpectedJob {
  const status = jobStatus(job, now);
  const hasTasks = taskCount(job, leastTasks) > 0;
  return {
    nativeId: job.nativeId,
    originNativeId: instanceId,
    status,
    nativeStatus: wordOf(job, status),
    createdAt: hasTasks ? job.createdAt : null,
    finishedAt: hasTasks && phaseOf(status) === 'DONE' ? job.finishedAt : null,
    get tasks() {
      return tasksOf(job, now, leastTasks).map(expectedTask);
    },
  };
}

/** Every key in lower case, as some versions print it (docs/vendors/huawei-servicestage.md#case-of-the-keys). */
export const lowerCaseKeys = (row: object): object =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [key.toLowerCase(), value]));
