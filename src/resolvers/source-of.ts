import type { RequestContext } from '../context.ts';
import type { JobSource } from '../datasource/source/job-source.ts';
import { jobId } from '../model/global-id.ts';
import type { Job } from '../model/job.ts';

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
