import type { Instant, Job } from '../../model/job.ts';
import type { JobFilter } from '../../model/job-filter.ts';
import { JOB_STATUSES, type JobStatus, phaseOf } from '../../model/job-status.ts';
import type {
  BackendDefinition,
  PagedJobs,
  Pushed,
  StreamSpec,
  TimeWindow,
} from '../contract/backend-definition.ts';
import { mayShowOrigin } from '../contract/bounds.ts';
import type { Query } from '../contract/transport.ts';

/** What of a filter one source is asked, and what is left to the engine. */
export interface FilterPlan {
  /** No job of the source can match: it is not asked at all. */
  readonly isExcluded: boolean;
  /** Conditions in the vendor's words. */
  readonly query: Query;
  /** Of what time the vendor is asked for jobs: what the filter says. Absent: of any. */
  readonly window?: TimeWindow;
  readonly pushedDown: readonly FilterField[];
  /** Fields that the engine checks row by row, because the vendor cannot filter by them, or only roughly. */
  readonly residual: readonly FilterField[];
  readonly includes: (stream: StreamSpec) => boolean;
}

/** Pure: nothing is asked of anyone. `pushDown: false` leaves all to the engine. */
export function planFilter(
  definition: BackendDefinition,
  sourceId: string,
  filter: JobFilter,
  options: { readonly pushDown: boolean } = { pushDown: true },
): FilterPlan {
  const origins = filter.origins
    ?.filter((ref) => ref.sourceId === sourceId && mayShowOrigin(definition, ref.nativeId))
    .map((ref) => ref.nativeId);
  const statuses = wantedStatuses(filter)?.filter((status) => definition.statuses.includes(status));
  const isExcluded =
    filter.sources?.includes(sourceId) === false ||
    filter.backends?.includes(definition.name) === false ||
    origins?.length === 0 ||
    statuses?.length === 0 ||
    isEmpty(filter.resourceIds) ||
    isEmpty(filter.kinds) ||
    isEmpty(filter.names) ||
    isEmpty(filter.createdBy) ||
    (definition.neverHas ?? []).some((field) => filter[field] !== undefined) ||
    isEmptyWindow(filter.createdAfter, filter.createdBefore) ||
    isEmptyWindow(filter.finishedAfter, filter.finishedBefore);
  const pushed =
    options.pushDown && !isExcluded
      ? pushAll(definition, filter, origins, statuses)
      : new Map<FilterField, Pushed>();
  const pruned = options.pushDown ? prunedFields(definition, filter) : [];
  const settled = new Set<FilterField>([...pruned, 'sources', 'backends']);
  for (const [field, { precision }] of pushed) if (precision === 'exact') settled.add(field);
  const window = options.pushDown && !isExcluded ? windowOf(definition, filter) : ANY_TIME;
  const asked = new Set<FilterField>([
    ...pushed.keys(),
    ...pruned,
    ...(window.from === null ? [] : (['createdAfter'] as const)),
    ...(window.before === null ? [] : (['createdBefore'] as const)),
  ]);
  const used = usedFields(filter);
  return {
    isExcluded,
    query: [...new Set(pushed.values())].flatMap((part) => part.query),
    window,
    pushedDown: used.filter((field) => asked.has(field)),
    residual: used.filter((field) => !settled.has(field)),
    includes: (stream) => includesStream(stream, origins, filter.resourceIds),
  };
}

const isEmpty = (list: readonly unknown[] | undefined): boolean => list?.length === 0;

const isEmptyWindow = (after: Instant | undefined, before: Instant | undefined): boolean =>
  after !== undefined && before !== undefined && after >= before;

/** Three fields are about the status; all must hold. `undefined`: any status. */
function wantedStatuses({ statuses, notStatuses, phases }: JobFilter): readonly JobStatus[] | undefined {
  if (notStatuses === undefined && phases === undefined) return statuses;
  return (statuses ?? JOB_STATUSES).filter(
    (status) => phases?.includes(phaseOf(status)) !== false && notStatuses?.includes(status) !== true,
  );
}

function pushAll(
  definition: BackendDefinition,
  filter: JobFilter,
  origins: readonly string[] | undefined,
  statuses: readonly JobStatus[] | undefined,
): Map<FilterField, Pushed> {
  if (definition.jobs.kind !== 'paged') return new Map();
  const { pushDown } = definition.jobs;
  const byStatus =
    statuses && statuses.length < definition.statuses.length ? pushDown.statuses?.(statuses) : null;
  const parts: [FilterField, Pushed | null | undefined][] = [
    ...statusFields(filter).map((field): [FilterField, Pushed | null | undefined] => [field, byStatus]),
    ['origins', origins && pushDown.origins?.(origins)],
    ['resourceIds', filter.resourceIds && pushDown.resourceIds?.(filter.resourceIds)],
    ['kinds', filter.kinds && pushDown.kinds?.(filter.kinds)],
  ];
  return new Map(parts.flatMap(([field, part]) => (part ? [[field, part]] : [])));
}

const statusFields = (filter: JobFilter): FilterField[] =>
  (['statuses', 'notStatuses', 'phases'] as const).filter((field) => filter[field] !== undefined);

const ANY_TIME: TimeWindow = { from: null, before: null };

/** The vendor's conditions may let rows pass that stand just outside, so they are always looked at again. */
function windowOf({ jobs }: BackendDefinition, filter: JobFilter): TimeWindow {
  if (jobs.kind !== 'paged' || jobs.within === undefined) return ANY_TIME;
  const { createdAfter = null, createdBefore = null } = filter;
  return { from: createdAfter, before: createdBefore };
}

/** A window in the vendor's words; none where it is open at both ends. */
export function windowQuery({ within }: PagedJobs, { from, before }: TimeWindow = ANY_TIME): Query {
  const isOpen = from === null && before === null;
  return within === undefined || isOpen ? [] : within({ from, before });
}

/** Where every list belongs to one origin, or one resource, a filter on these is settled by leaving lists out. */
function prunedFields(definition: BackendDefinition, filter: JobFilter): FilterField[] {
  return definition.listsPer.filter((field) => filter[field] !== undefined);
}

function includesStream(
  stream: StreamSpec,
  origins: readonly string[] | undefined,
  resourceIds: readonly string[] | undefined,
): boolean {
  const isOriginWanted = !origins || stream.origin === null || origins.includes(stream.origin.nativeId);
  const isResourceWanted =
    !resourceIds || stream.resourceId === undefined || resourceIds.includes(stream.resourceId);
  return isOriginWanted && isResourceWanted;
}

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

/** Words of these fields are compared with upper and lower case alike. */
const FOLDED: readonly string[] = ['kinds', 'names', 'nameContains'] satisfies FilterField[];

/** One text for all filters that ask the same: in whatever order, however often, and in whichever case it is said. */
export function canonicalFilter(filter: object): string {
  const parts = Object.entries(filter)
    .filter(([field, value]) => value !== undefined && value !== null && !asksNothing(field, value))
    .map(([field, value]) => [field, FOLDED.includes(field) ? foldedAll(value) : value] as const)
    .map(([field, value]) => [field, Array.isArray(value) ? sortedTexts(value) : value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(parts);
}

const asksNothing = (field: string, value: unknown): boolean =>
  field === 'notStatuses' && Array.isArray(value) && value.length === 0;

const foldedAll = (value: unknown): unknown =>
  typeof value === 'string' ? folded(value) : Array.isArray(value) ? value.map(foldedAll) : value;

const sortedTexts = (values: readonly unknown[]): string[] =>
  [...new Set(values.map((value) => JSON.stringify(value)))].sort();

/** The fields that a filter uses. */
export function usedFields(filter: JobFilter): FilterField[] {
  const used: FilterField[] = [];
  for (const field of FILTER_FIELDS) if (filter[field] !== undefined) used.push(field);
  return used;
}

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
