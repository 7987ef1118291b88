import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SourceError } from '../../../src/model/source-error.ts';

test('a failure is what its code says', () => {
  const error = new SourceError({ code: 'UPSTREAM_TIMEOUT', message: 'slow' });
  assert.deepEqual([error.retryable, error.origin], [true, 'vendor']);
});

test('who knows better says so; what is not said is null', () => {
  const error = new SourceError({
    code: 'UPSTREAM_RATE_LIMITED',
    message: 'slow',
    retryable: false,
    origin: 'gateway',
  });
  assert.deepEqual([error.retryable, error.origin], [false, 'gateway']);
  assert.deepEqual([error.retryAfterMs, error.upstreamStatus, error.requestId], [null, null, null]);
});

test('in other words it stays the same failure', () => {
  const error = new SourceError({ code: 'UPSTREAM_RATE_LIMITED', message: 'slow', origin: 'gateway' });
  const { code, origin, retryable, message, cause } = error.reworded('too slow');
  assert.deepEqual(
    [code, origin, retryable, message, cause],
    ['UPSTREAM_RATE_LIMITED', 'gateway', true, 'too slow', error],
  );
});
