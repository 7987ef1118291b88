import type {
  CloudResourceResolvers,
  SourceError as ErrorFields,
  OriginResolvers,
  SourceReportResolvers,
  SourceResolvers,
} from '../generated/resolvers.ts';
import { originId, resourceId } from '../model/global-id.ts';
import type { JobFilter, OriginRef } from '../model/job-filter.ts';
import type { SourceError } from '../model/source-error.ts';
import type { RequestScope } from '../scope/request-scope.ts';
import { loadName, sourceOf } from './job.ts';
import { readJobs } from './read-jobs.ts';
import { readOrigins } from './read-origins.ts';

export const Source: SourceResolvers = {
  name: ({ about }) => about.name,
  region: ({ about }) => about.region,
  host: ({ about }) => about.host,
  labels: ({ about }) => Object.entries(about.labels).map(([key, value]) => ({ key, value })),
  state: (source) => source.health().state,
  lastError: (source) => describeError(source.health().lastError),
  lastCheckedAt: (source) => source.health().lastCheckedAt,
  origins: (source, args, context, info) => readOrigins(source, args, context, info.path),
  jobs: ({ id }, args, context, info) =>
    readJobs(args, context, info, (filter) => within(filter, { sources: [id] })),
};

export const Origin: OriginResolvers = {
  id: (origin) => originId({ sourceId: origin.sourceId, nativeId: origin.nativeId }),
  source: (origin, _, context) => sourceOf(origin, context),
  jobs: ({ sourceId, nativeId }, args, context, info) =>
    readJobs(args, context, info, (filter) => within(filter, { origins: [{ sourceId, nativeId }] })),
  name: (origin, _, context) => origin.name ?? loadName(context, origin.sourceId, 'origin', origin.nativeId),
};

export const SourceReport: SourceReportResolvers = {
  source: ({ sourceId }, _, context) => sourceOf({ sourceId }, context),
  error: ({ error }) => describeError(error),
  requests: (report, _, { scope }) => whenSettled(scope, () => report.ledger.requests),
  rowsFetched: (report, _, { scope }) => whenSettled(scope, () => report.ledger.rowsFetched),
  cacheHits: (report, _, { scope }) => whenSettled(scope, () => report.ledger.cacheHits),
  durationMs: (report, _, { scope }) => whenSettled(scope, () => Math.round(report.ledger.durationMs)),
  waitedMs: (report, _, { scope }) => whenSettled(scope, () => Math.round(report.ledger.waitedMs)),
};

/** Names, tasks and counts are read after the page: what all of it cost is known when nothing is read any more. */
async function whenSettled<T>(scope: RequestScope, tell: () => T): Promise<T> {
  await scope.settled();
  return tell();
}

/** As data: an `Error` in the place of a value would count as thrown. */
const describeError = (error: SourceError | null): ErrorFields | null =>
  error && {
    code: error.code,
    message: error.message,
    retryable: error.retryable,
    retryAfterMs: error.retryAfterMs,
    upstreamStatus: error.upstreamStatus,
  };

export const CloudResource: CloudResourceResolvers = {
  id: (resource) => resourceId(resource),
  jobs: ({ sourceId, nativeId }, args, context, info) =>
    readJobs(args, context, info, (filter) =>
      within(filter, { resourceIds: [nativeId], ...(sourceId !== null && { sources: [sourceId] }) }),
    ),
};

/** A filter that lets through only what both do. */
export const within = (
  filter: JobFilter,
  bounds: Pick<JobFilter, 'sources' | 'origins' | 'resourceIds'>,
): JobFilter => ({
  ...filter,
  ...(bounds.sources && { sources: both(filter.sources, bounds.sources, String) }),
  ...(bounds.resourceIds && { resourceIds: both(filter.resourceIds, bounds.resourceIds, String) }),
  ...(bounds.origins && { origins: both(filter.origins, bounds.origins, originText) }),
});

const originText = ({ sourceId, nativeId }: OriginRef): string => JSON.stringify([sourceId, nativeId]);

function both<T>(
  asked: readonly T[] | undefined,
  bounds: readonly T[],
  textOf: (item: T) => string,
): readonly T[] {
  if (asked === undefined) return bounds;
  const wanted = new Set(asked.map(textOf));
  return bounds.filter((item) => wanted.has(textOf(item)));
}
