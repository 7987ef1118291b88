import type { BackendDefinition, PagedJobs } from '../../../../src/datasource/contract/backend-definition.ts';
import { offsetPager } from '../../../../src/datasource/contract/pager.ts';
import type { Query } from '../../../../src/datasource/contract/transport.ts';
import { createFetchedLists } from '../../../../src/datasource/fetched/fetched-lists.ts';
import { createJobLists } from '../../../../src/datasource/stream/job-lists.ts';
import { createListMemory, type StreamEngine } from '../../../../src/datasource/stream/list-memory.ts';
import { ShapeError } from '../../../../src/datasource/wire/shape-error.ts';
import { type FakeTransport, fakeTransport, numberIn } from '../fake-transport.ts';
import { fetchedRow } from '../fetched/fetched-row.ts';
import { jobAt } from '../list-vendor.ts';

const OWNER = { sourceId: 's', backend: 'model', originKind: 'origin' };

export const SPEC = { key: 'list', origin: null };

export interface ListEngine {
  readonly engine: StreamEngine;
  /** What the vendor was asked, in its words. */
  readonly asked: () => readonly Query[];
}

export interface EngineOptions {
  /** What the vendor says with each page that there are; default: all its rows. */
  readonly total?: (page: readonly string[]) => number | null;
  readonly jobs?: Partial<PagedJobs>;
  /** Told of each request before it is answered. */
  readonly onRequest?: () => void;
}

/** What the streams of a source have in common whose one list holds these rows, as `jobAt` reads them; `?` cannot be read. */
export function listEngine(
  ids: readonly string[],
  { total = () => ids.length, jobs = {}, onRequest = () => undefined }: EngineOptions = {},
): ListEngine {
  const transport = fakeTransport((request) => {
    onRequest();
    const from = numberIn(request, 'offset');
    const rows = ids.slice(from, from + numberIn(request, 'limit'));
    return { rows, total: total(rows) };
  });
  const paged: PagedJobs = {
    kind: 'paged',
    pager: offsetPager({ offset: ['offset'], limit: 'limit', firstRow: 0, maxPageSize: 100 }),
    counts: true,
    listing: () => ({
      path: '/rows',
      envelope: { rows: 'rows', total: 'total' },
      read: (raw) => rowOf(readable(String(raw))),
    }),
    order: 'newest-first',
    pushDown: {},
    ...jobs,
  };
  return { engine: engineOver(transport, paged), asked: () => transport.sent.map(({ query = [] }) => query) };
}

/** The same of a list that is fetched in one go. */
export const fetchedEngine = (ids: readonly string[]): StreamEngine =>
  engineOver(
    fakeTransport(() => null),
    {
      kind: 'fetched',
      settled: ['SUCCEEDED'],
      fetch: async () => ids.map((id) => ({ raw: id, row: rowOf(id) })),
    },
  );

function readable(id: string): string {
  if (id.startsWith('?')) throw new ShapeError('id: is missing');
  return id;
}

const rowOf = (id: string) => fetchedRow({ nativeId: id, createdAt: jobAt(id).key.time }).row;

function engineOver(transport: FakeTransport, jobs: BackendDefinition['jobs']): StreamEngine {
  const now = (): number => 0;
  return {
    owner: OWNER,
    definition: {
      name: 'model',
      originKind: 'origin',
      readFault: () => null,
      discover: async () => [SPEC],
      streamOf: () => SPEC,
      listsPer: [],
      onlyOrigins: undefined,
      findsJobBy: 'native-id',
      statuses: ['SUCCEEDED'],
      jobs,
    },
    transport,
    wholeRows: 100,
    fetched: createFetchedLists({ transport, shareMs: 1_000, now, onGone: () => undefined }),
    lists: createJobLists(OWNER, () => undefined),
    ...createListMemory(now),
  };
}
