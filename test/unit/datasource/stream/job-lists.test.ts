import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inlineTaskList } from '../../../../src/datasource/source/task-list.ts';
import { toJob } from '../../../../src/datasource/stream/job-lists.ts';
import { JOB_STATUSES, type JobStatus } from '../../../../src/model/job-status.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { makeJob, makeTask } from '../../model/make-job.ts';

const ERROR = { code: 'X.1', message: 'a part of it failed' };
const OWNER = { sourceId: 's', backend: 'b', originKind: 'policy' };

const ignore = (): void => undefined;

const jobOf = (status: JobStatus) =>
  toJob({ fields: makeJob({ status, error: ERROR, startedAt: 7 }), inlineTasks: null }, {}, OWNER, ignore);

/** Nothing went wrong, whatever a part of it may have met. */
const SOUND: readonly JobStatus[] = ['QUEUED', 'RUNNING', 'PAUSED', 'CANCELING', 'SUCCEEDED'];

for (const status of JOB_STATUSES) {
  test(`${status}: an error only where something went wrong, a start only where work has begun`, async () => {
    const error = SOUND.includes(status) ? null : ERROR;
    const { error: told, startedAt } = jobOf(status);
    assert.deepEqual([told, startedAt], [error, status === 'QUEUED' ? null : 7]);
    const list = inlineTaskList(makeJob(), [makeTask('t', { status, error: ERROR })], sourceScope());
    const { tasks } = await list.atLeast(1);
    assert.deepEqual(tasks[0]?.error, error, 'a task of its own');
  });
}

test('what GraphQL cannot print counts as absent, and is told', () => {
  const told: string[] = [];
  const fields = makeJob({
    createdAt: 1_000,
    startedAt: Number.NaN,
    finishedAt: 9e15,
    progress: { total: 2 ** 31, succeeded: 3, failed: null, running: 0.5 },
  });
  const job = toJob({ fields, inlineTasks: null }, {}, OWNER, (what) => told.push(what));
  assert.deepEqual([job.createdAt, job.startedAt, job.finishedAt], [1_000, null, null]);
  assert.deepEqual(job.progress, { total: null, succeeded: 3, failed: null, running: null });
  assert.deepEqual(told, [
    'job.startedAt: not an instant between the years 0 and 9999',
    'job.finishedAt: not an instant between the years 0 and 9999',
    'job.progress: not counts of 32 bits',
  ]);
});

test('a task is looked at like its job', async () => {
  const scope = sourceScope();
  const list = inlineTaskList(makeJob(), [makeTask('t', { createdAt: -1e15, finishedAt: 5 })], scope);
  const { tasks } = await list.atLeast(1);
  assert.deepEqual([tasks[0]?.createdAt, tasks[0]?.finishedAt], [null, 5]);
  assert.equal(scope.ledger.oddities.summary, 'task.createdAt: not an instant between the years 0 and 9999');
});
