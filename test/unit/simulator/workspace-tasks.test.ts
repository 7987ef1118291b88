import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createHuaweiWorkspaceSimulator } from '../../../src/simulator/huawei-workspace.ts';
import { DEMO_PROJECT } from '../../../src/simulator/iam.ts';
import type { Simulator } from '../../../src/simulator/kit/simulator.ts';
import { column, get, refusal, rowsOf, START } from './huawei-client.ts';

const BASE = `/v1/${DEMO_PROJECT.id}/schedule-task`;
let vendor: Simulator;

const tasks = async (query: string) => rowsOf(await get(vendor, `${BASE}?${query}`), 'items');

describe('the scheduled tasks of Workspace', () => {
  before(async () => {
    vendor = await createHuaweiWorkspaceSimulator({ jobs: 90, origins: 23, live: false, now: () => START });
  });
  after(() => vendor.close());

  it('are paged, ten by default', async () => {
    const first = await get(vendor, BASE);
    assert.equal(first.body['count'], 23);
    assert.equal(rowsOf(first, 'items').length, 10);
    const pages = [await tasks(''), await tasks('offset=10'), await tasks('offset=20')].flat();
    assert.deepEqual(pages, await tasks('limit=100'));
    assert.equal(new Set(column(pages, 'id')).size, 23);
  });

  it('are filtered by name and type', async () => {
    assert.deepEqual(column(await tasks('task_name=nightly-23'), 'task_name'), ['nightly-23']);
    const stops = await tasks('task_type=STOP_SERVER&limit=100');
    assert.ok(stops.length > 1);
    assert.deepEqual([...new Set(column(stops, 'task_type'))], ['STOP_SERVER']);
    assert.equal(refusal(await get(vendor, `${BASE}?task_type=NAP`)).error['error_code'], 'WKS.00211102');
  });

  it('tell their details one by one', async () => {
    const [task] = await tasks('');
    const { body, status } = await get(vendor, `${BASE}/${task?.['id']}`);
    const { target_infos, ...rest } = body;
    assert.equal(status, 200);
    assert.deepEqual(rest, task);
    assert.ok(Array.isArray(target_infos));
    assert.equal((await get(vendor, `${BASE}/missing`)).status, 404);
  });
});

describe('the execute-detail of Workspace', () => {
  it('lists the expected sub-tasks of a record, page by page', async (t) => {
    const big = await createHuaweiWorkspaceSimulator({ jobs: 400, live: false, now: () => START });
    t.after(() => big.close());
    const jobs = big.expected().sort((a, b) => b.tasks.length - a.tasks.length);
    const [job] = jobs;
    const path = `${BASE}/${job?.nativeId}/execute-detail`;
    const pages = [await get(big, `${path}?limit=100`), await get(big, `${path}?limit=100&offset=100`)];
    const none = await get(big, `${BASE}/${jobs.at(-1)?.nativeId}/execute-detail`);
    const missing = await get(big, `${BASE}/${job?.originNativeId}/execute-detail`);
    const rows = pages.flatMap((page) => rowsOf(page, 'items'));
    assert.equal(rows.length, 120);
    assert.deepEqual(
      column(rows, 'id'),
      job?.tasks.map(({ nativeId }) => nativeId),
    );
    assert.deepEqual(
      column(rows, 'status'),
      job?.tasks.map(({ nativeStatus }) => nativeStatus),
    );
    assert.deepEqual([...new Set(column(rows, 'execute_id'))], [job?.nativeId]);
    assert.deepEqual(none.body, { count: 0, items: [] });
    assert.equal(missing.status, 404);
  });
});

describe('the gateway before Workspace', () => {
  it('knows its callers and their project', async (t) => {
    const closed = await createHuaweiWorkspaceSimulator({ now: () => START });
    t.after(() => closed.close());
    const codeOf = async (path: string, headers?: Record<string, string>) => {
      const { status, error } = refusal(await get(closed, path, headers));
      return [status, error['error_code']];
    };
    assert.deepEqual(await codeOf(BASE, {}), [401, 'APIGW.0301']);
    assert.deepEqual(await codeOf(BASE, { 'x-auth-token': 'old' }), [401, 'APIGW.0307']);
    const unsigned = { authorization: 'SDK-HMAC-SHA256 Access=a, SignedHeaders=host, Signature=00' };
    assert.deepEqual(await codeOf(BASE, unsigned), [401, 'APIGW.0301']);
    assert.deepEqual(await codeOf('/v1/other/schedule-task'), [403, 'APIGW.0310']);
    assert.deepEqual(await codeOf('/v9/nothing'), [404, 'APIGW.0101']);
    closed.expireCredentials();
    assert.deepEqual(await codeOf(BASE), [401, 'APIGW.0307']);
  });
});

describe('rows put in and taken out by hand', () => {
  it('appear and disappear', async (t) => {
    const edited = await createHuaweiWorkspaceSimulator({ jobs: 5, live: false, now: () => START });
    t.after(() => edited.close());
    const originNativeId = edited.expected()[0]?.originNativeId ?? '';
    const nativeId = edited.insert({ createdAt: START - 999_999, originNativeId, status: 'FAILED' });
    const found = edited.expected().find((job) => job.nativeId === nativeId);
    assert.deepEqual(
      [found?.createdAt, found?.originNativeId, found?.status],
      [START - 999_999, originNativeId, 'FAILED'],
    );
    const unknown = edited.insert({ createdAt: START, status: 'UNKNOWN' });
    assert.match(edited.expected().find((job) => job.nativeId === unknown)?.nativeStatus ?? '', /archived/i);
    edited.remove(nativeId);
    assert.equal(edited.expected().length, 6);
    assert.throws(() => edited.insert({ createdAt: 0, originNativeId: 'x' }), /no origin 'x'/);
    assert.throws(() => edited.insert({ createdAt: 0, status: 'CANCELED' }), /is CANCELED; they are/);
  });
});
