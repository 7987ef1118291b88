import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createHuaweiWorkspaceSimulator } from '../../../src/simulator/huawei-workspace.ts';
import { DEMO_PROJECT } from '../../../src/simulator/iam.ts';
import type { Simulator } from '../../../src/simulator/kit/simulator.ts';
import { column, get, refusal, rowsOf, START } from './huawei-client.ts';

const BASE = `/v1/${DEMO_PROJECT.id}/schedule-task`;
const INVALID = { error_code: 'WKS.00169901', error_msg: 'The request message is invalid.' };
let clock = START;
let vendor: Simulator;
let taskIds: unknown[];

const historyOf = (taskId: unknown, query = 'limit=100') =>
  get(vendor, `${BASE}/${taskId}/execute-history?${query}`);

const allRecords = async () =>
  (await Promise.all(taskIds.map((id) => historyOf(id)))).flatMap((answer) => rowsOf(answer, 'items'));

describe('the execute-history of Workspace', () => {
  before(async () => {
    vendor = await createHuaweiWorkspaceSimulator({ jobs: 240, live: false, now: () => clock });
    taskIds = column(rowsOf(await get(vendor, BASE), 'items'), 'id');
  });
  after(() => vendor.close());

  it('holds, over all tasks, exactly the expected jobs', async () => {
    const rows = await allRecords();
    const seen = rows.map((row) => [
      row['id'],
      row['task_id'],
      row['status'],
      row['create_time'],
      row['end_time'] ?? null,
    ]);
    const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());
    const due = vendor
      .expected()
      .map((job) => [
        job.nativeId,
        job.originNativeId,
        job.nativeStatus,
        iso(job.createdAt),
        iso(job.finishedAt),
      ]);
    assert.equal(due.length, 240);
    assert.deepEqual(seen.sort(), due.sort());
  });

  it('comes newest first with the number of all rows, ten by default', async () => {
    const all = await historyOf(taskIds[0]);
    const times = column(rowsOf(all, 'items'), 'create_time').map(String);
    assert.deepEqual(times, times.toSorted().reverse());
    assert.equal(all.body['count'], times.length);
    const page = await historyOf(taskIds[0], 'offset=3');
    assert.deepEqual(column(rowsOf(page, 'items'), 'create_time'), times.slice(3, 13));
    assert.equal(page.body['count'], times.length);
    assert.deepEqual(rowsOf(await historyOf(taskIds[0], 'offset=100000'), 'items'), []);
  });

  it('refuses what is out of range and what does not exist', async () => {
    for (const query of ['limit=0', 'limit=101', 'limit=x', 'offset=-1'])
      assert.deepEqual(refusal(await historyOf(taskIds[0], query)), { status: 400, error: INVALID });
    assert.equal((await historyOf('missing')).status, 404);
    const post = await fetch(`${vendor.url}${BASE}`, { method: 'POST' });
    assert.deepEqual(await post.json(), {
      error_code: 'WKS.00000405',
      error_msg: 'The request method is not allowed.',
    });
  });

  it('has the odd rows that the manual makes us fear', async () => {
    const rows = await allRecords();
    const number = (row: Record<string, unknown>, name: string) => Number(row[name]);
    const isDone = (row: Record<string, unknown>) => typeof row['end_time'] === 'string';
    const sum = (row: Record<string, unknown>) => number(row, 'success_count') + number(row, 'failed_count');
    assert.ok(rows.some((row) => row['status'] !== String(row['status']).toUpperCase()));
    assert.ok(rows.some((row) => row['scheduled_type'] !== String(row['scheduled_type']).toUpperCase()));
    assert.ok(rows.some((row) => isDone(row) && sum(row) !== number(row, 'total_count')));
    assert.ok(rows.some((row) => isDone(row) && number(row, 'excuting_count') > 0));
    assert.ok(rows.some((row) => !isDone(row)));
  });

  it('tells a partial failure by its counts alone', async () => {
    const statuses = new Map(vendor.expected().map(({ nativeId, status }) => [nativeId, status]));
    const partial = (await allRecords()).filter(
      (row) =>
        typeof row['end_time'] === 'string' &&
        Number(row['success_count']) > 0 &&
        Number(row['failed_count']) > 0,
    );
    assert.ok(partial.length > 10);
    assert.ok(partial.every((row) => statuses.get(String(row['id'])) === 'PARTIALLY_FAILED'));
    assert.equal(
      [...statuses.values()].filter((status) => status === 'PARTIALLY_FAILED').length,
      partial.length,
    );
    const words = new Set(column(partial, 'status').map((word) => String(word).toUpperCase()));
    assert.deepEqual([...words].sort(), ['FAILED', 'SUCCESS']);
  });

  it('changes as time passes: what ran is finished', async () => {
    const running = vendor.expected().filter(({ status }) => status === 'RUNNING' || status === 'QUEUED');
    assert.ok(running.length > 1);
    clock = START + 3_600_000;
    const later = new Map(vendor.expected().map((job) => [job.nativeId, job.finishedAt]));
    clock = START;
    for (const { nativeId } of running) assert.equal(typeof later.get(nativeId), 'number');
  });
});

describe('rows of one instant', () => {
  it('come in another order at another request', async (t) => {
    const ties = await createHuaweiWorkspaceSimulator({ jobs: 1, origins: 1, live: false, now: () => START });
    t.after(() => ties.close());
    for (let n = 0; n < 9; n += 1) ties.insert({ createdAt: START - 60_000 });
    const path = `${BASE}/${ties.expected()[0]?.originNativeId}/execute-history?limit=10`;
    const orders = [await get(ties, path), await get(ties, path)].map((one) =>
      column(rowsOf(one, 'items'), 'id'),
    );
    assert.equal(orders[0]?.length, 10);
    assert.notDeepEqual(orders[0], orders[1]);
    assert.deepEqual(orders[0]?.toSorted(), orders[1]?.toSorted());
  });
});

describe('an unsorted history', () => {
  it('has one arbitrary order at all requests', async (t) => {
    const unsorted = await createHuaweiWorkspaceSimulator({
      jobs: 60,
      origins: 1,
      live: false,
      unsorted: true,
      now: () => START,
    });
    t.after(() => unsorted.close());
    const path = `${BASE}/${unsorted.expected()[0]?.originNativeId}/execute-history?limit=60`;
    const orders = [await get(unsorted, path), await get(unsorted, path)].map((one) => rowsOf(one, 'items'));
    assert.deepEqual(orders[0], orders[1]);
    const times = column(orders[0] ?? [], 'create_time').map(String);
    assert.equal(times.length, 60);
    assert.notDeepEqual(times, times.toSorted());
    assert.notDeepEqual(times, times.toSorted().reverse());
  });
});
