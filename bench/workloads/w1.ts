import { expectedJobs } from '../world/expected.ts';
import { PRESENT } from '../world/run.ts';
import { jobs, varied } from './operations.ts';
import type { Run, Workload } from './workload.ts';
import { TEN_STREAMS } from './worlds.ts';

const ROWS = 20;
const HOUR = 3_600_000;

const runOf = (clients: number): Run => ({
  label: clients === 1 ? '1 client' : `${clients} clients`,
  clients,
  operation: varied(jobs(ROWS)),
  expected: (before) => expectedJobs(TEN_STREAMS, before, 0, ROWS),
  checks: [PRESENT, PRESENT - HOUR],
});

export const w1: Workload = {
  name: 'W1',
  title: 'the latest 20 jobs of ten streams, twelve fields, no two queries the same',
  contenders: ['limit', 'jobweave'],
  stages: [{ world: TEN_STREAMS, runs: [runOf(1), runOf(32)] }],
};
