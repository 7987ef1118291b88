import assert from 'node:assert/strict';
import type { JobSource } from '../../src/datasource/source/job-source.ts';
import { type JobKey, jobId, parseGlobalId } from '../../src/model/global-id.ts';
import type { Job } from '../../src/model/job.ts';
import { connectVendor } from '../support/connect-vendor.ts';
import { edgesOf, jobList } from '../support/job-list.ts';
import { sourceScope } from '../support/source-scope.ts';
import type { Suite } from './test-backend.ts';
import { expectedView, jobView, tasksView } from './view.ts';

/** What one has seen in a list is found again: tasks, and jobs by nothing but their id. */
export function testLookups({ check, start }: Suite): void {
  check('tasks of each job', async () => {
    await using simulator = await start();
    const source = connectVendor(simulator);
    const jobs = await readAll(source);
    const places = new Set<number>();
    for (const [i, expected] of simulator.expected().entries()) {
      const job = jobs[i];
      assert(job !== undefined);
      const { tasks, isAll } = await source.openTasks(job, sourceScope()).atLeast(Number.POSITIVE_INFINITY);
      assert(isAll);
      assert.deepEqual(tasksView(tasks), tasksView(expected.tasks), expected.nativeId);
      assert.equal(source.capabilities.listsTasks || tasks.length === 0, true);
      for (const { index } of tasks) places.add(index);
    }
    const isMany = simulator.expected().some(({ tasks }) => tasks.length > 1);
    assert(!isMany || places.size > 1, 'tasks of a job tell by `index` where they stand; null: as they come');
    await source.close();
  });

  check('each job by its id, at a new gateway', async () => {
    await using simulator = await start();
    const before = connectVendor(simulator);
    const ids = (await readAll(before)).map((job) => jobId(before.keyOf(job)));
    await before.close();
    const source = connectVendor(simulator);
    const found = await source.findJobs(ids.map(keyOf), sourceScope());
    assert.deepEqual(
      found.map((job) => (job !== null && 'nativeId' in job ? jobView(job) : job)),
      simulator.expected().map(expectedView),
    );
    await source.close();
  });

  check('nothing beyond the origins that are configured', async () => {
    await using simulator = await start();
    const whole = connectVendor(simulator);
    const jobs = await readAll(whole);
    const keys = jobs.map(whole.keyOf);
    await whole.close();
    const mine = jobs[0]?.origin?.nativeId ?? assert.fail('a job without an origin');
    const isMine = jobs.map(({ origin }) => origin?.nativeId === mine);
    assert.deepEqual(new Set(isMine), new Set([true, false]));
    const settings = { ...simulator.settings, origins: [mine], jobs: undefined };
    const source = connectVendor({ ...simulator, settings });
    simulator.requests.length = 0;
    const found = await source.findJobs(keys, sourceScope());
    assert.deepEqual(
      found.map((job) => job !== null),
      isMine,
    );
    if (keys[0]?.originId !== '')
      assert(simulator.requests.every(({ path }) => !namesOther(path, keys, mine)));
    const listed = await readAll(source);
    assert.deepEqual(
      new Set(listed.map(({ origin }) => origin?.nativeId)),
      new Set([mine]),
      'what is listed hangs under the configured origins: `discover` or the query of `listing` must bound it',
    );
    const origins = await source.listOrigins(sourceScope());
    assert(origins.every(({ nativeId }) => nativeId === mine));
    const other = jobs.find((_, i) => isMine[i] === false)?.origin ?? assert.fail();
    assert.equal(source.planFilter({ origins: [{ ...other, sourceId: source.id }] }).isExcluded, true);
    await source.close();
  });

  check('null for a job that has vanished', async () => {
    await using simulator = await start();
    const source = connectVendor(simulator);
    const jobs = await readAll(source);
    const gone = jobs.filter((_, i) => i % 6 === 0);
    for (const { nativeId } of gone) simulator.remove(nativeId);
    const found = await source.findJobs(jobs.map(source.keyOf), sourceScope());
    assert.deepEqual(
      found.map((job) => job === null),
      jobs.map((_, i) => i % 6 === 0),
    );
    await source.close();
  });
}

const readAll = async (source: JobSource): Promise<Job[]> =>
  edgesOf(await jobList({ sources: [source] }).walk(100)).map(({ job }) => job);

const namesOther = (path: string, keys: readonly JobKey[], mine: string): boolean =>
  keys.some(({ originId }) => originId !== mine && path.includes(originId));

function keyOf(id: string) {
  const parsed = parseGlobalId(id);
  assert(parsed?.type === 'Job');
  return parsed.key;
}
