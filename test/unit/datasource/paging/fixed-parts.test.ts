import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FixedParts } from '../../../../src/datasource/paging/fixed-parts.ts';

test('the smallest part that explains where pages ended', () => {
  const parts = new FixedParts();
  assert.equal(parts.size, null);
  parts.learn(28, 7);
  assert.equal(parts.size, 7);
  parts.learn(42, 5);
  assert.deepEqual([parts.size, parts.endsAt(35), parts.endsAt(36), parts.beginOf(41)], [7, true, false, 35]);
});

test('nothing is known any more where pages end elsewhere, or go on across such a place', () => {
  const cut = new FixedParts();
  for (const [end, places] of [
    [31, 5],
    [50, 9],
  ] as const)
    cut.learn(end, places);
  assert.equal(cut.size, null);
  const crossed = new FixedParts();
  crossed.learn(28, 7);
  crossed.meet(28, 35);
  assert.equal(crossed.size, 7);
  crossed.meet(27, 29);
  assert.equal(crossed.size, null);
});

test('pages begin where parts do, as far as so many places reach, and so many parts can be joined', () => {
  const parts = new FixedParts();
  assert.equal(parts.startOf(43, 23, 3), 21);
  parts.learn(28, 7);
  assert.equal(parts.startOf(43, 2, 3), 42);
  assert.equal(parts.startOf(43, 9, 3), 35);
  assert.equal(parts.startOf(43, 100, 3), 21);
  assert.equal(parts.startOf(10, 100, 3), 0);
  assert.equal(parts.startOf(40, 3, 3), 38);
});
