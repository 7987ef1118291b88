import { latestJobs } from './latest-jobs.ts';
import { EVERYONE, type Workload } from './workload.ts';
import { TEN_STREAMS } from './worlds.ts';

export const w1: Workload = {
  name: 'W1',
  title: 'the latest 20 jobs of ten streams, twelve fields, no two queries the same',
  contenders: EVERYONE,
  stages: [{ world: TEN_STREAMS, runs: [1, 32].map((clients) => latestJobs(TEN_STREAMS, clients)) }],
};
