import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PageCap } from '../../../../src/datasource/paging/page-cap.ts';

/** Pages for which a hundred rows were asked: where each began, and how many places it had. */
function capOf(...pages: readonly (readonly [from: number, places: number])[]): PageCap {
  const cap = new PageCap();
  for (const [from, places] of pages) cap.note({ from, places, isTail: null }, 100);
  return cap;
}

test('two pages of one length show how many rows come at once', () => {
  const cap = capOf([10, 3], [13, 3]);
  assert.deepEqual([cap.rows, cap.isSmall], [3, true]);
  assert.deepEqual([capOf([10, 7], [13, 7]).isSmall, capOf([10, 7], [13, 7]).rows], [false, 7]);
});

test('one page shows nothing, nor do two of different lengths, or two that may end with the list', () => {
  for (const cap of [capOf([10, 3]), capOf([10, 3], [13, 4]), capOf([10, 3], [10, 3])])
    assert.equal(cap.rows, Number.POSITIVE_INFINITY);
  // Rows stand behind the place at which both of them ended.
  assert.equal(capOf([10, 3], [20, 1], [10, 3], [10, 3]).rows, 3);
});

test('a page that is longer shows that others were cut by chance', () => {
  assert.equal(capOf([40, 60], [10, 3], [13, 3]).rows, Number.POSITIVE_INFINITY);
  const cap = capOf([10, 3], [13, 3]);
  cap.note({ from: 0, places: 2, isTail: false }, 2);
  assert.equal(cap.rows, 3);
  cap.note({ from: 0, places: 4, isTail: false }, 4);
  assert.equal(cap.rows, Number.POSITIVE_INFINITY);
});
