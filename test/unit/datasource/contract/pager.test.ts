import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markerPager, offsetPager, unpaged } from '../../../../src/datasource/contract/pager.ts';

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
