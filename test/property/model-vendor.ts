import { z } from 'zod';
import type {
  BackendDefinition,
  JobRow,
  Listing,
  StreamSpec,
} from '../../src/datasource/contract/backend-definition.ts';
import { markerPager, offsetPager, type Pager } from '../../src/datasource/contract/pager.ts';
import type { GoodReply, Transport, VendorRequest } from '../../src/datasource/contract/transport.ts';
import { SourceError } from '../../src/model/source-error.ts';

export const PAGER_KINDS = ['offset', 'start', 'marker', 'value', 'crawl'] as const;
export type PagerKind = (typeof PAGER_KINDS)[number];

export interface ModelRow {
  readonly id: string;
  readonly time: number;
  readonly status: 'SUCCEEDED' | 'FAILED';
}

/** A vendor in memory: its lists may change, and fail, between any two requests. */
export interface ModelVendor {
  readonly id: string;
  readonly kind: PagerKind;
  readonly origins: ReadonlyMap<string, ModelRow[]>;
  /** The lists stand in an order of their own, whatever the kind declares. */
  readonly isDisordered: boolean;
  isDown: boolean;
  requests: number;
  rowsSent: number;
}

export interface ModelOptions {
  /** 0 to 1: drawn anew at each call; ties stand in an order of their own in every answer. */
  readonly random: () => number;
  /** Runs before each answer. */
  readonly beforeAnswer: () => void;
  /** Whether the vendor counts its rows. */
  readonly counts: boolean;
  readonly maxPageSize: number;
}

const WINDOW = 1_000;
/** For one page of one source; whoever reads begins counting anew. */
const MOST_REQUESTS = 3_000;

const pagerOf = (kind: PagerKind, maxPageSize: number): Pager => {
  const common = { offset: ['offset'], limit: 'limit', maxPageSize };
  if (kind === 'marker') return markerPager('marker', { ...common, firstRow: 0 });
  return offsetPager({ ...common, firstRow: kind === 'start' ? 1 : 0 });
};

/** What a backend of this kind declares: the five ways in which vendors page, without anything else. */
export function modelDefinition(vendor: ModelVendor, options: ModelOptions): BackendDefinition {
  const { kind } = vendor;
  const sorts = kind === 'marker' || kind === 'value';
  const listing = (stream: StreamSpec): Listing<JobRow> => ({
    path: `/${stream.key}`,
    pager: pagerOf(kind, options.maxPageSize),
    envelope: (body) => envelope.parse(body),
    read: (raw) => readRow(raw, stream.key),
  });
  return {
    name: `model-${kind}`,
    originKind: 'origin',
    readFault: () => null,
    discover: async (read) =>
      read.list({ ...listing(specOf('origins')), pager: offsetPager(DISCOVERY), read: readOrigin }),
    streamOf: (originId, nativeId) => specOf(kind === 'crawl' ? nativeId : originId),
    listsPer: [],
    onlyOrigins: undefined,
    findsJobBy: kind === 'crawl' ? 'native-id' : 'origin-and-time',
    hasTasks: false,
    statuses: ['SUCCEEDED', 'FAILED', 'UNKNOWN'],
    jobs:
      kind === 'crawl'
        ? {
            kind: 'fetched',
            settled: ['SUCCEEDED'],
            fetch: async (stream, read) => {
              const body = await read.get({ path: `/${stream.key}` }, (found) => envelope.parse(found));
              return body.rows.map((raw) => ({ raw, row: readRow(raw, stream.key) }));
            },
          }
        : {
            kind: 'paged',
            maxPageSize: options.maxPageSize,
            counts: options.counts,
            pushDown: {},
            listing,
            order: sorts ? (direction) => [['sort', direction]] : 'newest-first',
            ...(kind === 'value'
              ? {
                  within: ({ from, before }) => [
                    ...(from === null ? [] : [['from', String(from)] as const]),
                    ...(before === null ? [] : [['before', String(before)] as const]),
                  ],
                }
              : {}),
          },
  };
}

const DISCOVERY = { offset: ['offset'], limit: 'limit', firstRow: 0, maxPageSize: 100 } as const;

const specOf = (key: string): StreamSpec => ({ key, origin: { nativeId: key, name: null } });

const rowSchema = z.object({ id: z.string(), time: z.number(), status: z.enum(['SUCCEEDED', 'FAILED']) });
const envelope = z.object({ rows: z.array(z.unknown()), total: z.number().nullable() });
const readOrigin = (raw: unknown): StreamSpec => specOf(z.string().parse(raw));

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
      origin: { kind: 'origin', nativeId: originId, name: null },
      resource: null,
      createdBy: null,
      details: { __typename: 'ModelDetails' },
    },
  };
}

/** Answers from memory, as awkwardly as the kind allows. */
export function modelTransport(vendor: ModelVendor, options: ModelOptions): Transport {
  let asked = 0;
  return {
    partition: () => 'model',
    secrets: () => [],
    close: async () => undefined,
    send: async (request, { signal }) => {
      signal.throwIfAborted();
      vendor.requests += 1;
      asked += 1;
      const number = asked;
      if (vendor.requests > MOST_REQUESTS) throw new RangeError('The reading of one page does not end.');
      await Promise.resolve();
      if (vendor.isDown)
        throw new SourceError({ code: 'UPSTREAM_UNAVAILABLE', message: 'down', retryAfterMs: 60_000 });
      const body = answer(vendor, request, options);
      vendor.rowsSent += body.rows.length;
      options.beforeAnswer();
      const reply: GoodReply = { status: 200, headers: {}, isJson: true, body, asked: number };
      return reply;
    },
  };
}

interface Body {
  readonly rows: readonly unknown[];
  readonly total: number | null;
}

function answer(vendor: ModelVendor, { path, query = [] }: VendorRequest, options: ModelOptions): Body {
  const key = path.slice(1);
  const parameter = (name: string): string | undefined => query.find(([one]) => one === name)?.[1];
  const all = (name: string): number[] =>
    query.filter(([one]) => one === name).map(([, value]) => Number(value));
  const limit = Number(parameter('limit') ?? WINDOW);
  if (key === 'origins') return page([...originKeys(vendor)], Number(parameter('offset') ?? 0), limit, false);
  if (vendor.kind === 'crawl') return { rows: crawled(vendor, key), total: null };
  if (limit > options.maxPageSize)
    throw new SourceError({ code: 'UPSTREAM_REJECTED', message: 'limit too large' });
  const list = vendor.origins.get(key) ?? [];
  const rows = (vendor.isDisordered ? list : shuffledTies(list, options.random, parameter('sort') === 'up'))
    .filter(({ time }) => all('from').every((from) => time >= from))
    .filter(({ time }) => all('before').every((before) => time < before));
  const marker = parameter('marker');
  if (marker !== undefined) {
    const at = rows.findIndex(({ id }) => id === marker);
    if (at < 0) throw new SourceError({ code: 'UPSTREAM_REJECTED', message: 'no such marker' });
    return page(rows, at + 1, limit, options.counts);
  }
  const first = vendor.kind === 'start' ? 1 : 0;
  return page(rows, Number(parameter('offset') ?? first) - first, limit, options.counts);
}

/** A crawl finds each job by its own id. */
const originKeys = (vendor: ModelVendor): string[] =>
  vendor.kind === 'crawl'
    ? [...vendor.origins.values()].flat().map(({ id }) => id)
    : [...vendor.origins.keys()];

const crawled = (vendor: ModelVendor, id: string): ModelRow[] =>
  [...vendor.origins.values()].flat().filter((row) => row.id === id);

const page = (rows: readonly unknown[], from: number, limit: number, counts: boolean): Body => ({
  rows: rows.slice(from, from + limit),
  total: counts ? rows.length : null,
});

/** Sorted by time alone: what shares an instant stands in another order each time. */
function shuffledTies(rows: readonly ModelRow[], random: () => number, isUp: boolean): ModelRow[] {
  const drawn = rows.map((row) => ({ row, place: random() }));
  drawn.sort((a, b) => (isUp ? a.row.time - b.row.time : b.row.time - a.row.time) || a.place - b.place);
  return drawn.map(({ row }) => row);
}
