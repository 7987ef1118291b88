import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobStatus } from '../../../src/model/job-status.ts';
import { errorCodeOf, type Fixture, START, type TaskRow, withVbs } from './vbs-client.ts';

const STATUSES: Readonly<Record<string, JobStatus>> = {
  WAITING: 'QUEUED',
  RUNNING: 'RUNNING',
  EXECUTE_SUCCESS: 'SUCCEEDED',
  EXECUTE_FAIL: 'FAILED',
  EXECUTE_TIMEOUT: 'TIMED_OUT',
  SKIP: 'SKIPPED',
};

const idsOf = (rows: readonly TaskRow[]): string[] => rows.map(({ job_id }) => job_id);
const instantOf = (text: string): number => Date.parse(`${text}Z`);
const timesOf = (rows: readonly TaskRow[]): number[] => rows.map(({ created_at }) => instantOf(created_at));
const all = async ({ policies, tasks }: Fixture): Promise<TaskRow[]> =>
  (await Promise.all(policies.map((policy) => tasks('limit=1000', policy)))).flatMap((page) => page.tasks);

test('the rows of all policies are what is expected of them', () =>
  withVbs({ jobs: 800 }, async (fixture) => {
    const rows = new Map((await all(fixture)).map((row) => [row.job_id, row]));
    const expected = fixture.simulator.expected();
    assert.deepEqual([rows.size, expected.length], [800, 800]);
    for (const job of expected) {
      const row = rows.get(job.nativeId);
      assert.ok(row);
      assert.equal(job.nativeStatus, row.status);
      assert.equal(job.status, STATUSES[row.status.toUpperCase()]);
      assert.equal(job.createdAt, instantOf(row.created_at));
      assert.equal(job.finishedAt, row.finished_at === undefined ? null : instantOf(row.finished_at));
    }
    const own = expected.filter(({ originNativeId }) => originNativeId === fixture.policies[1]);
    assert.deepEqual(
      own.map(({ nativeId }) => nativeId).sort(),
      idsOf((await fixture.tasks('limit=1000', fixture.policies[1])).tasks).sort(),
    );
  }));

test('every word occurs, at times in another case; a finish only where there is one', () =>
  withVbs({ jobs: 800 }, async (fixture) => {
    const rows = await all(fixture);
    assert.deepEqual(
      [...new Set(rows.map(({ status }) => status.toUpperCase()))].sort(),
      Object.keys(STATUSES).sort(),
    );
    assert.ok(rows.some(({ status }) => status === 'execute_success'));
    for (const row of rows)
      assert.equal('finished_at' in row, !['WAITING', 'RUNNING'].includes(row.status.toUpperCase()));
  }));

test('zero milliseconds are not printed, and half of the rows name a job of the service', () =>
  withVbs({ jobs: 800 }, async (fixture) => {
    const rows = await all(fixture);
    const short = rows.filter(({ created_at }) => !created_at.includes('.'));
    assert.ok(short.length > 50 && short.length < 400, `${short.length} short times`);
    assert.equal(
      rows.some(({ created_at }) => created_at.endsWith('.000')),
      false,
    );
    const named = rows.filter((row) => 'vbs_job_id' in row).length;
    assert.ok(named > 250 && named < 550, `${named} rows with vbs_job_id`);
  }));

test('pages by offset and limit, 20 rows by default; count is the total', () =>
  withVbs({ origins: 1 }, async ({ tasks }) => {
    const first = await tasks();
    assert.deepEqual([first.tasks.length, first.count], [20, 200]);
    const last = await tasks('offset=190&limit=50&unknown=1');
    assert.deepEqual([last.tasks.length, last.count], [10, 200]);
    assert.deepEqual((await tasks('offset=200')).tasks, []);
    assert.deepEqual((await tasks('limit=0')).tasks, []);
  }));

test('a limit above 1000 is cut without a word', () =>
  withVbs({ origins: 1, jobs: 1100 }, async ({ tasks }) => {
    const { tasks: rows, count } = await tasks('limit=5000');
    assert.deepEqual([rows.length, count], [1000, 1100]);
  }));

test('newest first by default, or as asked; in no order among equals', () =>
  withVbs({ origins: 1 }, async ({ tasks }) => {
    const rows = async (query = '') => (await tasks(`limit=1000&${query}`)).tasks;
    const newest = timesOf(await rows()).toSorted((a, b) => b - a);
    assert.deepEqual(timesOf(await rows()), newest);
    assert.deepEqual(timesOf(await rows('sort_key=created_at&sort_dir=desc')), newest);
    assert.deepEqual(timesOf(await rows('sort_key=created_at&sort_dir=asc')), newest.toReversed());
    assert.notDeepEqual(idsOf(await rows()), idsOf(await rows()));
  }));

/** The rows around a marker that shares its instant with no other row, so that their order is fixed. */
const aroundLoneRow = (rows: readonly TaskRow[]): [before: string, marker: string, after: string] => {
  const times = timesOf(rows);
  const isLone = (at: number) => times.indexOf(times[at] ?? 0) === times.lastIndexOf(times[at] ?? 0);
  const at = rows.findIndex((_, n) => n > 20 && isLone(n - 1) && isLone(n) && isLone(n + 1));
  const [before = '', marker = '', after = ''] = idsOf(rows.slice(at - 1, at + 2));
  return [before, marker, after];
};

test('a marker starts the page after its row, or at it', async () => {
  for (const markerInclusive of [false, true])
    await withVbs({ origins: 1, markerInclusive }, async ({ tasks }) => {
      const [before, marker, after] = aroundLoneRow((await tasks('limit=1000')).tasks);
      const page = await tasks(`marker=${marker}&limit=1`);
      assert.deepEqual([idsOf(page.tasks), page.count], [[markerInclusive ? marker : after], 200]);
      const further = await tasks(`marker=${marker}&limit=1&offset=${markerInclusive ? 1 : 0}`);
      assert.deepEqual(idsOf(further.tasks), [after]);
      const back = await tasks(`marker=${marker}&sort_dir=asc&limit=1&offset=${markerInclusive ? 1 : 0}`);
      assert.deepEqual(idsOf(back.tasks), [before]);
    });
});

test('filters by status and by job', () =>
  withVbs({ origins: 1, jobs: 800 }, async ({ tasks }) => {
    const { tasks: rows } = await tasks('limit=1000');
    const failed = rows.filter(({ status }) => status.toUpperCase() === 'EXECUTE_FAIL');
    const page = await tasks('status=EXECUTE_FAIL&limit=1000');
    assert.deepEqual([idsOf(page.tasks).sort(), page.count], [idsOf(failed).sort(), failed.length]);
    const one = failed[0]?.job_id ?? '';
    assert.deepEqual(idsOf((await tasks(`job_id=${one}`)).tasks), [one]);
    assert.deepEqual(await tasks(`job_id=${one}&status=RUNNING`), { tasks: [], count: 0 });
  }));

test('wrong values are refused with the documented envelope', () =>
  withVbs({}, async ({ refused }) => {
    const cases = [
      ['limit=ten', 'AutoBackup.1700'],
      ['limit=-1', 'AutoBackup.1700'],
      ['offset=1.5', 'AutoBackup.1700'],
      ['sort_key=job_id', 'AutoBackup.1700'],
      ['sort_dir=down', 'AutoBackup.1700'],
      ['status=DONE', 'AutoBackup.1700'],
      ['status=%3CDONE%3E', 'AutoBackup.0221'],
      ['marker=00000000-0000-4000-8000-000000000000', 'AutoBackup.1700'],
    ] as const;
    for (const [query, code] of cases) {
      const answer = await refused(query);
      assert.deepEqual([answer.status, errorCodeOf(answer)], [400, code], query);
    }
  }));

test('a policy that does not exist is 404 AutoBackup.1100', () =>
  withVbs({}, async ({ get, project }) => {
    const answer = await get(`/v2/${project}/backuppolicy/nobody/backuptasks`);
    assert.deepEqual([answer.status, errorCodeOf(answer)], [404, 'AutoBackup.1100']);
  }));

test('a job waits, runs and ends while one looks', () =>
  withVbs({}, async ({ simulator, clock, tasks, policies }) => {
    const waiting = simulator.expected().find(({ status }) => status === 'QUEUED');
    const row = async () =>
      (await tasks(`job_id=${waiting?.nativeId}`, waiting?.originNativeId ?? '')).tasks[0];
    assert.equal((await row())?.status.toUpperCase(), 'WAITING');
    assert.ok(policies.includes(waiting?.originNativeId ?? ''));
    clock.time = START + 20_000;
    assert.equal((await row())?.status.toUpperCase(), 'RUNNING');
    clock.time = START + 81_000;
    assert.ok((await row())?.finished_at);
  }));

test('rows can be inserted, also with a word that no manual has, and removed', () =>
  withVbs({}, async ({ simulator, tasks, policies }) => {
    const origin = policies[2] ?? '';
    const find = async (id: string) => (await tasks(`job_id=${id}`, origin)).tasks[0];
    const id = simulator.insert({ createdAt: START - 1000, originNativeId: origin, status: 'TIMED_OUT' });
    assert.match((await find(id))?.status ?? '', /^EXECUTE_TIMEOUT$/i);
    simulator.remove(id);
    assert.equal(await find(id), undefined);
    const odd = simulator.insert({ createdAt: START, originNativeId: origin, status: 'UNKNOWN' });
    assert.equal(((await find(odd))?.status ?? 'RUNNING').toUpperCase() in STATUSES, false);
    assert.equal(simulator.expected().find(({ nativeId }) => nativeId === odd)?.status, 'UNKNOWN');
    assert.throws(() => simulator.insert({ createdAt: START, originNativeId: 'x' }), /no origin 'x'/);
    assert.throws(() => simulator.insert({ createdAt: START, status: 'PAUSED' }), /is PAUSED; they are/);
  }));
