import type { Instant } from '../../model/job.ts';
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
import { type FilterField, usedFields } from './matches.ts';

/** What of a filter one source is asked, and what is left to the engine. */
export interface FilterPlan {
  /** No job of the source can match: it is not asked at all. */
  readonly isExcluded: boolean;
  /** Conditions in the vendor's words. */
  readonly query: Query;
  /** Of what time the vendor is asked for jobs; a walk narrows it further. Absent: of any. */
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
