import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inlineTaskList } from '../../../../src/datasource/source/task-list.ts';
import { toJob } from '../../../../src/datasource/stream/to-job.ts';
import { JOB_STATUSES, type JobStatus } from '../../../../src/model/job-status.ts';
import { makeJob, makeTask } from '../../model/make-job.ts';

const ERROR = { code: 'X.1', message: 'a part of it failed' };
const OWNER = { sourceId: 's', backend: 'b' };

const jobOf = (status: JobStatus) =>
  toJob({ fields: makeJob({ status, error: ERROR, startedAt: 7 }), inlineTasks: null }, {}, OWNER);

/** Nothing went wrong, whatever a part of it may have met. */
const SOUND: readonly JobStatus[] = ['QUEUED', 'RUNNING', 'PAUSED', 'CANCELING', 'SUCCEEDED'];

for (const status of JOB_STATUSES) {
  test(`${status}: an error only where something went wrong, a start only where work has begun`, async () => {
    const error = SOUND.includes(status) ? null : ERROR;
    const { error: told, startedAt } = jobOf(status);
    assert.deepEqual([told, startedAt], [error, status === 'QUEUED' ? null : 7]);
    const { tasks } = await inlineTaskList(makeJob(), [makeTask('t', { status, error: ERROR })]).atLeast(1);
    assert.deepEqual(tasks[0]?.error, error, 'a task of its own');
  });
}
