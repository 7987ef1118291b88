import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createKnownTimes } from '../../../../src/datasource/fetched/known-times.ts';
import { fetchedRow } from './fetched-row.ts';

test('the times of all jobs of a list are known once it was read, until it is read again', () => {
  const known = createKnownTimes();
  assert.equal(known.of('a'), null);
  known.learn('a', [fetchedRow({ createdAt: 1 }), fetchedRow({ createdAt: 2 })]);
  assert.deepEqual(known.of('a'), [1, 2]);
  known.learn('a', [fetchedRow({ createdAt: 3 })]);
  assert.deepEqual(known.of('a'), [3]);
});

test('nothing is known of a list without jobs, or with one whose time may yet turn out to be any', () => {
  const known = createKnownTimes();
  known.learn('a', [fetchedRow({ createdAt: 1 })]);
  known.learn('a', [fetchedRow({ createdAt: 1 }), fetchedRow({ createdAt: null })]);
  assert.equal(known.of('a'), null);
  known.learn('b', []);
  assert.equal(known.of('b'), null);
});

test('of more than ten thousand lists that of which nobody asked for longest is forgotten', () => {
  const known = createKnownTimes();
  for (let i = 0; i <= 10_000; i++) known.learn(String(i), [fetchedRow({ createdAt: i })]);
  assert.deepEqual([known.of('0'), known.of('1'), known.of('10000')], [null, [1], [10_000]]);
});
