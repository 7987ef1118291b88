import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import type { Fixture } from './zstack-client.ts';
import { withZstack } from './zstack-client.ts';

const common = z.looseObject({ uuid: z.string(), name: z.string() });
const job = common.extend({ triggersUuid: z.array(z.string()), schedulerJobGroupUuids: z.array(z.string()) });
const group = common.extend({ jobsUuid: z.array(z.string()), triggersUuid: z.array(z.string()) });
const trigger = common.extend({ schedulerType: z.enum(['simple', 'cron']), jobsUuid: z.array(z.string()) });

const list = async <T>({ get }: Fixture, path: string, row: z.ZodType<T>): Promise<T[]> => {
  const { status, text } = await get(path);
  assert.equal(status, 200, text);
  return z.object({ inventories: z.array(row) }).parse(JSON.parse(text)).inventories;
};

test('jobs are listed without the deleted ones, whose history remains', () =>
  withZstack({ origins: 8 }, async (fixture) => {
    const listed = new Set((await list(fixture, '/scheduler/jobs', job)).map(({ uuid }) => uuid));
    const origins = new Set(fixture.simulator.expected().map(({ originNativeId }) => originNativeId ?? ''));
    assert.deepEqual([listed.size, origins.size], [6, 8]);
    assert.ok([...listed].every((uuid) => origins.has(uuid)));
  }));

test('a job can be asked for by its uuid; a deleted one is an empty list', () =>
  withZstack({}, async (fixture) => {
    const jobs = await list(fixture, '/scheduler/jobs', job);
    const uuid = jobs[0]?.uuid ?? '';
    assert.deepEqual(
      (await list(fixture, `/scheduler/jobs/${uuid}`, job)).map((one) => one.uuid),
      [uuid],
    );
    const left = new Set(jobs.map((one) => one.uuid));
    const gone = fixture.simulator.expected().find((run) => !left.has(run.originNativeId ?? ''));
    assert.deepEqual(await list(fixture, `/scheduler/jobs/${gone?.originNativeId}`, job), []);
  }));

test('jobs, groups and triggers point to one another', () =>
  withZstack({ origins: 9 }, async (fixture) => {
    const jobs = await list(fixture, '/scheduler/jobs', job);
    const groups = await list(fixture, '/scheduler/jobgroups', group);
    const triggers = await list(fixture, '/scheduler/triggers', trigger);
    for (const one of jobs) {
      assert.ok(
        triggers.some(({ uuid, jobsUuid }) => one.triggersUuid[0] === uuid && jobsUuid.includes(one.uuid)),
      );
      for (const groupUuid of one.schedulerJobGroupUuids)
        assert.ok(groups.find(({ uuid }) => uuid === groupUuid)?.jobsUuid.includes(one.uuid));
    }
    assert.ok(groups.length > 1);
    assert.deepEqual(
      new Set(triggers.map(({ schedulerType }) => schedulerType)),
      new Set(['simple', 'cron']),
    );
  }));

test('the lists speak the same query language', () =>
  withZstack({ origins: 9 }, async (fixture) => {
    const names = (rows: readonly { name: string }[]) => rows.map(({ name }) => name);
    const backups = await list(fixture, '/scheduler/jobs?q=name~%3D%25Backup%25&sort=name&limit=2', job);
    assert.deepEqual(names(backups), ['databaseBackup-3', 'vmBackup-2']);
    const { text } = await fixture.get('/scheduler/triggers?count=true');
    assert.deepEqual(JSON.parse(text), { total: 5, schema: {} });
  }));
