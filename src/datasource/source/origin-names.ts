import type { Job } from '../../model/job.ts';
import type { JobFilter } from '../../model/job-filter.ts';
import type { BackendDefinition, OriginFields } from '../contract/backend-definition.ts';
import type { Query } from '../contract/transport.ts';
import { matchesName } from '../filter/plan-filter.ts';

/** By the native id of an origin. */
export type OriginNames = ReadonlyMap<string, string | null>;

/** A filter by name is about what people see: a job without a name of its own goes by that of its origin. */
export const asksForNames = ({ names, nameContains }: JobFilter): boolean =>
  names !== undefined || nameContains !== undefined;

/** The job with the name of its origin, where the row only refers to that. */
export function withOriginName(job: Job, names: OriginNames | undefined): Job {
  if (names === undefined || job.name !== null || job.origin === null || job.origin.name !== null) return job;
  const name = names.get(job.origin.nativeId) ?? null;
  return name === null ? job : { ...job, origin: { ...job.origin, name } };
}

/** By the native ids of origins. */
export const namesOf = (origins: readonly OriginFields[]): OriginNames =>
  new Map(origins.map(({ nativeId, name }) => [nativeId, name]));

/**
 * Where all jobs go by the names of their origins: which origins the vendor is asked for. `[]`: for any, since that cannot be said
 * in its words; `null`: for none, so that no job can match.
 */
export function askByOrigin(
  { namedByOrigin, jobs }: BackendDefinition,
  filter: JobFilter,
  names: OriginNames,
): Query | null {
  if (namedByOrigin !== true || jobs.kind !== 'paged') return [];
  const wanted = [...names].filter(([, name]) => matchesName(name, filter)).map(([id]) => id);
  if (wanted.length === 0) return null;
  return jobs.pushDown.origins?.(wanted)?.query ?? [];
}
