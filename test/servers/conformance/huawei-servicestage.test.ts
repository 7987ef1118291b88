import { createHuaweiServiceStageSimulator } from '../../../src/simulator/huawei-servicestage.ts';
import { type BackendUnderTest, testBackend } from '../../conformance/test-backend.ts';

/** Pages have 50 tasks; whether one of 20 or more is the last, only the next one tells. */
const pagesOf = (tasks: number): number => (tasks < 20 ? 1 : Math.floor(tasks / 50) + 2);

/** Every page reads every job anew. */
const MOST_JOBS = 24;

const SERVICESTAGE: Omit<BackendUnderTest, 'create'> = {
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
  firstPage: (jobs) => jobs.reduce((sum, { tasks }) => sum + pagesOf(tasks.length), 0),
};

/** What the tenant has, and which of the APIs the source is told to read. */
for (const [has, api] of [
  ['v2', 'v2'],
  ['v3', 'v3'],
  ['both', 'auto'],
] as const)
  testBackend({
    ...SERVICESTAGE,
    variant: has,
    create: async ({ jobs = MOST_JOBS, ...options }) => {
      const few = { ...options, jobs: Math.min(jobs, MOST_JOBS), knownJobs: 'all', api: has } as const;
      const simulator = await createHuaweiServiceStageSimulator(few);
      return Object.assign(simulator, { settings: { ...simulator.settings, api } });
    },
  });
