import { TYPENAME } from './operations.ts';
import type { Run, Workload } from './workload.ts';
import { TEN_STREAMS } from './worlds.ts';

const runOf = (clients: number): Run => ({
  label: clients === 1 ? '1 client' : `${clients} clients`,
  clients,
  operation: TYPENAME,
  expected: () => ({ __typename: 'Query' }),
  checks: [0],
});

export const w6: Workload = {
  name: 'W6',
  title: '{ __typename }: what a request costs before anything is read',
  contenders: ['limit', 'jobweave'],
  stages: [{ world: TEN_STREAMS, runs: [runOf(1), runOf(32)] }],
};
