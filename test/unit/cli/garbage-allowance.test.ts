import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGarbageAllowance } from '../../../src/cli/serve/garbage-allowance.ts';

test('more garbage may lie about where the heap is cleaned often and there is time to spare, until it is cleaned seldom', () => {
  const allowance = createGarbageAllowance();
  assert.equal(allowance(1_000, 0.2), 40, 'the first');
  assert.equal(allowance(5_000, 0.2), 40, 'not often');
  assert.equal(allowance(7_000, 0.2), 150);
  assert.equal(allowance(20_000, 0.2), 150, 'neither often nor seldom');
  assert.equal(allowance(60_000, 0.2), 40);
});

test('a busy process is kept small, however often its heap is cleaned', () => {
  const allowance = createGarbageAllowance();
  for (const at of [1_000, 2_000, 3_000]) assert.equal(allowance(at, 0.9), 40);
  assert.equal(allowance(4_000, 0.3), 150);
  assert.equal(allowance(5_000, 0.95), 40, 'it has become busy');
});
