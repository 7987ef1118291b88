import type { QueryResolvers, Resolvers } from '../generated/resolvers.ts';
import { badUserInput } from './errors.ts';
import { findNode, typeOfNode } from './find-node.ts';
import { Job, JobConnection, JobEdge, Task } from './job.ts';
import { readJobs } from './read-jobs.ts';
import { DateTime, DurationScalar, JsonScalar } from './scalars.ts';
import { CloudResource, Origin, Source, SourceReport } from './source.ts';

const MOST_NODES = 500;

const Query: QueryResolvers = {
  jobs: (_, args, context, info) => readJobs(args, context, info),
  job: (_, { id }, context) => findNode(id, 'Job', context),
  task: (_, { id }, context) => findNode(id, 'Task', context),
  node: (_, { id }, context) => findNode(id, 'Node', context),
  nodes: async (_, { ids }, context) => {
    if (ids.length > MOST_NODES)
      throw badUserInput(`\`ids\` has ${ids.length} ids; give at most ${MOST_NODES}.`);
    return Promise.all(ids.map((id) => findNode(id, 'Node', context).catch(asItem)));
  },
  sources: (_, __, { sources }) => [...sources.values()],
  source: (_, { id }, { sources }) => sources.get(id) ?? null,
};

/** An `Error` in the place of an item costs only that item; the generated types do not know. */
const asItem = (error: unknown): null => error as null;

/** All resolvers but those for the details of single vendors, which the vendors declare. */
export const resolvers: Omit<Resolvers, 'JobDetails'> = {
  CloudResource,
  DateTime,
  Duration: DurationScalar,
  JSON: JsonScalar,
  Job,
  JobConnection,
  JobEdge,
  Node: { __resolveType: typeOfNode },
  Origin,
  Query,
  Source,
  SourceReport,
  Task,
};
