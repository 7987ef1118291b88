import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createScanBudget } from '../../../../src/datasource/stream/residual-filter.ts';

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
