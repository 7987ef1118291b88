import { z } from 'zod';
import type {
  BackendDefinition,
  JobRow,
  Listing,
  PagedJobs,
  StreamSpec,
  TimeWindow,
  UnpagedListing,
} from '../../../src/datasource/contract/backend-definition.ts';
import { markerPager, offsetPager, type Pager } from '../../../src/datasource/contract/pager.ts';
import type { Query } from '../../../src/datasource/contract/transport.ts';
import type { ModelVendor, VendorTraits } from './model-vendor.ts';

/** What a backend of this kind declares: the five ways in which vendors page, without anything else. */
export function modelDefinition(vendor: ModelVendor): BackendDefinition {
  const { kind } = vendor.traits;
  return {
    name: `model-${kind}`,
    originKind: 'origin',
    readFault: () => null,
    discover: async (read) => {
      const specs = await read.list(origins);
      vendor.told = new Set(specs.map(({ key }) => key));
      return specs;
    },
    streamOf: (originId, nativeId) => specOf(kind === 'crawl' ? nativeId : originId),
    listsPer: [],
    onlyOrigins: undefined,
    findsJobBy: kind === 'crawl' ? 'native-id' : 'origin-and-time',
    statuses: ['SUCCEEDED', 'FAILED', 'UNKNOWN'],
    jobs: kind === 'crawl' ? fetchedJobs : pagedJobs(vendor.traits),
  };
}

const specOf = (key: string): StreamSpec => ({ key, origin: { nativeId: key, name: null } });

const fetchedJobs: BackendDefinition['jobs'] = {
  kind: 'fetched',
  settled: ['SUCCEEDED'],
  fetch: async (stream, read) => {
    const body = await read.get({ path: `/${stream.key}` }, (found) => envelope.parse(found));
    return body.rows.map((raw) => ({ raw, row: readRow(raw, stream.key) }));
  },
};

function pagedJobs({ kind, maxPageSize, counts }: VendorTraits): PagedJobs {
  const sorts = kind === 'marker' || kind === 'value';
  const listing = (stream: StreamSpec): UnpagedListing<JobRow> => ({
    path: `/${stream.key}`,
    envelope: (body) => envelope.parse(body),
    read: (raw) => readRow(raw, stream.key),
  });
  return {
    kind: 'paged',
    pager: pagerOf(kind, maxPageSize),
    counts: counts !== 'nothing',
    pushDown: {},
    listing,
    order: sorts ? (direction) => [['sort', direction]] : 'newest-first',
    ...(kind === 'value' ? { within } : {}),
  };
}

const within = ({ from, before }: TimeWindow): Query => [
  ...(from === null ? [] : [['from', String(from)] as const]),
  ...(before === null ? [] : [['before', String(before)] as const]),
];

function pagerOf(kind: VendorTraits['kind'], maxPageSize: number): Pager {
  const common = { offset: ['offset'], limit: 'limit', maxPageSize };
  if (kind === 'marker') return markerPager('marker', { ...common, firstRow: 0 });
  return offsetPager({ ...common, firstRow: kind === 'start' ? 1 : 0 });
}

const envelope = z.object({ rows: z.array(z.unknown()), total: z.number().nullable() });

const origins: Listing<StreamSpec> = {
  path: '/origins',
  envelope: (body) => envelope.parse(body),
  pager: offsetPager({ offset: ['offset'], limit: 'limit', firstRow: 0, maxPageSize: 1_000 }),
  read: (raw) => specOf(z.string().parse(raw)),
};

const rowSchema = z.object({
  id: z.string(),
  time: z.number().nullable(),
  status: z.enum(['SUCCEEDED', 'FAILED']),
  isUnreadable: z.literal(false).default(false),
});

function readRow(raw: unknown, originId: string): JobRow {
  const { id, time, status } = rowSchema.parse(raw);
  return {
    inlineTasks: null,
    fields: {
      nativeId: id,
      name: null,
      kind: null,
      status,
      nativeStatus: status,
      statusMessage: null,
      createdAt: time,
      startedAt: null,
      finishedAt: null,
      progress: null,
      error: null,
      origin: { nativeId: originId, name: null },
      resource: null,
      createdBy: null,
      details: { __typename: 'ModelDetails' },
    },
  };
}
