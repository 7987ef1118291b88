import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FixedParts } from '../../../../src/datasource/paging/fixed-parts.ts';

/** Pages that were cut: where each began, and ended. */
function partsOf(...pages: readonly (readonly [from: number, end: number])[]): FixedParts {
  const parts = new FixedParts();
  for (const [from, end] of pages) parts.note({ from, places: end - from, isTail: null }, 100, null);
  return parts;
}

test('the largest part that explains where pages ended, wherever they began', () => {
  assert.equal(partsOf([21, 28]).size, null);
  assert.equal(partsOf([21, 28], [21, 28]).size, null);
  assert.equal(partsOf([21, 28], [22, 28]).size, 28);
  const parts = partsOf([21, 28], [37, 42], [30, 35]);
  assert.deepEqual([parts.size, parts.endsAt(35), parts.endsAt(36), parts.beginOf(41)], [7, true, false, 35]);
});

test('nothing is known any more where pages end elsewhere, or go on across such a place', () => {
  assert.equal(partsOf([26, 31], [41, 50]).size, null);
  assert.equal(partsOf([21, 28], [37, 42], [30, 33]).size, null);
  const parts = partsOf([21, 28], [31, 35]);
  parts.note({ from: 28, places: 7, isTail: false }, 7, null);
  assert.equal(parts.size, 7);
  parts.note({ from: 27, places: 2, isTail: false }, 2, null);
  assert.equal(parts.size, null);
});

test('a list that ends elsewhere, behind all other pages, says nothing of them', () => {
  assert.equal(partsOf([21, 28], [37, 42], [49, 53]).size, 14);
  assert.equal(partsOf([40, 53], [21, 28], [37, 42]).size, 14);
  const parts = partsOf([21, 28]);
  parts.note({ from: 50, places: 3, isTail: null }, 100, 53);
  parts.note({ from: 37, places: 5, isTail: null }, 100, 53);
  assert.equal(parts.size, 14);
});
