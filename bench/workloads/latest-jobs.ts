import { expectedJobs } from '../world/expected.ts';
import { PRESENT } from '../world/run.ts';
import type { World } from '../world/world.ts';
import { jobs, varied } from './operations.ts';
import type { Run } from './workload.ts';

const HOUR = 3_600_000;

export const ROWS = 20;

export const clientsLabel = (clients: number): string => (clients === 1 ? '1 client' : `${clients} clients`);

/** The latest 20 jobs of a world, each query with another filter. */
export const latestJobs = (world: World, clients: number): Run => ({
  label: clientsLabel(clients),
  clients,
  question: {
    operation: varied(jobs(ROWS)),
    expected: (before) => expectedJobs(world, before, 0, ROWS),
    checks: [PRESENT, PRESENT - HOUR],
  },
});

/** The same, without a difference between the queries. */
export const sameLatestJobs = (world: World, clients: number): Run => ({
  label: clientsLabel(clients),
  clients,
  question: {
    operation: jobs(ROWS),
    expected: () => expectedJobs(world, PRESENT, 0, ROWS),
    checks: [PRESENT],
  },
});
