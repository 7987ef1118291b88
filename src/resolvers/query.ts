import type { QueryResolvers } from '../generated/resolvers.ts';
import { badUserInput } from './bad-user-input.ts';
import { findNode } from './find-node.ts';
import { readJobs } from './read-jobs.ts';

const MOST_NODES = 500;

export const Query: QueryResolvers = {
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
