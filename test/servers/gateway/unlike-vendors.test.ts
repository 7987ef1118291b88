import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobOrder } from '../../../src/model/job-filter.ts';
import { connectVendor } from '../../support/connect-vendor.ts';
import { edgesOf, jobList } from '../../support/job-list.ts';
import { type StartedVendor, startVendor, type VendorRequest } from '../../support/start-vendor.ts';

interface Row {
  readonly id: string;
  readonly origin: string;
  /** Epoch milliseconds, whole seconds. */
  readonly at: number;
}

const ORIGINS = ['o1', 'o2'] as const;
const START = Date.UTC(2026, 0, 1);
const PROJECT = 'p1';
const HUAWEI = { projectId: PROJECT, auth: { type: 'token', token: 'made-up-token' } };

/** Newest first. Runs of up to `ties` rows share one instant; ids run neither with nor against time. */
function rowsOf(count: number, ties: number): Row[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `r${String((n * 7_919) % 100_003).padStart(6, '0')}`,
    origin: ORIGINS[n % 3 === 0 ? 0 : 1],
    at: START - Math.floor(n / ties) * 61_000,
  }));
}

/** Rows of one instant in another order at each call. */
function shuffledTies(rows: readonly Row[], call: number): Row[] {
  const place = (row: Row): number => (Number(row.id.slice(1)) * (call * 2 + 1)) % 9_973;
  return rows.toSorted((a, b) => b.at - a.at || place(a) - place(b));
}

const number = ({ query }: VendorRequest, name: string, otherwise: number): number =>
  Number(query.get(name) ?? otherwise);

interface Unlike {
  readonly name: string;
  readonly backend: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly start: (rows: readonly Row[]) => Promise<StartedVendor>;
}

const isoOf = (at: number): string => new Date(at).toISOString();

/** A page of backup tasks, as one vendor or another might understand the manual. */
function backups(options: {
  readonly isInclusive: boolean;
  readonly most: number;
  readonly count: (all: number) => number | undefined;
}): Unlike['start'] {
  return (rows) => {
    let calls = 0;
    return startVendor((request) => {
      const path = request.path.replace(`/v2/${PROJECT}/backuppolicy`, '');
      if (path === '')
        return {
          body: { backup_policies: ORIGINS.map((id) => ({ backup_policy_id: id, backup_policy_name: id })) },
        };
      const origin = path.split('/')[1];
      calls += 1;
      const newest = shuffledTies(
        rows.filter((row) => row.origin === origin),
        calls,
      );
      const all = request.query.get('sort_dir') === 'asc' ? newest.reverse() : newest;
      const marker = request.query.get('marker');
      const at = all.findIndex(({ id }) => id === marker);
      if (marker !== null && at < 0) return { body: { tasks: [], count: options.count(all.length) } };
      const from = marker === null ? number(request, 'offset', 0) : at + (options.isInclusive ? 0 : 1);
      const page = all.slice(from, from + Math.min(options.most, number(request, 'limit', 20)));
      const tasks = page.map((row) => ({
        job_id: row.id,
        status: 'EXECUTE_SUCCESS',
        created_at: isoOf(row.at).replace('.000Z', ''),
        backup_name: row.id,
      }));
      return { body: { tasks, count: options.count(all.length) } };
    });
  };
}

/** Runs of scheduled tasks, in whatever order the vendor likes. */
function runs(order: (rows: Row[], call: number) => Row[], count: (all: number) => number): Unlike['start'] {
  return (rows) => {
    let calls = 0;
    return startVendor((request) => {
      const path = request.path.replace(`/v1/${PROJECT}/schedule-task`, '');
      const [offset, limit] = [number(request, 'offset', 0), number(request, 'limit', 10)];
      if (limit < 1 || limit > 100) return { status: 400, body: { error_code: 'WKS.00169901' } };
      if (path === '') {
        const items = ORIGINS.map((id) => ({ id, task_name: id })).slice(offset, offset + limit);
        return { body: { count: ORIGINS.length, items } };
      }
      calls += 1;
      const all = order(
        rows.filter((row) => row.origin === path.split('/')[1]),
        calls,
      );
      const items = all.slice(offset, offset + limit).map((row) => ({
        id: row.id,
        task_id: row.origin,
        status: 'SUCCESS',
        create_time: isoOf(row.at),
      }));
      return { body: { count: count(all.length), items } };
    });
  };
}

/** Log backups, 1-based, under one name or the other. */
function logBackups(options: {
  readonly parameter: 'start' | 'offset';
  readonly most: number;
  readonly hasTotal: boolean;
  readonly timesAreTexts?: boolean;
}): Unlike['start'] {
  return (rows) => {
    let calls = 0;
    return startVendor((request) => {
      const path = request.path.replace(`/v1.0/${PROJECT}/clusters`, '');
      const from = number(request, options.parameter, 1) - 1;
      const to = from + Math.min(options.most, number(request, 'limit', 10));
      if (path === '')
        return {
          body: { totalSize: 2, clusters: ORIGINS.map((id) => ({ id, name: id })).slice(from, to) },
        };
      if (path.endsWith('/settings')) return { body: { logConfiguration: { logSwitch: true } } };
      calls += 1;
      const all = shuffledTies(
        rows.filter((row) => row.origin === path.split('/')[1]),
        calls,
      );
      const clusterLogRecord = all.slice(from, to).map((row) => ({
        jobId: row.id,
        createAt: options.timesAreTexts ? String(row.at) : row.at,
        status: 'SUCCESS',
      }));
      return { body: { clusterLogRecord, ...(options.hasTotal ? { totalSize: all.length } : {}) } };
    });
  };
}

const PRINTED = new Intl.DateTimeFormat('en-US', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'Asia/Shanghai',
});

/** The query language, as far as reading a history takes it; `sort` decides nothing among equal times. */
const history: Unlike['start'] = (rows) => {
  let calls = 0;
  return startVendor((request) => {
    const path = request.path.replace('/zstack/v1', '');
    if (path === '/accounts/login') return { body: { inventory: { uuid: 'a'.repeat(32) } } };
    if (path !== '/scheduler/job/history') return { body: { inventories: [] } };
    calls += 1;
    const wanted = request.query.getAll('q').reduce(
      (found: Row[], condition) => {
        if (condition === 'startTime is null') return [];
        const [, operator, text] = /^startTime(>=|<)(.*)$/.exec(condition) ?? [];
        assert(operator !== undefined && text !== undefined, `a condition on startTime: ${condition}`);
        const time = Date.parse(`${text.replace(' ', 'T')}+08:00`);
        return found.filter(({ at }) => (operator === '<' ? at < time : at >= time));
      },
      shuffledTies(rows, calls),
    );
    const sorted = request.query.get('sort') === '-startTime' ? wanted : wanted.reverse();
    const start = number(request, 'start', 0);
    const inventories = sorted.slice(start, start + number(request, 'limit', 1_000)).map((row) => ({
      id: Number(row.id.slice(1)),
      schedulerJobUuid: row.origin,
      startTime: PRINTED.format(row.at),
      executeTime: 3,
      success: true,
    }));
    return { body: { inventories } };
  });
};

const always = (value: number) => (): number => value;
const asIs = (all: number): number => all;
const newestFirst = (rows: Row[], call: number): Row[] => shuffledTies(rows, call);

const VENDORS: readonly Unlike[] = [
  {
    name: 'a marker’s row comes again, count is 0',
    backend: 'huawei-vbs',
    start: backups({ isInclusive: true, most: 1_000, count: always(0) }),
  },
  {
    name: 'pages are cut to 13',
    backend: 'huawei-vbs',
    start: backups({ isInclusive: false, most: 13, count: asIs }),
  },
  {
    name: 'no count',
    backend: 'huawei-vbs',
    start: backups({ isInclusive: true, most: 1_000, count: () => undefined }),
  },
  {
    name: 'count is 0',
    backend: 'huawei-workspace',
    start: runs(newestFirst, always(0)),
  },
  {
    name: 'oldest first',
    backend: 'huawei-workspace',
    start: runs((rows, call) => newestFirst(rows, call).reverse(), asIs),
  },
  {
    name: 'in no order, count is 0',
    backend: 'huawei-workspace',
    start: runs((rows) => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)), always(0)),
  },
  {
    name: 'in order but for the last third',
    backend: 'huawei-workspace',
    start: runs((rows) => {
      const newest = newestFirst(rows, 0);
      const part = Math.floor((newest.length * 2) / 3);
      return [...newest.slice(0, part), ...newest.slice(part).reverse()];
    }, asIs),
  },
  {
    name: '`start` alone, no totalSize',
    backend: 'huawei-css',
    start: logBackups({ parameter: 'start', most: 1_000, hasTotal: false }),
  },
  {
    name: '`offset` alone, pages are cut to 11, times are texts',
    backend: 'huawei-css',
    start: logBackups({ parameter: 'offset', most: 11, hasTotal: true, timesAreTexts: true }),
  },
  {
    name: 'no total, times as newer Java prints them',
    backend: 'zstack',
    settings: {
      timeZone: 'Asia/Shanghai',
      auth: { type: 'account', account: 'admin', password: 'made-up-password' },
    },
    start: history,
  },
];

const ROWS = 140;
const SIZES = [1, 7, 37, 100, 500];
const ORDERS: readonly JobOrder[] = ['CREATED_AT_DESC', 'CREATED_AT_ASC'];

/** ZStack's ids are numbers: their texts have no leading zeros. */
const nativeIdOf = (backend: string, { id }: Row): string =>
  backend === 'zstack' ? String(Number(id.slice(1))) : id;

for (const { name, backend, settings = HUAWEI, start } of VENDORS) {
  test(`${backend}: ${name}`, async () => {
    const rows = rowsOf(ROWS, 4);
    await using vendor = await start(rows);
    const newest = rows
      .map((row) => ({ at: row.at, id: nativeIdOf(backend, row) }))
      .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
      .map(({ id }) => id);
    for (const order of ORDERS) {
      const wanted = order === 'CREATED_AT_DESC' ? newest : newest.toReversed();
      for (const isForward of [true, false]) {
        for (const size of SIZES) {
          // A new source each time: what it learns of a list's order must not help the next walk.
          const source = connectVendor({ backend, settings: { endpoint: vendor.url, ...settings } });
          const pages = await jobList({ sources: [source], order }).walk(size, { isForward });
          const read = edgesOf(pages, isForward).map(({ job }) => job.nativeId);
          assert.deepEqual(read, wanted, `${order}, pages of ${size}, ${isForward ? 'first' : 'last'}`);
          await source.close();
        }
      }
    }
  });
}

interface Steps {
  readonly name: string;
  readonly most: number;
  readonly count: (all: number, page: number) => number | undefined;
}

const STEPS: readonly Steps[] = [
  { name: 'pages are cut to 20', most: 20, count: (all) => all },
  { name: 'the count is the page’s', most: 1_000, count: (_, page) => page },
  { name: 'no count', most: 1_000, count: () => undefined },
];

for (const { name, most, count } of STEPS) {
  for (const length of [0, 1, 20, 50, 60, 120]) {
    test(`huawei-servicestage: ${length} tasks, lower-case keys, ${name}`, async () => {
      const tasks = Array.from({ length }, (_, n) => ({
        task_id: `t${n}`,
        task_index: n * 2,
        task_status: 'SUCCEEDED',
        created_at: isoOf(START + n * 1_000),
        update_at: isoOf(START + n * 1_000 + 500),
        messages: '{}',
      }));
      await using vendor = await startVendor((request) => {
        if (!request.path.endsWith('/cas/jobs/j1')) return { body: { count: 0, applications: [] } };
        const offset = number(request, 'offset', 0);
        const page = tasks.slice(offset, offset + Math.min(most, number(request, 'limit', 20)));
        const job = { job_id: 'j1', execution_status: 'SUCCEEDED' };
        return { body: { job, tasks: page, task_count: count(length, page.length) } };
      });
      const source = connectVendor({
        backend: 'huawei-servicestage',
        settings: { endpoint: vendor.url, ...HUAWEI, jobs: ['j1'] },
      });
      const [edge, ...others] = edgesOf(await jobList({ sources: [source] }).walk(5));
      assert.deepEqual(others, []);
      assert.deepEqual(
        edge?.job.inlineTasks?.map(({ nativeId }) => nativeId),
        tasks.map(({ task_id }) => task_id),
      );
      assert.equal(edge?.job.createdAt, length === 0 ? null : START);
      assert.equal(edge?.job.finishedAt, length === 0 ? null : START + (length - 1) * 1_000 + 500);
      await source.close();
    });
  }
}
