import { PRESENT } from '../world/run.ts';
import type { Operation } from './workload.ts';

/** Twelve fields that cost no vendor a request more. */
const JOB_FIELDS = `
  id backend nativeId kind status nativeStatus phase isTerminal createdAt finishedAt durationSeconds
  origin { nativeId }`;

export const jobs = (first: number): Operation => ({
  operationName: 'Jobs',
  query: `query Jobs($first: Int!, $before: DateTime!) {
    jobs(first: $first, filter: { createdBefore: $before }) { nodes {${JOB_FIELDS}
    } }
  }`,
  variables: { first, before: new Date(PRESENT).toISOString() },
  varying: null,
});

export const varied = (operation: Operation): Operation => ({ ...operation, varying: 'before' });

export const TYPENAME: Operation = {
  operationName: 'Typename',
  query: 'query Typename { __typename }',
  variables: {},
  varying: null,
};
