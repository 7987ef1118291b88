import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGet } from './by-hand/create-get.ts';
import { discover } from './by-hand/discover.ts';
import type { Job } from './by-hand/job.ts';
import { nameOrigins } from './by-hand/name-origins.ts';
import { newestJobs } from './by-hand/newest-jobs.ts';
import { readAccess } from './by-hand/read-access.ts';
import { readTasks } from './by-hand/read-tasks.ts';

/*
 * What the same answers cost without GraphQL: `node:http`, undici, and a function for each operation that knows which
 * fields are asked. Nothing is parsed but JSON, nothing is checked, no failure is told apart.
 */

interface Operation {
  readonly operationName: string;
  readonly variables: { readonly first: number; readonly before: string };
}

const access = readAccess();
const get = await createGet(access);
const streams = await discover(get, access);

const print = (job: Job) => ({
  id: job.id,
  backend: job.backend,
  nativeId: job.nativeId,
  kind: job.kind,
  status: job.status,
  nativeStatus: job.nativeStatus,
  phase: job.phase,
  isTerminal: job.isTerminal,
  createdAt: job.createdAt,
  finishedAt: job.finishedAt,
  durationSeconds: job.durationSeconds,
  origin: { nativeId: job.origin.nativeId },
});

const read = ({ variables: { first, before } }: Operation): Promise<Job[]> =>
  newestJobs(get, streams, Date.parse(before), first);

async function jobs(operation: Operation) {
  const found = await read(operation);
  return { jobs: { nodes: found.map(print) } };
}

async function jobsWithTasks(operation: Operation) {
  const found = await read(operation);
  const [names, tasks] = await Promise.all([
    nameOrigins(
      get,
      found.map(({ origin }) => origin),
    ),
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

function textOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => resolve(text));
    request.on('error', reject);
  });
}

const server = createServer(async (request, response) => {
  const operation: Operation = JSON.parse(await textOf(request));
  const body = JSON.stringify({ data: await HANDLERS[operation.operationName]?.(operation) });
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
