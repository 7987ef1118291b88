import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERROR_CODES, isErrorCode } from '../../../src/server/error-codes.ts';

/** Design §2.5, written down by hand, with the code of masked errors. */
const CONTRACT = [
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_CIRCUIT_OPEN',
  'UPSTREAM_LATE',
  'UPSTREAM_RATE_LIMITED',
  'UPSTREAM_AUTH_FAILED',
  'UPSTREAM_FORBIDDEN',
  'UPSTREAM_BAD_RESPONSE',
  'UPSTREAM_REJECTED',
  'GATEWAY_OVERLOADED',
  'OPERATION_TOO_COSTLY',
  'DEADLINE_EXCEEDED',
  'CURSOR_INVALID',
  'CURSOR_MISMATCH',
  'SCAN_LIMIT_REACHED',
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'INTERNAL_SERVER_ERROR',
];

test('the codes are those of the contract', () => {
  assert.deepEqual([...ERROR_CODES].sort(), [...CONTRACT].sort());
});

test('nothing else is a code', () => {
  assert(isErrorCode('NOT_FOUND'));
  assert(!isErrorCode('not_found'));
  assert(!isErrorCode(undefined));
});
