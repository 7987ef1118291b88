import type { World } from '../world/world.ts';
import { latestJobs } from './latest-jobs.ts';

const WORLD: World = {
  streams: {
    zstack: 1,
    'huawei-workspace': 2,
    'huawei-css': 2,
    'huawei-vbs': 2,
    'huawei-servicestage': 4,
  },
  rows: 100,
  latencyMs: 0,
};

export const start = {
  name: 'start',
  title: 'from the start of the process to its first answer, with sources at all five vendors',
  specials: ['jobweave-installed'],
  world: WORLD,
  question: latestJobs(WORLD, 1).question,
} as const;
