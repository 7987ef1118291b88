import { createHuaweiServiceStageSimulator } from '../../../src/simulator/huawei-servicestage.ts';
import { testBackend } from '../../conformance/test-backend.ts';

/** Pages have 50 tasks; whether one of 20 or more is the last, only the next one tells. */
const pagesOf = (tasks: number): number => (tasks < 20 ? 1 : Math.floor(tasks / 50) + 2);

/** Every page reads every job anew. */
const MOST_JOBS = 24;

testBackend({
  backend: 'huawei-servicestage',
  statuses: {
    SUBMITTED: 'QUEUED',
    SCHEDULED: 'QUEUED',
    RUNNING: 'RUNNING',
    SUCCEEDED: 'SUCCEEDED',
    FAILED: 'FAILED',
    PARTIALLY_FAILED: 'PARTIALLY_FAILED',
    CANCELLED: 'CANCELED',
    ROLLBACKING: 'ROLLING_BACK',
    ROLLBACKED: 'ROLLED_BACK',
    UNKNOWN: 'UNKNOWN',
  },
  create: ({ jobs = MOST_JOBS, ...options }) =>
    createHuaweiServiceStageSimulator({ ...options, jobs: Math.min(jobs, MOST_JOBS), knownJobs: 'all' }),
  firstPage: (jobs) => jobs.reduce((sum, { tasks }) => sum + pagesOf(tasks.length), 0),
});
