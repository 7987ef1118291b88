import { latestJobs } from './latest-jobs.ts';
import { AMONG_ALL, type Workload } from './workload.ts';
import { TEN_STREAMS } from './worlds.ts';

const WORLD = { ...TEN_STREAMS, latencyMs: 20 };

export const w3: Workload = {
  name: 'W3',
  title: 'W1 from 64 clients, while the vendors take 20 ms for each answer',
  ...AMONG_ALL,
  stages: [{ world: WORLD, runs: [latestJobs(WORLD, 64)] }],
};
