import { latestJobs } from './latest-jobs.ts';
import { listOfLists } from './list-of-lists.ts';
import { AMONG_ALL, type Run, type Workload } from './workload.ts';
import { TEN_STREAMS } from './worlds.ts';

const runOf = (clients: number): Run => ({
  ...latestJobs(TEN_STREAMS, clients),
  unmerged: listOfLists(TEN_STREAMS),
});

export const w1: Workload = {
  name: 'W1',
  title: 'the latest 20 jobs of ten streams, twelve fields, no two queries the same',
  ...AMONG_ALL,
  stages: [1, 32].map((clients) => ({ world: TEN_STREAMS, runs: [runOf(clients)] })),
};
