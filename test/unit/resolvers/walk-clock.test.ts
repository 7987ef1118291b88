import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCursorSigner } from '../../../src/connection/cursor/cursor-codec.ts';
import { walkBegan, withWalkClock } from '../../../src/resolvers/read-jobs.ts';

const signer = createCursorSigner('a key for tests only');
const payload = Buffer.from([2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

test('a cursor with a clock tells when its walk began, and opens as the cursor that it is', () => {
  const began = Date.UTC(2026, 10, 26, 8, 30, 0, 123);
  const cursor = withWalkClock(signer, began).sign(payload);
  assert.equal(walkBegan(signer, cursor), began);
  for (const other of [began + 1, null])
    assert.deepEqual(withWalkClock(signer, other).verify(cursor), payload);
});

test('a cursor without one tells nothing', () => {
  const cursor = withWalkClock(signer, null).sign(payload);
  assert.equal(cursor, signer.sign(payload));
  assert.deepEqual(withWalkClock(signer, 5).verify(cursor), payload);
  for (const none of [cursor, 'rubbish', '', null, undefined]) assert.equal(walkBegan(signer, none), null);
});
