import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createScanBudget, ResidualFilter } from '../../../../src/datasource/stream/residual-filter.ts';
import type { Job } from '../../../../src/model/job.ts';
import { compareKeys } from '../../../../src/model/sort-key.ts';
import { idsOf, jobAt, placed } from '../list-vendor.ts';

test('a budget holds until its last row is spent', () => {
  const budget = createScanBudget(10);
  assert.deepEqual([budget.spend(0), budget.spend(9), budget.isSpent()], [true, true, false]);
  assert.deepEqual([budget.spend(1), budget.isSpent(), budget.spend(0)], [false, true, false]);
});

test('the wider budget pays as well, and may end first', () => {
  const all = createScanBudget(10);
  const [one, other] = [createScanBudget(8, all), createScanBudget(8, all)];
  assert.equal(one.spend(7), true);
  assert.equal(other.spend(3), false);
  assert.deepEqual([one.isSpent(), other.isSpent(), all.isSpent()], [true, true, true]);
});

test('one that is spent leaves the rest of the wider one to others', () => {
  const all = createScanBudget(10);
  const [one, other] = [createScanBudget(2, all), createScanBudget(8, all)];
  assert.equal(one.spend(2), false);
  assert.deepEqual([other.spend(1), other.isSpent(), all.isSpent()], [true, false, false]);
});

function filterOf(matches: ((job: Job) => boolean) | null, stop: string | null = null) {
  const budget = createScanBudget(3);
  const stopAt = stop === null ? null : { key: jobAt(stop).key, isInclusive: false };
  return { filter: new ResidualFilter({ stop: stopAt, matches, budget }, compareKeys), budget };
}

const isEven = ({ createdAt }: Job): boolean => createdAt !== null && createdAt % 2 === 0;

test('rows come in the order of the walk, each once, whatever the vendor gave and how often', () => {
  const { filter } = filterOf(null);
  assert.deepEqual(idsOf(filter.apply(placed(['j5', 'j9', 'j5', 'j7']))), ['j9', 'j7', 'j5']);
  assert.deepEqual(idsOf(filter.apply(placed(['j5', 'j3']))), ['j3']);
});

test('so do rows of one rank, which the vendor gives in any order', () => {
  const { filter } = filterOf(null);
  const tied = placed(['b5', 'a5', 'c4', 'a3']).map((row) => ({ ...row, rank: -4 }));
  assert.deepEqual(idsOf(filter.apply(tied)), ['a5', 'b5', 'c4', 'a3']);
});

test('what does not match is dropped and paid for; what matches is free', () => {
  const { filter, budget } = filterOf(isEven);
  assert.deepEqual(idsOf(filter.apply(placed(['j8', 'j7', 'j6', 'j5', 'j5']))), ['j8', 'j6']);
  assert.equal(budget.isSpent(), false);
  filter.apply(placed(['j3']));
  assert.equal(budget.isSpent(), true);
});

test('what lies behind the end of the part that is wanted costs nothing', () => {
  const { filter, budget } = filterOf(isEven, 'j5');
  assert.deepEqual(idsOf(filter.apply(placed(['j8', 'j6', 'j4', 'j3', 'j2', 'j1']))), ['j8', 'j6']);
  assert.equal(budget.isSpent(), false);
});

test('where hardly any row matches, more are worth reading, until some do', () => {
  const { filter } = filterOf(isEven);
  filter.apply(placed(['j9', 'j7']));
  filter.apply(placed(['j5', 'j3']));
  assert.equal(filter.strideFactor, 4);
  filter.apply(placed(['j2', 'j1']));
  assert.equal(filter.strideFactor, 1);
});

test('rows that match are counted once, wherever they stand', () => {
  assert.equal(filterOf(isEven, 'j5').filter.count(placed(['j2', 'j8', 'j8', 'j1'])), 2);
  assert.equal(filterOf(null).filter.count(placed(['j2', 'j1'])), 2);
});
