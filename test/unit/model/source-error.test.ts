import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SOURCE_ERROR_CODES, SourceError } from '../../../src/model/source-error.ts';

const PASSING = [
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_CIRCUIT_OPEN',
  'UPSTREAM_LATE',
  'UPSTREAM_RATE_LIMITED',
  'DEADLINE_EXCEEDED',
  'SCAN_LIMIT_REACHED',
];

test('a failure that passes is retryable, one that needs a person is not', () => {
  const retryable = SOURCE_ERROR_CODES.filter((code) => new SourceError({ code, message: '' }).retryable);
  assert.deepEqual(retryable.toSorted(), PASSING.toSorted());
});

test('who knows better says so; what is not said is null', () => {
  const error = new SourceError({ code: 'UPSTREAM_TIMEOUT', message: 'slow', retryable: false });
  assert.equal(error.retryable, false);
  assert.deepEqual([error.retryAfterMs, error.upstreamStatus, error.requestId], [null, null, null]);
});
