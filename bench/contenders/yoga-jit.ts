import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { useGraphQlJit } from '@envelop/graphql-jit';
import DataLoader from 'dataloader';
import { createSchema, createYoga } from 'graphql-yoga';
import { createGet } from './by-hand/create-get.ts';
import { discover } from './by-hand/discover.ts';
import type { Job, Origin } from './by-hand/job.ts';
import { nameOrigins } from './by-hand/name-origins.ts';
import { newestJobs } from './by-hand/newest-jobs.ts';
import { readAccess } from './by-hand/read-access.ts';
import { readTasks } from './by-hand/read-tasks.ts';
import { beforeOf, type JobsArguments, typeDefs } from './by-hand/type-defs.ts';

/* GraphQL Yoga with compiled queries, and a DataLoader for each request. */

interface Context {
  readonly names: DataLoader<Origin, string | null>;
}

const access = readAccess();
const get = await createGet(access);
const streams = await discover(get, access);

const schema = createSchema<Context>({
  typeDefs,
  resolvers: {
    Query: {
      jobs: async (_: unknown, args: JobsArguments) => ({
        nodes: await newestJobs(get, streams, beforeOf(args), args.first),
      }),
    },
    Job: {
      tasks: async (job: Job, { first }: { first: number }) => ({ nodes: await readTasks(get, job, first) }),
    },
    Origin: { name: (origin: Origin, _: unknown, { names }) => names.load(origin) },
  },
});

const yoga = createYoga({
  schema,
  context: (): Context => ({ names: new DataLoader((origins) => nameOrigins(get, origins)) }),
  plugins: [useGraphQlJit()],
  graphiql: false,
  landingPage: false,
  logging: false,
});
const server = createServer(yoga);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
