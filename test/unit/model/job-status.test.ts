import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTerminal, JOB_STATUSES, type JobPhase, phaseOf } from '../../../src/model/job-status.ts';

const PHASES: Readonly<Record<string, JobPhase>> = {
  QUEUED: 'PENDING',
  RUNNING: 'ACTIVE',
  PAUSED: 'ACTIVE',
  CANCELING: 'ACTIVE',
  ROLLING_BACK: 'ACTIVE',
  SUCCEEDED: 'DONE',
  PARTIALLY_FAILED: 'DONE',
  FAILED: 'DONE',
  TIMED_OUT: 'DONE',
  CANCELED: 'DONE',
  ROLLED_BACK: 'DONE',
  SKIPPED: 'DONE',
  UNKNOWN: 'UNKNOWN',
};

test('every status has its phase', () => {
  assert.deepEqual(Object.fromEntries(JOB_STATUSES.map((status) => [status, phaseOf(status)])), PHASES);
});

test('only what is done is terminal, and of what nobody understands nobody knows', () => {
  for (const status of JOB_STATUSES) {
    const expected = status === 'UNKNOWN' ? null : PHASES[status] === 'DONE';
    assert.equal(isTerminal(status), expected, status);
  }
});
