import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SourceError } from '../../../../src/model/source-error.ts';
import { createFailureHold } from '../../../../src/upstream/auth/failure-hold.ts';
import { sourceError } from '../support.ts';

test('a refusal is held for longer each time, until it is cleared', () => {
  const hold = createFailureHold();
  const refused = sourceError('UPSTREAM_AUTH_FAILED');
  for (const [at, until] of [
    [0, 1_000],
    [1_000, 3_000],
    [3_000, 7_000],
  ] as const) {
    hold.remember(refused, at, 's');
    assert.throws(() => hold.throwIfHeld(until - 1, 's'), refused);
    hold.throwIfHeld(until, 's');
  }
  hold.remember(refused, 7_000, 's');
  hold.clear();
  hold.throwIfHeld(7_001, 's');
});

test('what is held and may pass is our own word: nobody was asked', () => {
  for (const code of ['UPSTREAM_TIMEOUT', 'UPSTREAM_RATE_LIMITED', 'GATEWAY_OVERLOADED'] as const) {
    const hold = createFailureHold();
    hold.remember(sourceError(code), 0, 's');
    assert.throws(() => hold.throwIfHeld(400, 's'), { code, origin: 'gateway', retryAfterMs: 600 });
  }
});

test('what passes by itself is not held, nor what is no failure of a source', () => {
  const hold = createFailureHold();
  hold.remember(sourceError('UPSTREAM_UNAVAILABLE'), 0, 's');
  hold.remember(new TypeError('a defect'), 0, 's');
  hold.throwIfHeld(1, 's');
});

test('another source is told of it as of its own', () => {
  const hold = createFailureHold();
  const refused = new SourceError({ code: 'UPSTREAM_FORBIDDEN', message: 'Source "a" could not sign in.' });
  hold.remember(refused, 0, 'a');
  assert.throws(() => hold.throwIfHeld(1, 'b'), {
    code: refused.code,
    message: 'Source "b" could not sign in.',
  });
});
