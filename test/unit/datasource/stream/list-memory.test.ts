import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReadability } from '../../../../src/datasource/stream/list-memory.ts';
import { sourceError } from '../../upstream/support.ts';

const WELL = { state: 'HEALTHY', lastError: null, lastCheckedAt: 1, failingSince: null } as const;

test('a vendor that answers, but not what was asked for, is not well until it can be read again', () => {
  const readability = createReadability();
  const fault = sourceError('UPSTREAM_BAD_RESPONSE');
  assert.deepEqual(readability.over(WELL), WELL);
  readability.hasFailed(fault);
  assert.deepEqual(readability.over(WELL), {
    state: 'DEGRADED',
    lastError: fault,
    lastCheckedAt: 1,
    failingSince: null,
  });
  readability.hasRead();
  assert.deepEqual(readability.over(WELL), WELL);
});

test('what the connection tells by itself is left to it', () => {
  const readability = createReadability();
  const down = {
    state: 'DOWN',
    lastError: sourceError('UPSTREAM_UNAVAILABLE'),
    lastCheckedAt: 1,
    failingSince: null,
  } as const;
  readability.hasFailed(sourceError('UPSTREAM_UNAVAILABLE'));
  assert.deepEqual(readability.over(WELL), WELL);
  readability.hasFailed(sourceError('UPSTREAM_BAD_RESPONSE'));
  assert.equal(readability.over(down), down);
});
