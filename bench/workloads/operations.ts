import { PRESENT } from '../world/run.ts';
import type { Operation } from './workload.ts';

/** Twelve fields that cost no vendor a request more. */
const JOB_FIELDS =
  'id backend nativeId kind status nativeStatus phase isTerminal createdAt finishedAt durationSeconds';

export const jobs = (first: number): Operation => ({
  operationName: 'Jobs',
  query: `query Jobs($first: Int!, $before: DateTime!) {
    jobs(first: $first, filter: { createdBefore: $before }) { nodes { ${JOB_FIELDS} origin { nativeId } } }
  }`,
  variables: { first, before: new Date(PRESENT).toISOString() },
  varying: null,
});

/** The same fields, the names of the origins, and the first five tasks of each job. */
export const jobsWithTasks = (first: number): Operation => ({
  ...jobs(first),
  operationName: 'JobsWithTasks',
  query: `query JobsWithTasks($first: Int!, $before: DateTime!) {
    jobs(first: $first, filter: { createdBefore: $before }) { nodes {
      ${JOB_FIELDS} origin { nativeId name }
      tasks(first: 5) { nodes { nativeId kind status createdAt finishedAt } }
    } }
  }`,
});

export const varied = (operation: Operation): Operation => ({ ...operation, varying: 'before' });

export const TYPENAME: Operation = {
  operationName: 'Typename',
  query: 'query Typename { __typename }',
  variables: {},
  varying: null,
};
