import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationSeconds, elapsedSeconds } from '../../../src/model/lengths.ts';

const times = { createdAt: 1_000, startedAt: 2_000, finishedAt: 5_500 };

test('from the beginning of the work, or of the job, to the end', () => {
  assert.equal(durationSeconds(times), 3.5);
  assert.equal(durationSeconds({ ...times, startedAt: null }), 4.5);
  assert.equal(durationSeconds({ ...times, finishedAt: null }), null);
  assert.equal(durationSeconds({ ...times, startedAt: null, createdAt: null }), null);
  assert.equal(durationSeconds({ ...times, finishedAt: 1_500 }), 0);
});

test('what is at work lasts until now; what has not begun, or nobody understands, does not', () => {
  const open = { ...times, finishedAt: null };
  assert.equal(elapsedSeconds({ ...times, status: 'SUCCEEDED' }, 60_000), 3.5);
  assert.equal(elapsedSeconds({ ...open, status: 'RUNNING' }, 60_000), 58);
  assert.equal(elapsedSeconds({ ...open, status: 'ROLLING_BACK' }, 60_000), 58);
  assert.equal(elapsedSeconds({ ...open, status: 'RUNNING' }, 1_000), 0);
  for (const status of ['QUEUED', 'SUCCEEDED', 'UNKNOWN'] as const)
    assert.equal(elapsedSeconds({ ...open, status }, 60_000), null, status);
});
