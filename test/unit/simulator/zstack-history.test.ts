import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import type { Fixture, HistoryRow } from './zstack-client.ts';
import { errorCodeOf, START, withZstack } from './zstack-client.ts';

const idsOf = (rows: readonly HistoryRow[]): number[] => rows.map(({ id }) => id);
const ascending = (ids: readonly number[]): number[] => ids.toSorted((a, b) => a - b);
const all = async ({ history }: Fixture): Promise<HistoryRow[]> =>
  (await history('sort=+id', 'limit=100000')).inventories;

/** What `Mon d, yyyy h:mm:ss AM` in UTC+8 means. */
const instantOf = (text: string): number => Date.parse(`${text.replace(/\u202f/, ' ')} GMT+0800`);

const dumpOf = (row: HistoryRow): unknown => {
  try {
    return JSON.parse(row.resultDump);
  } catch {
    return null;
  }
};
const failureDump = z.object({
  success: z.literal(false),
  error: z.object({ code: z.string(), description: z.string(), details: z.string() }),
});

test('the rows are what is expected of them, by the rules of docs/vendors/zstack.md#status, #times', () =>
  withZstack({ jobs: 400 }, async (fixture) => {
    const expected = fixture.simulator.expected();
    assert.equal(expected.length, 400);
    const byId = new Map((await all(fixture)).map((row) => [String(row.id), row]));
    for (const job of expected) {
      const row = byId.get(job.nativeId);
      assert.ok(row);
      const isRunning = row.executeTime < 0;
      assert.equal(job.status, isRunning ? 'RUNNING' : row.success ? 'SUCCEEDED' : 'FAILED');
      assert.equal(job.createdAt, instantOf(row.startTime));
      assert.equal(job.finishedAt, isRunning ? null : instantOf(row.startTime) + row.executeTime * 1000);
      assert.equal(job.originNativeId, row.schedulerJobUuid);
      assert.equal(job.nativeStatus, null);
    }
    const times = expected.map(({ createdAt }) => createdAt ?? 0);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
    );
  }));

test('running, succeeded, failed and lost rows look as the vendor writes them', () =>
  withZstack({ jobs: 1000 }, async (fixture) => {
    const rows = await all(fixture);
    const running = rows.filter((row) => row.resultDump === 'Running');
    assert.ok(running.length > 0 && running.every((row) => row.executeTime === -1 && !row.success));
    const failures = rows.flatMap((row) => {
      const dump = failureDump.safeParse(dumpOf(row));
      return dump.success ? [{ row, code: dump.data.error.code }] : [];
    });
    assert.ok(failures.some(({ code }) => code !== 'SYS.1012'));
    const lost = failures.filter(({ code }) => code === 'SYS.1012');
    assert.ok(lost.length > 0 && lost.every(({ row }) => row.executeTime === 0 && !row.success));
    assert.ok(rows.filter((row) => row.success).length > 500);
  }));

test('some dumps are cut at 65,535 bytes, and nullable fields are absent at times', () =>
  withZstack({ jobs: 1000 }, async (fixture) => {
    const rows = await all(fixture);
    const cut = rows.filter((row) => Buffer.byteLength(row.resultDump) === 65_535);
    assert.ok(cut.length > 0 && cut.every((row) => dumpOf(row) === null));
    for (const field of ['triggerUuid', 'jobType', 'fireInstanceId', 'schedulerJobGroupUuid'] as const) {
      const present = rows.filter((row) => field in row).length;
      assert.ok(present > 100 && present < 1000, `${field}: ${present}`);
    }
  }));

test('the firing of a group has one id', () =>
  withZstack({ jobs: 2000 }, async (fixture) => {
    const firings = Map.groupBy(await all(fixture), (row) => row.fireInstanceId ?? `alone ${row.id}`);
    const shared = [...firings.values()].filter((rows) => rows.length > 1);
    assert.ok(shared.length > 0);
    for (const rows of shared)
      assert.equal(new Set(rows.map((row) => `${row.startTime} ${row.schedulerJobGroupUuid}`)).size, 1);
  }));

test('a running row changes in place when it ends', () =>
  withZstack({}, async ({ simulator, clock, history }) => {
    const id = simulator.insert({ createdAt: START });
    const row = async () => (await history(`q=id=${id}`)).inventories[0];
    assert.equal((await row())?.resultDump, 'Running');
    clock.time = START + 61_000;
    const done = await row();
    assert.deepEqual(
      [done?.id, done?.success, done?.startTime],
      [Number(id), true, 'May 1, 2026 8:00:00 PM'],
    );
    assert.ok((done?.executeTime ?? 0) >= 5 && (done?.executeTime ?? 99) <= 60);
  }));

test('rows can be inserted anywhere, with a status, and removed', () =>
  withZstack({}, async ({ simulator, history }) => {
    const [origin] = simulator.expected().map(({ originNativeId }) => originNativeId ?? '');
    const createdAt = START - 86_400_000;
    const id = simulator.insert({ createdAt, originNativeId: origin ?? '', status: 'FAILED' });
    const job = simulator.expected().find(({ nativeId }) => nativeId === id);
    assert.deepEqual([job?.status, job?.createdAt, job?.originNativeId], ['FAILED', createdAt, origin]);
    assert.equal((await history(`q=id=${id}`)).inventories.length, 1);
    simulator.remove(id);
    assert.deepEqual((await history(`q=id=${id}`)).inventories, []);
    assert.throws(() => simulator.insert({ createdAt, originNativeId: 'nobody' }), /no origin 'nobody'/);
    assert.throws(() => simulator.insert({ createdAt, status: 'SKIPPED' }), /is SKIPPED; they are/);
  }));

test('while live, rows are added and their ids count up', () =>
  withZstack({ live: true, jobs: 50 }, async (fixture) => {
    fixture.clock.time = START + 600_000;
    const rows = await all(fixture);
    assert.ok(rows.length >= 60 && rows.length <= 100, `${rows.length} rows`);
    assert.deepEqual(
      idsOf(rows),
      rows.map((_, n) => n + 1),
    );
  }));

test('time zones, and the form of newer Java', async () => {
  const startTime = async (options: { timeZone?: string; newJvm?: boolean }) => {
    let text = '';
    await withZstack(options, async ({ simulator, history }) => {
      const id = simulator.insert({ createdAt: Date.UTC(2017, 10, 14, 14, 20, 57, 141) });
      text = (await history(`q=id=${id}`)).inventories[0]?.startTime ?? '';
    });
    return text;
  };
  assert.equal(await startTime({}), 'Nov 14, 2017 10:20:57 PM');
  assert.equal(await startTime({ newJvm: true }), 'Nov 14, 2017, 10:20:57\u202fPM');
  assert.equal(await startTime({ timeZone: 'America/New_York' }), 'Nov 14, 2017 9:20:57 AM');
  assert.equal(await startTime({ timeZone: 'Asia/Kolkata' }), 'Nov 14, 2017 7:50:57 PM');
  await assert.rejects(
    withZstack({ timeZone: 'Mars/Olympus' }, async () => {}),
    RangeError,
  );
});

test('pages by start and limit, with a total where it is asked for, and always a schema', () =>
  withZstack({ jobs: 1200 }, async ({ history, get }) => {
    const plain = await history();
    assert.equal(plain.inventories.length, 1000);
    assert.equal('total' in plain, false);
    assert.equal(Object.keys(plain.schema).length, 1000);
    assert.equal(plain.schema['inventories[0]'], 'org.zstack.header.scheduler.SchedulerJobHistoryInventory');
    const page = await history('sort=+id', 'start=1195', 'limit=10', 'replyWithCount=true', 'unknown=1');
    assert.deepEqual([idsOf(page.inventories), page.total], [[1196, 1197, 1198, 1199, 1200], 1200]);
    const counted = await get('/scheduler/job/history?count=true&q=id%3C%3D7');
    assert.deepEqual(JSON.parse(counted.text), { total: 7, schema: {} });
  }));

test('has no order unless one is asked for, and none among equals', () =>
  withZstack({}, async ({ history }) => {
    const ids = async (...query: string[]) => idsOf((await history(...query)).inventories);
    assert.notDeepEqual(await ids(), await ids());
    assert.deepEqual(ascending(await ids()), await ids('sort=+id'));
    assert.deepEqual(await ids('sort=id'), await ids('sort= id'));
    assert.deepEqual(await ids('sort=-id'), (await ids('sort=+id')).reverse());
    const times = (await history('sort=-startTime')).inventories.map((row) => instantOf(row.startTime));
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
    );
    assert.notDeepEqual(await ids('sort=-startTime'), await ids('sort=-startTime'));
    const triggers = (await history('sort=+triggerUuid')).inventories.map((row) => row.triggerUuid ?? '');
    assert.deepEqual(triggers, triggers.toSorted());
  }));

test('projects to the fields asked for', () =>
  withZstack({}, async ({ get, refused }) => {
    const { text } = await get('/scheduler/job/history?fields=id,startTime&q=id%3D1');
    const row = z.object({ inventories: z.array(z.record(z.string(), z.unknown())) }).parse(JSON.parse(text));
    assert.deepEqual(Object.keys(row.inventories[0] ?? {}), ['id', 'startTime']);
    assert.equal(errorCodeOf(await refused('fields=id,nonsense')), 'SYS.1007');
  }));

test('what the query says wrongly is refused: its form in plain text, its meaning as an error', () =>
  withZstack({}, async ({ refused }) => {
    const text = "Invalid query parameter. 'limit' must be an integer";
    assert.deepEqual(await refused('limit=ten'), { status: 400, text });
    assert.equal((await refused('start=1.5')).status, 400);
    const noOperator = await refused('q=success');
    assert.equal(noOperator.status, 400);
    assert.match(noOperator.text, /The 'success' in the parameter\[q\] doesn't contain any query operator/);
    const unsorted = await refused('sort=-nonsense');
    assert.equal(unsorted.status, 503);
    assert.match(unsorted.text, /invalid order by clause, inventory\[.*\] doesn't have field\[nonsense\]/);
    for (const query of ['q=nonsense=1', 'q=success=perhaps', 'q=startTime>Nov 14, 2017 10:20:57 PM'])
      assert.equal((await refused(query)).status, 503, query);
  }));
