import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FILTER_FIELDS, matches, usedFields } from '../../../../src/datasource/filter/plan-filter.ts';
import type { JobFilter } from '../../../../src/model/job-filter.ts';
import { makeJob } from '../../model/make-job.ts';

const JOB = makeJob({
  sourceId: 'dc1',
  backend: 'cloud',
  status: 'FAILED',
  kind: 'Backup',
  createdAt: 5_000,
  finishedAt: 7_000,
  createdBy: 'anna',
  name: null,
  origin: { sourceId: 'dc1', kind: 'policy', nativeId: 'p1', name: 'Nightly é' },
  resource: { nativeId: 'vm-1', type: null },
});
const BARE = makeJob({ sourceId: 'dc1', createdAt: null, finishedAt: null, name: null });

type Case = readonly [filter: JobFilter, job: boolean, bare: boolean];

/** Each filter, whether the job passes it, and whether one that has nothing to show does. */
const CASES: readonly Case[] = [
  [{}, true, true],
  [{ sources: ['dc1', 'dc2'] }, true, true],
  [{ sources: ['dc2'] }, false, false],
  [{ sources: [] }, false, false],
  [{ backends: ['cloud'] }, true, false],
  [{ backends: ['CLOUD'] }, false, false],
  [{ origins: [{ sourceId: 'dc1', nativeId: 'p1' }] }, true, false],
  [{ origins: [{ sourceId: 'dc2', nativeId: 'p1' }] }, false, false],
  [{ origins: [{ sourceId: 'dc1', nativeId: 'P1' }] }, false, false],
  [{ statuses: ['FAILED', 'RUNNING'] }, true, false],
  [{ statuses: ['SUCCEEDED'] }, false, true],
  [{ notStatuses: ['SUCCEEDED'] }, true, false],
  [{ notStatuses: ['FAILED', 'RUNNING'] }, false, true],
  [{ notStatuses: [] }, true, true],
  [{ finishedAfter: 7_000 }, true, false],
  [{ finishedAfter: 7_001 }, false, false],
  [{ finishedBefore: 7_001 }, true, false],
  [{ finishedBefore: 7_000 }, false, false],
  [{ names: ['other', 'NIGHTLY e\u0301'] }, true, false],
  [{ names: ['night'] }, false, false],
  [{ names: [] }, false, false],
  [{ nameContains: 'LY É' }, true, false],
  [{ nameContains: '' }, true, false],
  [{ nameContains: 'daily' }, false, false],
  [{ names: ['nightly é'], nameContains: 'daily' }, false, false],
  [{ createdBy: ['anna', 'bert'] }, true, false],
  [{ createdBy: ['Anna'] }, false, false],
  [{ phases: ['DONE'] }, true, true],
  [{ phases: ['ACTIVE', 'PENDING', 'UNKNOWN'] }, false, false],
  [{ createdAfter: 5_000 }, true, false],
  [{ createdAfter: 5_001 }, false, false],
  [{ createdBefore: 5_001 }, true, false],
  [{ createdBefore: 5_000 }, false, false],
  [{ createdAfter: 5_000, createdBefore: 5_001 }, true, false],
  [{ createdAfter: -8.64e15 }, true, false],
  [{ createdBefore: 8.64e15 }, true, false],
  [{ resourceIds: ['vm-0', 'vm-1'] }, true, false],
  [{ resourceIds: ['VM-1'] }, false, false],
  [{ kinds: ['BACKUP'] }, true, false],
  [{ kinds: ['restore', 'backup'] }, true, false],
  [{ kinds: ['back'] }, false, false],
  [{ statuses: ['FAILED'], kinds: ['restore'] }, false, false],
];

test('each field of a filter means one thing', () => {
  for (const [filter, job, bare] of CASES) {
    assert.equal(matches(JOB, filter), job, JSON.stringify(filter));
    assert.equal(matches(BARE, filter), bare, `${JSON.stringify(filter)} of a bare job`);
  }
});

test('every field is tried here', () => {
  const tried = new Set(CASES.flatMap(([filter]) => Object.keys(filter)));
  assert.deepEqual([...tried].sort(), FILTER_FIELDS.toSorted());
});

test('a field without a value is not used', () => {
  assert.deepEqual(usedFields({ kinds: [], createdAfter: 0 }), ['createdAfter', 'kinds']);
});
