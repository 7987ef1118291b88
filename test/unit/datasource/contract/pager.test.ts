import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  markerPager,
  offsetPager,
  pageNumberPager,
  unpaged,
} from '../../../../src/datasource/contract/pager.ts';

const names = { offset: ['offset'], limit: 'limit', firstRow: 0, maxPageSize: 100 } as const;
const slice = { from: 40, limit: 20, after: 'job-39' };

test('rows are counted from what the vendor calls the first, under every name it knows', () => {
  assert.deepEqual(offsetPager(names).query(slice), [
    ['offset', '40'],
    ['limit', '20'],
  ]);
  const fromOne = offsetPager({ ...names, offset: ['start', 'offset'], firstRow: 1 });
  assert.deepEqual(fromOne.query({ ...slice, from: 0 }), [
    ['start', '1'],
    ['offset', '1'],
    ['limit', '20'],
  ]);
});

test('the start of a list is asked for without an offset where that may not be 0', () => {
  const pager = offsetPager({ ...names, omitsFirst: true });
  assert.deepEqual(pager.query({ ...slice, from: 0 }), [['limit', '20']]);
  assert.deepEqual(pager.query(slice), offsetPager(names).query(slice));
});

test('a marker goes alone; where none is known the offset goes', () => {
  const pager = markerPager('marker', names);
  assert.deepEqual(pager.query(slice), [
    ['marker', 'job-39'],
    ['limit', '20'],
  ]);
  assert.deepEqual(pager.query({ ...slice, after: null }), offsetPager(names).query(slice));
  assert.deepEqual([pager.usesMarker, offsetPager(names).usesMarker], [true, false]);
});

test('a vendor without pages is asked for none', () => {
  assert.deepEqual(unpaged.query(slice), []);
  assert.equal(unpaged.unpaged, true);
});

test('a slice is asked for as the smallest page that holds it, else as two of the largest', () => {
  const pager = pageNumberPager({ page: 'page', size: 'per_page', firstPage: 1, maxPageSize: 50 });
  for (const [from, limit, ...pages] of [
    [0, 20, '1 20'],
    [40, 20, '3 20'],
    [39, 20, '2 30'],
    [7, 5, '2 6'],
    [49, 2, '17 3'],
    [1, 50, '1 50', '2 50'],
  ] as const) {
    const asked = pager.pagesOf?.({ from, limit, after: null }) ?? assert.fail();
    assert.deepEqual(
      asked.map((page) =>
        pager
          .query(page)
          .map(([, value]) => value)
          .join(' '),
      ),
      pages,
    );
    const [first, last] = [asked[0] ?? assert.fail(), asked.at(-1) ?? assert.fail()];
    assert(first.from <= from && last.from + last.limit >= from + limit);
  }
});
