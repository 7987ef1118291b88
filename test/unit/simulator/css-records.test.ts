import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createHuaweiCssSimulator, type HuaweiCssOptions } from '../../../src/simulator/huawei-css.ts';
import { DEMO_PROJECT } from '../../../src/simulator/iam.ts';
import type { Simulator } from '../../../src/simulator/kit/simulator.ts';
import { column, get, refusal, rowsOf, START } from './huawei-client.ts';

const BASE = `/v1.0/${DEMO_PROJECT.id}/clusters`;
const KEY = 'clusterLogRecord';
let vendor: Simulator;

const start = (options: HuaweiCssOptions = {}) =>
  createHuaweiCssSimulator({ jobs: 200, live: false, now: () => START, ...options });

const records = (simulator: Simulator, query: string, clusterId = simulator.expected()[0]?.originNativeId) =>
  get(simulator, `${BASE}/${clusterId}/logs/records?${query}`);

/** The times of the page that a query gives; ties make ids useless here. */
const times = async (simulator: Simulator, query: string) =>
  column(rowsOf(await records(simulator, query), KEY), 'createAt').map(Number);

describe('the log records of CSS', () => {
  before(async () => {
    vendor = await start();
  });
  after(() => vendor.close());

  it('are, over all clusters, exactly the expected jobs', async () => {
    const due = vendor.expected();
    const clusterIds = [...new Set(due.map((job) => job.originNativeId ?? ''))];
    const answers = await Promise.all(clusterIds.map((id) => records(vendor, 'limit=1000', id)));
    const seen = answers.flatMap((answer) => rowsOf(answer, KEY));
    const facts = seen.map((row) =>
      [row['jobId'], row['clusterId'], row['status'], Number(row['createAt']), row['finishedAt']].join(),
    );
    const dueFacts = due.map((job) =>
      [job.nativeId, job.originNativeId, job.nativeStatus, job.createdAt, job.finishedAt].join(),
    );
    assert.equal(facts.length, 200);
    assert.deepEqual(facts.sort(), dueFacts.sort());
    assert.deepEqual([...new Set(seen.map((row) => typeof row['createAt']))].sort(), ['number', 'string']);
    for (const row of seen) {
      assert.equal(row['failedMsg'] === null, row['status'] !== 'FAIL');
      assert.equal(row['finishedAt'] === null, row['status'] === 'RUNNING');
    }
  });

  it('come newest first from row 1 on, by either name, ten by default', async () => {
    const all = await times(vendor, 'limit=1000');
    assert.deepEqual(
      all,
      all.toSorted((a, b) => b - a),
    );
    assert.deepEqual(await times(vendor, ''), all.slice(0, 10));
    assert.deepEqual(await times(vendor, 'start=1'), all.slice(0, 10));
    assert.deepEqual(await times(vendor, 'start=4&limit=5'), all.slice(3, 8));
    assert.deepEqual(await times(vendor, 'offset=4&limit=5'), all.slice(3, 8));
    assert.deepEqual(await times(vendor, 'start=9999'), []);
  });

  it('come with their number in all, of those that the filter leaves', async () => {
    const sizes = await Promise.all(
      ['', 'status=FAIL', 'status=NOT_FAIL'].map(async (query) => records(vendor, `limit=1000&${query}`)),
    );
    const [all = 0, failed = 0, others = 0] = sizes.map(({ body }) => Number(body['totalSize']));
    assert.deepEqual(
      sizes.map((answer) => rowsOf(answer, KEY).length),
      [all, failed, others],
    );
    assert.equal(failed + others, all);
    assert.ok(failed > 0 && others > 0);
    const words = (place: number) => [
      ...new Set(sizes[place] && column(rowsOf(sizes[place], KEY), 'status')),
    ];
    assert.deepEqual(words(1), ['FAIL']);
    assert.ok(!words(2).includes('FAIL'));
  });

  it('refuse in the words of the wire', async () => {
    for (const query of ['limit=0', 'limit=1001', 'start=0', 'offset=0', 'status=SUCCESS']) {
      const { status, error } = refusal(await records(vendor, query));
      assert.deepEqual([query, status, error['errCode']], [query, 400, 'CSS.0001']);
    }
    assert.deepEqual(refusal(await records(vendor, '', 'missing')), {
      status: 403,
      error: {
        errCode: 'CSS.0015',
        externalMessage: 'No resources are found or the access is denied.',
      },
    });
  });
});

describe('the clusters of CSS', () => {
  it('come youngest first, with one whose logs are off', async (t) => {
    const clusters = await start({ origins: 4 });
    t.after(() => clusters.close());
    const list = await get(clusters, `${BASE}?limit=1000`);
    const rows = rowsOf(list, 'clusters');
    const settingsOf = (id: unknown) => get(clusters, `${BASE}/${id}/logs/settings`);
    const settings = await Promise.all(column(rows, 'id').map(settingsOf));
    const missing = await settingsOf('missing');
    const refused = await records(clusters, '', String(rows.at(-1)?.['id']));
    const second = await get(clusters, `${BASE}?start=2&limit=2`);
    const typed = await get(clusters, `${BASE}?datastoreType=logstash`);
    const created = column(rows, 'created').map(String);
    assert.deepEqual(created, created.toSorted().reverse());
    assert.match(created[0] ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    assert.equal(list.body['totalSize'], 5);
    assert.deepEqual(column(rowsOf(second, 'clusters'), 'id'), column(rows, 'id').slice(1, 3));
    assert.equal(rowsOf(typed, 'clusters').length, 2);
    const switches = settings.map(({ body }) =>
      JSON.stringify(body['logConfiguration']).includes('"logSwitch":true'),
    );
    assert.deepEqual(switches, [true, true, true, true, false]);
    assert.deepEqual([refused.status, refused.body['errCode']], [415, 'CSS.0004']);
    assert.equal(missing.status, 403);
  });
});

describe('other revisions of CSS', () => {
  it('know one paging name and ignore the other', async (t) => {
    for (const [pagingName, other] of [
      ['start', 'offset'],
      ['offset', 'start'],
    ] as const) {
      const one = await start({ pagingName });
      t.after(() => one.close());
      const all = await times(one, 'limit=1000');
      const [known, ignored] = [await times(one, `${pagingName}=3`), await times(one, `${other}=3`)];
      assert.deepEqual(known, all.slice(2, 12));
      assert.deepEqual(ignored, all.slice(0, 10));
    }
  });

  it('have no totalSize and no rows past a thousand', async (t) => {
    const old = await start({ totalSize: false, maxStart: 1000 });
    t.after(() => old.close());
    const page = await records(old, '');
    const beyond = await records(old, 'start=1001');
    assert.deepEqual(Object.keys(page.body), [KEY]);
    assert.equal(beyond.status, 400);
  });
});
