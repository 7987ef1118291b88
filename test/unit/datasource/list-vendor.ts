import { markerPager, offsetPager } from '../../../src/datasource/contract/pager.ts';
import { PagedList } from '../../../src/datasource/paging/paged-list.ts';
import { TotalsTrust } from '../../../src/datasource/paging/read-page.ts';
import {
  exactTie,
  type KeyedJob,
  keyed,
  type PlacedRow,
  placedAt,
  rankOf,
} from '../../../src/datasource/paging/row-order.ts';
import type { Direction } from '../../../src/model/sort-key.ts';
import { sourceScope } from '../../support/source-scope.ts';
import { makeJob } from '../model/make-job.ts';
import { type FakeTransport, fakeTransport, numberIn } from './fake-transport.ts';

/** A job whose time is in its id: `a7` was created at 7, `a` at a time that nobody knows. */
export const jobAt = (nativeId: string): KeyedJob => {
  const time = /\d+$/.exec(nativeId)?.[0];
  return keyed(makeJob({ nativeId, createdAt: time === undefined ? null : Number(time) }));
};

/** These rows of a list, in its order. */
export const placed = (ids: readonly string[], direction: Direction = 'down'): PlacedRow[] =>
  ids.map((id, index) => {
    const job = jobAt(id);
    return placedAt(index, job, rankOf(job.key.time, direction, exactTie));
  });

export const idsOf = (rows: readonly { readonly key: { readonly nativeId: string } }[]): string[] =>
  rows.map(({ key }) => key.nativeId);

export interface ListVendor {
  readonly list: PagedList;
  readonly sent: FakeTransport['sent'];
  /** What the vendor has now; a test may change it. */
  readonly ids: string[];
  /** Something happens before the vendor answers the request of that number, counted from now and from 0. */
  before(request: number, change: () => void): void;
}

/** A vendor with one list, which it gives by offset or marker, and counts if it is told to. */
export function listVendor(
  ids: readonly string[],
  {
    maxPageSize = 100,
    largestPage = 100,
    /** Pages end at each multiple of so many rows. */
    partition = Number.POSITIVE_INFINITY,
    /** `page`: the rows of each page alone. */
    counts = true as boolean | 'page',
    /** Pages go by marker as well; `inclusive`: they begin with the marker's own row. */
    marker = null as 'inclusive' | 'exclusive' | null,
    direction = 'down' as Direction,
    /** When the time to read it ends. */
    deadlineAt = Number.POSITIVE_INFINITY,
  } = {},
): ListVendor {
  const all = [...ids];
  const changes = new Map<number, () => void>();
  const transport = fakeTransport((request) => {
    changes.get(transport.sent.length)?.();
    const limit = numberIn(request, 'limit');
    const id = new Map(request.query).get('marker');
    const behind = marker === 'inclusive' ? 0 : 1;
    const from = id === undefined ? numberIn(request, 'offset') : all.indexOf(id) + behind;
    const inPartition = partition - (from % partition) || partition;
    const end = from + Math.min(limit, largestPage, Number.isNaN(inPartition) ? limit : inPartition);
    const rows = all.slice(from, end);
    return { rows, total: counts === 'page' ? rows.length : counts ? all.length : null };
  });
  const offset = { offset: ['offset'], limit: 'limit', firstRow: 0, maxPageSize } as const;
  const list = new PagedList({
    transport,
    listing: {
      path: '/rows',
      pager: marker === null ? offsetPager(offset) : markerPager('marker', offset),
      envelope: { rows: 'rows', total: 'total' },
      read: (raw) => jobAt(String(raw)),
    },
    query: [],
    direction,
    notes: [],
    trust: new TotalsTrust(),
    scope: sourceScope({ deadlineAt }),
  });
  const { sent } = transport;
  const before = (request: number, change: () => void) => changes.set(sent.length + request + 1, change);
  return { list, sent, ids: all, before };
}

/** Ids of jobs that were created one after the other, newest first: `j9 j8 ... j1`. */
export const newestFirst = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `j${count - i}`);
