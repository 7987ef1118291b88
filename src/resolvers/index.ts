import type { Resolvers } from '../generated/resolvers.ts';
import { Job } from './job.ts';
import { JobConnection, JobEdge } from './job-connection.ts';
import { Query } from './query.ts';
import { DateTime, JsonScalar } from './scalars.ts';
import { Origin, Source, SourceReport } from './source.ts';
import { Task } from './task.ts';

/** All resolvers but those for the details of single vendors, which the vendors declare. */
export const resolvers: Omit<Resolvers, 'JobDetails'> = {
  DateTime,
  JSON: JsonScalar,
  Job,
  JobConnection,
  JobEdge,
  Node: { __resolveType: (node) => ('job' in node ? 'Task' : 'Job') },
  Origin,
  Query,
  Source,
  SourceReport,
  Task,
};
