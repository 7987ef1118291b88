import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRetryBudget } from '../../../../src/upstream/policies/retry.ts';
import { fakeClock } from '../support.ts';

test('allows 20 % of the requests of 10 s, or 3', () => {
  const clock = fakeClock();
  const budget = createRetryBudget(clock.now);
  const taken = (tries: number) =>
    Array.from({ length: tries }, () => budget.takeRetry(false)).filter(Boolean).length;
  budget.countRequest();
  assert.equal(taken(50), 3);
  for (let count = 1; count < 200; count += 1) budget.countRequest();
  assert.equal(taken(100), 37);
  clock.advance(10_000);
  assert.equal(taken(50), 3);
  assert.equal(budget.takeRetry(true), true, 'a burst that was refused');
});
