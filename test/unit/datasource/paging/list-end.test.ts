import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endsList, type PageEnd } from '../../../../src/datasource/paging/list-end.ts';

const page = (rows: number, from: number, total: number | null, promise: Partial<PageEnd> = {}) =>
  endsList({ rows, asked: 100, from, total, isTotalTrusted: false, smallestCut: 1, ...promise });

test('an empty page ends a list, whatever the vendor counts', () => {
  assert.equal(page(0, 0, null), true);
  assert.equal(page(0, 40, 9_000), true);
});

test('a full page does not', () => {
  assert.equal(page(100, 0, null), false);
  assert.equal(page(100, 0, 100), false);
});

test('a short page of which the count agrees ends it, unless the count may be that of the page', () => {
  assert.equal(page(50, 100, 150), true);
  assert.equal(page(50, 0, 50), null);
  assert.equal(page(50, 100, 50), null);
});

test('a vendor that is known to count lists is believed', () => {
  assert.equal(page(50, 0, 50, { isTotalTrusted: true }), true);
});

test('a short page without a count ends it only where the vendor promises not to cut pages so short', () => {
  assert.equal(page(1, 0, null), null);
  assert.equal(page(19, 0, null, { smallestCut: 20 }), true);
  assert.equal(page(20, 0, null, { smallestCut: 20 }), null);
});

test('a short page of a longer list leaves the question open', () => {
  assert.equal(page(3, 0, 5), null);
});
