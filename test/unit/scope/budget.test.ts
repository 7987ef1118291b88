import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SourceError } from '../../../src/model/source-error.ts';
import { Budget, PER_LIST } from '../../../src/scope/ledger.ts';

/** How many requests it still allows, at most `most`. */
function left(budget: Budget, most = 1_000): number {
  for (let spent = 0; spent < most; spent += 1) if (!budget.spendAgain()) return spent;
  return most;
}

const limits = { vendorRequests: 10, rows: 100 };

test('it is exhausted after so many requests, and tells how many they were', () => {
  const budget = new Budget(limits);
  for (let i = 0; i < 10; i += 1) budget.spend();
  assert.equal(budget.spendAgain(), false);
  assert.throws(
    () => budget.spend(),
    (error) => {
      assert(error instanceof SourceError);
      assert.equal(error.code, 'OPERATION_TOO_COSTLY');
      assert.deepEqual(error.spending, { limit: 'server.vendorRequests', spent: 10, allowed: 10 });
      return true;
    },
  );
});

test('lists that are read allow for more, but the lists of one source once only', () => {
  const budget = new Budget(limits);
  for (let alias = 0; alias < 30; alias += 1) budget.reads('a', 5);
  budget.reads('a', 3);
  budget.reads('b', 1);
  assert.equal(left(budget), 10 + 6 * PER_LIST.requests);
});

test('nothing more is asked when there are rows enough', () => {
  let rows = 99;
  const budget = new Budget(limits, () => rows);
  budget.spend();
  rows = 100;
  assert.throws(
    () => budget.spend(),
    (error) =>
      error instanceof SourceError &&
      error.code === 'OPERATION_TOO_COSTLY' &&
      error.spending?.limit === 'server.limits.rows' &&
      error.spending.spent === 100 &&
      error.spending.allowed === 100,
  );
  budget.reads('a', 1);
  budget.spend();
});

test('without limits there are none', () => {
  assert.equal(left(new Budget()), 1_000);
});
