import assert from 'node:assert/strict';
import { test } from 'node:test';
import { END, START } from '../../../../src/datasource/paging/row-order.ts';
import { outsetOf } from '../../../../src/datasource/stream/rank-bounds.ts';

const down = (time: number): number => -time;
const points = (...times: number[]) => times.map((time) => ({ from: time, to: time }));
const ALL = { first: START, last: END };

test('a list whose times nobody knows may begin anywhere', () => {
  assert.equal(outsetOf(null, down, ALL), START);
});

test('a list begins with the first of its times along the walk', () => {
  assert.equal(outsetOf(points(1, 3, 2), down, ALL), -3);
  assert.equal(
    outsetOf(points(1, 3, 2), (time) => time, ALL),
    1,
  );
});

test('times that are not wanted do not count, and those at the bounds do', () => {
  assert.equal(outsetOf(points(1, 2, 3), down, { first: -2, last: END }), -2);
  assert.equal(outsetOf(points(3), down, { first: START, last: -3 }), -3);
  assert.equal(outsetOf(points(1, 5), down, { first: -4, last: -2 }), END);
});

test('a list of which only bounds are known begins with the nearer one, or with what is wanted if that lies between', () => {
  const within = [{ from: 10, to: 20 }];
  assert.equal(outsetOf(within, down, ALL), -20);
  assert.equal(
    outsetOf(within, (time) => time, ALL),
    10,
  );
  assert.equal(outsetOf(within, down, { first: -15, last: END }), -15);
  assert.equal(outsetOf(within, down, { first: START, last: -20 }), -20);
  assert.equal(outsetOf(within, down, { first: START, last: -21 }), END);
  assert.equal(outsetOf(within, down, { first: -9, last: END }), END);
});
