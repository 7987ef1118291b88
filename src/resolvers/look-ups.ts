import type { RequestContext } from '../context.ts';
import type { JobSource } from '../datasource/source/job-source.ts';
import { jobId } from '../model/global-id.ts';
import type { Job } from '../model/job.ts';
import { asGraphQLError } from './as-graphql-error.ts';

/** The source that a job or a report came from. */
export const sourceOf = (
  { sourceId }: { readonly sourceId: string },
  { sources }: RequestContext,
): JobSource => {
  const source = sources.get(sourceId);
  if (source === undefined) throw new RangeError(`There is no source ${sourceId}.`);
  return source;
};

/** The id under which a client finds the job again. */
export const globalIdOf = (job: Job, context: RequestContext): string =>
  jobId(sourceOf(job, context).keyOf(job));

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
