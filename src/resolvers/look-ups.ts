import type { RequestContext } from '../context.ts';
import type { NamedDetails } from '../datasource/contract/backend-definition.ts';
import type { JobSource } from '../datasource/source/job-source.ts';
import { jobId } from '../model/global-id.ts';
import type { Job, Json } from '../model/job.ts';
import { asGraphQLError } from './errors.ts';

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
