import fastify from 'fastify';
import mercurius from 'mercurius';
import { createGet } from './by-hand/create-get.ts';
import { discover } from './by-hand/discover.ts';
import type { Job, Origin } from './by-hand/job.ts';
import { nameOrigins } from './by-hand/name-origins.ts';
import { newestJobs } from './by-hand/newest-jobs.ts';
import { readAccess } from './by-hand/read-access.ts';
import { readTasks } from './by-hand/read-tasks.ts';
import { beforeOf, type JobsArguments, typeDefs } from './by-hand/type-defs.ts';

/* Mercurius as its manual has it for speed: compiled queries, and loaders for what hangs under a list. */

interface Asked<Row, Arguments = unknown> {
  readonly obj: Row;
  readonly params: Arguments;
}

const access = readAccess();
const get = await createGet(access);
const streams = await discover(get, access);

const app = fastify();
app.register(mercurius, {
  schema: typeDefs,
  resolvers: {
    Query: {
      jobs: async (_: unknown, args: JobsArguments) => ({
        nodes: await newestJobs(get, streams, beforeOf(args), args.first),
      }),
    },
  },
  loaders: {
    Job: {
      tasks: (asked: readonly Asked<Job, { first: number }>[]) =>
        Promise.all(
          asked.map(async ({ obj, params }) => ({ nodes: await readTasks(get, obj, params.first) })),
        ),
    },
    Origin: {
      name: (asked: readonly Asked<Origin>[]) =>
        nameOrigins(
          get,
          asked.map(({ obj }) => obj),
        ),
    },
  },
  jit: 1,
});
console.log(`${await app.listen({ host: '127.0.0.1', port: 0 })}/graphql`);
