import { latestJobs } from './latest-jobs.ts';
import { listOfLists } from './list-of-lists.ts';
import { EVERYONE, type Run, type Workload } from './workload.ts';
import { TEN_STREAMS } from './worlds.ts';

const runOf = (clients: number): Run => ({
  ...latestJobs(TEN_STREAMS, clients),
  unmerged: listOfLists(TEN_STREAMS),
});

export const w1: Workload = {
  name: 'W1',
  title: 'the latest 20 jobs of ten streams, twelve fields, no two queries the same',
  contenders: EVERYONE,
  stages: [{ world: TEN_STREAMS, runs: [1, 32].map(runOf) }],
};
