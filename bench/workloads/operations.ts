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

/** The page behind a cursor. */
export const jobsAfter = (first: number): Operation => ({
  ...jobs(first),
  operationName: 'JobsAfter',
  query: `query JobsAfter($first: Int!, $before: DateTime!, $after: String) {
    jobs(first: $first, after: $after, filter: { createdBefore: $before }) {
      nodes { ${JOB_FIELDS} origin { nativeId } }
    }
  }`,
});

/** Only the cursor behind a page. */
export const endCursor = (first: number, after: string | null): Operation => {
  const { variables } = jobs(first);
  return {
    operationName: 'EndCursor',
    query: `query EndCursor($first: Int!, $before: DateTime!, $after: String) {
      jobs(first: $first, after: $after, filter: { createdBefore: $before }) { pageInfo { endCursor } }
    }`,
    variables: { ...variables, after },
    varying: null,
  };
};

export const varied = (operation: Operation): Operation => ({ ...operation, varying: 'before' });

export const TYPENAME: Operation = {
  operationName: 'Typename',
  query: 'query Typename { __typename }',
  variables: {},
  varying: null,
};
