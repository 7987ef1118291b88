import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  exactTie,
  furthestMarks,
  isSlight,
  isTimed,
  keyed,
  largestInversion,
  rankOf,
  rowMark,
  runEnds,
  START,
  spanOf,
  timeOf,
} from '../../../../src/datasource/paging/row-order.ts';
import { makeJob } from '../../model/make-job.ts';
import { placed } from '../list-vendor.ts';

test('ranks grow along a walk; a row without a time is last on the way down and first on the way up', () => {
  const ranks = (direction: 'down' | 'up') => [9, 5, null].map((time) => rankOf(time, direction, exactTie));
  assert.deepEqual(ranks('down'), [-9, -5, Number.MAX_VALUE]);
  assert.deepEqual(ranks('up'), [9, 5, -Number.MAX_VALUE]);
  assert.deepEqual(
    ranks('down').map((rank) => [isTimed(rank), timeOf(rank, 'down')]),
    [
      [true, 9],
      [true, 5],
      [false, null],
    ],
  );
});

test('all of a tie have the rank that a walk meets first', () => {
  const hour = (time: number) => ({ from: time - (time % 10), to: time - (time % 10) + 9 });
  assert.deepEqual([rankOf(13, 'down', hour), rankOf(18, 'down', hour)], [-19, -19]);
  assert.deepEqual([rankOf(13, 'up', hour), rankOf(18, 'up', hour)], [10, 10]);
});

test('rows in order have no inversion, ties in whatever order; else it is as far as one stands out of place', () => {
  for (const [ids, inversion] of [
    [[], 0],
    [['a9', 'b9', 'a9', 'c5', 'd'], 0],
    [['a9', 'b5', 'c7', 'd4'], 2],
    [['a5', 'b9', 'c1', 'd8'], 7],
    [['a', 'b9'], Number.POSITIVE_INFINITY],
  ] as const)
    assert.equal(largestInversion(placed(ids)), inversion, ids.join(' '));
});

test('an inversion is slight where it is at most half of what the rows span', () => {
  const rows = placed(['a10', 'b5', 'c']);
  assert.equal(spanOf(rows.map(({ rank }) => rank)), 5);
  assert.deepEqual([isSlight(2, rows), isSlight(3, rows)], [true, false]);
  assert.equal(isSlight(1, []), false);
});

test('one native id under two origins is two rows; a mark tells rows apart, and is the same in every process', () => {
  const origin = (nativeId: string) => ({ sourceId: 's1', kind: 'k', nativeId, name: null });
  const [a, b] = [keyed(makeJob({ origin: origin('a') })), keyed(makeJob({ origin: origin('b') }))];
  assert.notEqual(a.identity, b.identity);
  assert.equal(a.key.originId, 'a');
  const [row, other] = placed(['j1', 'j2']);
  assert(row !== undefined && other !== undefined);
  assert.notEqual(rowMark(row), rowMark(other));
  assert.equal(rowMark(row), 0x2a_55_e4_ac);
});

test('rows of one rank that stand together end at one place, whichever of them stands last at the time', () => {
  const rows = placed(['a5', 'b5', 'c3', 'd5']);
  assert.deepEqual(rows.slice(0, 2).map(runEnds(rows.slice(0, 2))), [1, 1]);
  // Where others stand between them, each has its own.
  assert.deepEqual(rows.map(runEnds(rows)), [0, 1, 2, 3]);
});

test('marks of earlier rows keep their order, whether or not these were met again', () => {
  const [a, b, c] = placed(['a9', 'b9', 'c9']);
  if (!a || !b || !c) return assert.fail();
  for (const earlier of [
    [a, b],
    [b, a],
  ]) {
    const marksWith = (indexes: readonly (number | null)[]): number[] =>
      furthestMarks(
        earlier.map((row, i) => ({ mark: rowMark(row), index: indexes[i] ?? null })),
        [c],
        (index) => index ?? START,
        3,
      );
    assert.deepEqual(marksWith([null, null]), [...earlier, c].map(rowMark));
    const indexes = earlier.map(({ index }) => index);
    assert.deepEqual(marksWith(indexes), [...earlier, c].map(rowMark));
  }
});
