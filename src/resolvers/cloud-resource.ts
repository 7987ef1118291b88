import type { CloudResourceResolvers } from '../generated/resolvers.ts';
import { resourceId } from '../model/global-id.ts';
import { readJobs } from './read-jobs.ts';
import { within } from './within.ts';

export const CloudResource: CloudResourceResolvers = {
  id: (resource) => resourceId(resource),
  jobs: ({ sourceId, nativeId }, args, context, info) =>
    readJobs(args, context, info, (filter) =>
      within(filter, { resourceIds: [nativeId], ...(sourceId !== null && { sources: [sourceId] }) }),
    ),
};
