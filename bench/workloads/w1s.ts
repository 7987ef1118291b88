import { sameLatestJobs } from './latest-jobs.ts';
import { AMONG_ALL, type Workload } from './workload.ts';
import { TEN_STREAMS } from './worlds.ts';

export const w1s: Workload = {
  name: 'W1s',
  title: 'W1 with one query that everybody asks',
  ...AMONG_ALL,
  stages: [{ world: TEN_STREAMS, runs: [sameLatestJobs(TEN_STREAMS, 32)] }],
};
