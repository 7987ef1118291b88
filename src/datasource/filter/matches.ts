import type { Job } from '../../model/job.ts';
import type { JobFilter } from '../../model/job-filter.ts';
import { phaseOf } from '../../model/job-status.ts';

/** The one meaning of each part of a filter. A vendor may make it faster, never different. */
const MEANINGS: {
  readonly [F in keyof Required<JobFilter>]: (job: Job, wanted: NonNullable<JobFilter[F]>) => boolean;
} = {
  sources: (job, ids) => ids.includes(job.sourceId),
  backends: (job, names) => names.includes(job.backend),
  origins: (job, refs) =>
    refs.some((ref) => ref.sourceId === job.sourceId && ref.nativeId === job.origin?.nativeId),
  statuses: (job, statuses) => statuses.includes(job.status),
  notStatuses: (job, statuses) => !statuses.includes(job.status),
  phases: (job, phases) => phases.includes(phaseOf(job.status)),
  createdAfter: (job, instant) => job.createdAt !== null && job.createdAt >= instant,
  createdBefore: (job, instant) => job.createdAt !== null && job.createdAt < instant,
  finishedAfter: (job, instant) => job.finishedAt !== null && job.finishedAt >= instant,
  finishedBefore: (job, instant) => job.finishedAt !== null && job.finishedAt < instant,
  names: (job, names) => matchesName(nameOf(job), { names }),
  nameContains: (job, nameContains) => matchesName(nameOf(job), { nameContains }),
  createdBy: (job, users) => job.createdBy !== null && users.includes(job.createdBy),
  resourceIds: (job, ids) => job.resource !== null && ids.includes(job.resource.nativeId),
  kinds: (job, kinds) => job.kind !== null && foldedSet(kinds).has(folded(job.kind)),
};

export type FilterField = keyof JobFilter;

/** Upper and lower case alike, in whatever way their accents are written. */
const folded = (text: string): string => text.normalize('NFC').toUpperCase();

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Of the values of a filter, made once for all rows. */
function foldedSet(words: readonly string[]): ReadonlySet<string> {
  const known = sets.get(words) ?? new Set(words.map(folded));
  sets.set(words, known);
  return known;
}

/** A run without a name of its own goes by that of what it hangs under. */
const nameOf = ({ name, origin }: Job): string | null => name ?? origin?.name ?? null;

/** Whether a job of this name can match; one without a name never does. */
export function matchesName(
  name: string | null,
  { names, nameContains }: Pick<JobFilter, 'names' | 'nameContains'>,
): boolean {
  if (name === null) return false;
  const own = folded(name);
  const isNamed = names === undefined || foldedSet(names).has(own);
  return isNamed && (nameContains === undefined || own.includes(folded(nameContains)));
}

/** The fields that a filter uses. */
export const usedFields = (filter: JobFilter): FilterField[] =>
  FILTER_FIELDS.filter((field) => filter[field] !== undefined);

export const FILTER_FIELDS = Object.keys(MEANINGS) as FilterField[];

/** Does the job satisfy the filter? */
export const matches = (job: Job, filter: JobFilter): boolean => matcherOf(filter)?.(job) ?? true;

/** The same, for many jobs: what the filter does not use costs nothing. `null`: every job satisfies it. */
export function matcherOf(filter: JobFilter): ((job: Job) => boolean) | null {
  const used = usedFields(filter).filter((field) => filter[field] !== null);
  return used.length === 0 ? null : (job) => used.every((field) => meets(job, filter[field], field));
}

function meets<F extends FilterField>(job: Job, wanted: JobFilter[F], field: F): boolean {
  const meaning: (job: Job, wanted: NonNullable<JobFilter[F]>) => boolean = MEANINGS[field];
  return meaning(job, wanted as NonNullable<JobFilter[F]>);
}
