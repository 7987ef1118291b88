import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { errorCodeOf, type Fixture, START, withVbs } from './vbs-client.ts';

const time = z.nullable(z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/));
const common = {
  status: z.enum(['INIT', 'RUNNING', 'SUCCESS', 'FAIL']),
  job_id: z.string().regex(/^[0-9a-f]{32}$/),
  job_type: z.string(),
  begin_time: time,
  end_time: time,
  error_code: z.nullable(z.string()),
  fail_reason: z.nullable(z.string()),
  entities: z.record(z.string(), z.string()),
};
const serviceJob = z.strictObject({ ...common, sub_jobs: z.optional(z.array(z.strictObject(common))) });
type ServiceJob = z.infer<typeof serviceJob>;

const WORDS = { INIT: 'QUEUED', RUNNING: 'RUNNING', SUCCESS: 'SUCCEEDED', FAIL: 'FAILED' } as const;
const instantOf = (text: string | null): number | null => (text === null ? null : Date.parse(text));

const show = async ({ get, project }: Fixture, id: string): Promise<ServiceJob> =>
  serviceJob.parse(JSON.parse((await get(`/v1/${project}/jobs/${id}`)).text));

/** Every job of the service behind the first policy's rows, with its row. */
const pairs = async (fixture: Fixture) => {
  const { tasks } = await fixture.tasks('limit=1000');
  const named = tasks.flatMap((row) => (row.vbs_job_id === undefined ? [] : [{ row, id: row.vbs_job_id }]));
  return Promise.all(named.map(async ({ row, id }) => ({ row, id, job: await show(fixture, id) })));
};

test('the job behind a row speaks its own words', () =>
  withVbs({ origins: 1 }, async (fixture) => {
    const found = await pairs(fixture);
    assert.ok(found.length > 50);
    for (const { row, id, job } of found) {
      const word = row.status.toUpperCase();
      const inner = word === 'EXECUTE_SUCCESS' ? 'SUCCESS' : word === 'RUNNING' ? 'RUNNING' : 'FAIL';
      assert.deepEqual([job.status, job.job_id], [inner, id]);
      assert.equal(job.error_code === null, inner !== 'FAIL');
      const { volume_id } = job.entities;
      assert.equal(volume_id, row.resource_id);
    }
  }));

test('its steps are the tasks that are expected of the job; without any it is its own', () =>
  withVbs({ origins: 1 }, async (fixture) => {
    const expected = new Map(fixture.simulator.expected().map((job) => [job.nativeId, job.tasks]));
    const counts = new Set<number>();
    for (const { row, job } of await pairs(fixture)) {
      const steps = (job.sub_jobs ?? [job]).map((step) => ({
        nativeId: step.job_id,
        status: WORDS[step.status],
        nativeStatus: step.status,
        createdAt: instantOf(step.begin_time),
        finishedAt: instantOf(step.end_time),
      }));
      assert.deepEqual(expected.get(row.job_id), steps);
      expected.delete(row.job_id);
      counts.add(job.sub_jobs?.length ?? 0);
    }
    assert.deepEqual([...counts].sort(), [0, 1, 2, 3]);
    assert.ok([...expected.values()].every((tasks) => tasks.length === 0));
  }));

test('its steps come one after the other', () =>
  withVbs({ origins: 1 }, async (fixture) => {
    const { simulator, clock } = fixture;
    const ids = Array.from({ length: 40 }, () => simulator.insert({ createdAt: START }));
    const words = async (time: number) => {
      clock.time = time;
      const mine = (await pairs(fixture)).find(
        ({ row, job }) => ids.includes(row.job_id) && job.sub_jobs?.length === 3,
      );
      return mine?.job.sub_jobs?.map(({ status }) => status);
    };
    assert.deepEqual(await words(START), ['RUNNING', 'INIT', 'INIT']);
    assert.deepEqual(await words(START + 61_000), ['SUCCESS', 'SUCCESS', 'SUCCESS']);
  }));

test('a job that is none is not found, nor is one whose row names none', () =>
  withVbs({ origins: 1 }, async (fixture) => {
    const { tasks } = await fixture.tasks();
    const unnamed = tasks.find(({ vbs_job_id }) => vbs_job_id === undefined)?.job_id ?? '';
    const backwards = [...unnamed.replaceAll('-', '')].reverse().join('');
    for (const id of ['0'.repeat(32), 'x', backwards, unnamed]) {
      const answer = await fixture.get(`/v1/${fixture.project}/jobs/${id}`);
      assert.deepEqual([answer.status, errorCodeOf(answer)], [404, 'common.0011']);
    }
  }));
