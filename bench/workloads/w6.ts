import { clientsLabel } from './latest-jobs.ts';
import { TYPENAME } from './operations.ts';
import { AMONG_ALL, type Question, type Run, type Workload } from './workload.ts';
import { TEN_STREAMS } from './worlds.ts';

const question: Question = {
  operation: TYPENAME,
  expected: () => ({ __typename: 'Query' }),
  checks: [0],
};

const runOf = (clients: number): Run => ({
  label: clientsLabel(clients),
  clients,
  question,
  unmerged: question,
});

export const w6: Workload = {
  name: 'W6',
  title: '`{ __typename }`: what a request costs before anything is read',
  ...AMONG_ALL,
  stages: [1, 32].map((clients) => ({ world: TEN_STREAMS, runs: [runOf(clients)] })),
};
