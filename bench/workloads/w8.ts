import type { World } from '../world/world.ts';
import { latestJobs } from './latest-jobs.ts';
import type { Workload } from './workload.ts';

const WORLD: World = { streams: { 'huawei-servicestage': 40 }, rows: 1, latencyMs: 0 };

export const w8: Workload = {
  name: 'W8',
  title: 'the latest 20 of 40 jobs of a vendor that lists none; a third of them still run',
  contenders: ['limit', 'jobweave'],
  base: 'limit',
  stages: [1, 32].map((clients) => ({ world: WORLD, runs: [latestJobs(WORLD, clients)] })),
};
