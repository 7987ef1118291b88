import assert from 'node:assert/strict';
import { test } from 'node:test';
import { END, START } from '../../../../src/datasource/paging/row-order.ts';
import { outsetOf } from '../../../../src/datasource/stream/open-stream.ts';

const down = (time: number): number => -time;
const ALL = { first: START, last: END };

test('a list whose times nobody knows may begin anywhere', () => {
  assert.equal(outsetOf(null, down, ALL), START);
});

test('a list begins with the first of its times along the walk', () => {
  assert.equal(outsetOf([1, 3, 2], down, ALL), -3);
  assert.equal(
    outsetOf([1, 3, 2], (time) => time, ALL),
    1,
  );
});

test('times that are not wanted do not count, and those at the bounds do', () => {
  assert.equal(outsetOf([1, 2, 3], down, { first: -2, last: END }), -2);
  assert.equal(outsetOf([3], down, { first: START, last: -3 }), -3);
  assert.equal(outsetOf([1, 5], down, { first: -4, last: -2 }), END);
});
