import type { Resolvers } from '../generated/resolvers.ts';
import { CloudResource } from './cloud-resource.ts';
import { typeOfNode } from './find-node.ts';
import { Job } from './job.ts';
import { JobConnection, JobEdge } from './job-connection.ts';
import { Query } from './query.ts';
import { DateTime, DurationScalar, JsonScalar } from './scalars.ts';
import { Origin, Source, SourceReport } from './source.ts';
import { Task } from './task.ts';

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
