import { expectedJobsWithTasks } from '../world/expected.ts';
import { PRESENT } from '../world/run.ts';
import { clientsLabel, ROWS } from './latest-jobs.ts';
import { jobsWithTasks, varied } from './operations.ts';
import { AMONG_ALL, type Run, type Workload } from './workload.ts';
import { TEN_STREAMS } from './worlds.ts';

const HOUR = 3_600_000;

const runOf = (clients: number): Run => ({
  label: clientsLabel(clients),
  clients,
  question: {
    operation: varied(jobsWithTasks(ROWS)),
    expected: (before) => expectedJobsWithTasks(TEN_STREAMS, before, ROWS),
    checks: [PRESENT, PRESENT - HOUR],
  },
});

export const w2: Workload = {
  name: 'W2',
  title: 'W1 with the names of the origins and five tasks of each job, which cost a read for most jobs',
  ...AMONG_ALL,
  stages: [1, 32].map((clients) => ({ world: TEN_STREAMS, runs: [runOf(clients)] })),
};
