import { expectedJobs } from '../world/expected.ts';
import { PRESENT } from '../world/run.ts';
import { clientsLabel } from './latest-jobs.ts';
import { jobs } from './operations.ts';
import type { Run, Workload } from './workload.ts';
import { TEN_STREAMS } from './worlds.ts';

const ROWS = 100;

const runOf = (clients: number): Run => ({
  label: clientsLabel(clients),
  clients,
  question: {
    operation: jobs(ROWS),
    expected: () => expectedJobs(TEN_STREAMS, PRESENT, 0, ROWS),
    checks: [PRESENT],
  },
});

export const w5: Workload = {
  name: 'W5',
  title: '100 jobs, twelve fields, out of cached answers of the vendors',
  contenders: ['static', 'jobweave'],
  base: 'static',
  sourceSettings: { cacheSeconds: 3_600 },
  stages: [1, 32].map((clients) => ({ world: TEN_STREAMS, runs: [runOf(clients)] })),
};
