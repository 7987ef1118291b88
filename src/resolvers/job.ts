import { GraphQLError, type GraphQLResolveInfo, responsePathAsArray } from 'graphql';
import type { RequestContext } from '../context.ts';
import type { NamedDetails } from '../datasource/contract/backend-definition.ts';
import type { JobSource } from '../datasource/source/job-source.ts';
import type {
  JobConnectionResolvers,
  JobEdgeResolvers,
  JobResolvers,
  TaskResolvers,
} from '../generated/resolvers.ts';
import { jobId, taskId } from '../model/global-id.ts';
import type { JobDetails, Json } from '../model/job.ts';
import { isTerminal, phaseOf } from '../model/job-status.ts';
import { jobUrl } from '../model/job-url.ts';
import { durationSeconds, elapsedSeconds } from '../model/lengths.ts';
import { withoutSecrets } from '../secrets/without-secrets.ts';
import { edgesWithin } from './edge-cursors.ts';
import { asGraphQLError } from './errors.ts';
import { readTasks } from './read-tasks.ts';

export const Job: JobResolvers = {
  id: (job, _, context) => jobId(sourceOf(job, context).keyOf(job)),
  source: (job, _, context) => sourceOf(job, context),
  resource: ({ resource, sourceId }) => resource && { ...resource, sourceId },
  /** A run without a name of its own goes by that of what it hangs under. */
  name: ({ name, origin, sourceId }, _, context) => {
    if (name !== null || origin === null) return name;
    return origin.name ?? loadName(context, sourceId, 'origin', origin.nativeId);
  },
  phase: (job) => phaseOf(job.status),
  isTerminal: (job) => isTerminal(job.status),
  durationSeconds: (job) => durationSeconds(job),
  elapsedSeconds: (job, _, { scope }) => elapsedSeconds(job, scope.startedAt),
  url: (job, _, context) => jobUrl(job, sourceOf(job, context).about.jobUrl),
  details: (job) => ({ ...detailsWithoutSecrets(job.details), sourceId: job.sourceId }),
  raw: (job, _, context, info) => rawRow(job.raw, context, info.path),
  tasks: (job, args, context, info) =>
    readTasks(job, jobId(sourceOf(job, context).keyOf(job)), args, context, info.path),
};

/** Details may repeat what `raw` hides. */
function detailsWithoutSecrets(details: JobDetails): JobDetails {
  const { __typename, ...fields } = details;
  const clean = Object.entries(fields).map(([name, value]) => [name, withoutSecrets(value)]);
  return { __typename, ...Object.fromEntries(clean) };
}

const LARGEST_INT = 2_147_483_647;

export const JobConnection: JobConnectionResolvers = {
  edges: ({ edges }, _, { answerBytes }) => edgesWithin(edges(), answerBytes),
  nodes: ({ jobs }) => jobs,
  pageInfo: (page) => page,
  totalCount: async (page) => {
    const count = await page.count();
    if (count === null) return null;
    const isExact = count.isExact && count.atLeast <= LARGEST_INT;
    return { value: Math.min(count.atLeast, LARGEST_INT), precision: isExact ? 'EXACT' : 'AT_LEAST' };
  },
  /** Reports tell of a count that failed, so they wait for it. */
  sources: async ({ reports }, _, { scope }) => {
    await scope.settled();
    return reports();
  },
};

export const JobEdge: JobEdgeResolvers = {
  cursor: async ({ cursor }) => (await cursor()) ?? '',
  node: ({ job }) => job,
  late: ({ isLate }) => isLate,
};

export const Task: TaskResolvers = {
  id: (task, _, context) =>
    taskId({ job: sourceOf(task.job, context).keyOf(task.job), nativeId: task.nativeId }),
  phase: ({ status }) => phaseOf(status),
  isTerminal: ({ status }) => isTerminal(status),
  durationSeconds: (task) => durationSeconds(task),
  elapsedSeconds: (task, _, { scope }) => elapsedSeconds(task, scope.startedAt),
  resource: ({ resource, job }) => resource && { ...resource, sourceId: job.sourceId },
  raw: (task, _, context, info) => rawRow(task.raw, context, info.path),
};

/** A vendor's row as it was received, for those who may see it; the others are told once, and get null. */
export function rawRow(
  raw: unknown,
  { scope, reportErrors }: RequestContext,
  path: GraphQLResolveInfo['path'],
): Json {
  if (scope.principal.rights.raw) return withoutSecrets(raw);
  const isTold = reportErrors.some(({ extensions }) => extensions['code'] === 'FORBIDDEN');
  if (!isTold) reportErrors.push(notForYou(path));
  return null;
}

const notForYou = (path: GraphQLResolveInfo['path']): GraphQLError =>
  new GraphQLError('`raw` is not for you: vendors’ rows are shown only to those with the right `raw`.', {
    path: responsePathAsArray(path),
    extensions: { code: 'FORBIDDEN' },
  });

/** The source that a job or a report came from. */
export const sourceOf = (
  { sourceId }: { readonly sourceId: string },
  { sources }: RequestContext,
): JobSource => {
  const source = sources.get(sourceId);
  if (source === undefined) throw new RangeError(`There is no source ${sourceId}.`);
  return source;
};

/** The name of something that rows only refer to; all that one answer needs are asked for in bulk. */
export const loadName = (
  { loaders }: RequestContext,
  sourceId: string,
  lookup: string,
  id: string,
): Promise<string | null> =>
  loaders.name.load({ sourceId, lookup, id }).catch((error: unknown) => {
    throw asGraphQLError(error, sourceId);
  });

type Details = Readonly<Record<string, Json>>;
type NameResolver = (details: Details, _: unknown, context: RequestContext) => Promise<string | null> | null;

/** Resolvers for fields of a vendor's details that are names: the row only has an id, the name is looked up in bulk. */
export function namedDetailResolvers({ fields }: NamedDetails): Record<string, NameResolver> {
  return Object.fromEntries(
    Object.entries(fields).map(([field, { lookup, idField }]): [string, NameResolver] => [
      field,
      (details, _, context) => {
        const [id, sourceId] = [details[idField], details['sourceId']];
        return typeof id === 'string' && typeof sourceId === 'string'
          ? loadName(context, sourceId, lookup, id)
          : null;
      },
    ]),
  );
}
