import { createGet } from './by-hand/create-get.ts';
import { discover } from './by-hand/discover.ts';
import type { Job } from './by-hand/job.ts';
import { nameOrigins } from './by-hand/name-origins.ts';
import { newestJobs } from './by-hand/newest-jobs.ts';
import { print } from './by-hand/print.ts';
import { readAccess } from './by-hand/read-access.ts';
import { readTasks } from './by-hand/read-tasks.ts';
import { type Operation, serveJson } from './by-hand/serve-json.ts';

/*
 * What the same answers cost without GraphQL: `node:http`, undici, and a function for each operation that knows which fields are
 * asked. Nothing is parsed but JSON, nothing is checked, no failure is told apart.
 */

const access = readAccess();
const get = await createGet(access);
const streams = await discover(get, access);

const read = ({ variables: { first, before } }: Operation): Promise<Job[]> =>
  newestJobs(get, streams, Date.parse(before), first);

async function jobs(operation: Operation) {
  const found = await read(operation);
  return { jobs: { nodes: found.map(print) } };
}

async function jobsWithTasks(operation: Operation) {
  const found = await read(operation);
  const origins = found.map(({ origin }) => origin);
  const [names, tasks] = await Promise.all([
    nameOrigins(get, origins),
    Promise.all(found.map((job) => readTasks(get, job, 5))),
  ]);
  const nodes = found.map((job, i) => ({
    ...print(job),
    origin: { nativeId: job.origin.nativeId, name: names[i] },
    tasks: { nodes: tasks[i] },
  }));
  return { jobs: { nodes } };
}

const HANDLERS: Readonly<Record<string, (operation: Operation) => unknown>> = {
  Typename: () => ({ __typename: 'Query' }),
  Jobs: jobs,
  JobsWithTasks: jobsWithTasks,
};

await serveJson((operation) => HANDLERS[operation.operationName]?.(operation));
