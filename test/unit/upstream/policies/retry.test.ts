import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SourceError } from '../../../../src/model/source-error.ts';
import type { SourceScope } from '../../../../src/scope/request-scope.ts';
import { createBulkhead } from '../../../../src/upstream/policies/bulkhead.ts';
import { retry } from '../../../../src/upstream/policies/retry.ts';
import { createRetryBudget } from '../../../../src/upstream/policies/retry-budget.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { fakeClock, sourceError } from '../support.ts';

function setUp(error: unknown, context: SourceScope = sourceScope(), failures = 99) {
  const clock = fakeClock();
  const policy = {
    retries: 2,
    maxRetryWaitMs: 30_000,
    budget: createRetryBudget(clock.now),
    clock,
    random: () => 0.5,
  };
  let attempts = 0;
  const run = () =>
    retry(policy, context, async () => {
      attempts += 1;
      if (attempts <= failures) throw error;
      return 'well';
    });
  return { run, clock, attempts: () => attempts };
}

test('asks again with growing, jittered waits, and gives the last error', async () => {
  const error = sourceError('UPSTREAM_UNAVAILABLE');
  const { run, clock, attempts } = setUp(error);
  await assert.rejects(run(), error);
  assert.equal(attempts(), 3);
  assert.deepEqual(clock.slept, [50, 100]);
});

test('stops as soon as it goes well', async () => {
  const { run, attempts } = setUp(sourceError('UPSTREAM_TIMEOUT'), sourceScope(), 1);
  assert.equal(await run(), 'well');
  assert.equal(attempts(), 2);
});

test('never asks again what will not pass', async () => {
  const full = createBulkhead({ sourceId: 's', concurrency: 1, queue: 0 });
  const hold = Promise.withResolvers<void>();
  const signal = new AbortController().signal;
  const held = full(signal, () => hold.promise);
  const queueFull: unknown = await full(signal, async () => null).catch((error: unknown) => error);
  hold.resolve();
  await held;
  const final = ['NOT_FOUND', 'UPSTREAM_REJECTED', 'UPSTREAM_BAD_RESPONSE', 'UPSTREAM_CIRCUIT_OPEN'] as const;
  for (const error of [...final.map((code) => sourceError(code)), queueFull]) {
    const { run, attempts } = setUp(error);
    await assert.rejects(run(), (thrown) => thrown === error);
    assert.equal(attempts(), 1);
  }
});

test('waits as long as the vendor asks for, where that is within reason', async () => {
  const { run, clock } = setUp(
    sourceError('UPSTREAM_RATE_LIMITED', { retryAfterMs: 7_000 }),
    sourceScope(),
    1,
  );
  assert.equal(await run(), 'well');
  assert.deepEqual(clock.slept, [7_050]);
});

test('parks nobody longer than the deadline leaves or the bound allows, and tells how long', async () => {
  const soon = sourceScope({ deadlineAt: 1_000_000 + 5_000 });
  for (const [retryAfterMs, context] of [
    [86_400_000, sourceScope()],
    [6_000, soon],
  ] as const) {
    const { run, clock, attempts } = setUp(sourceError('UPSTREAM_RATE_LIMITED', { retryAfterMs }), context);
    await assert.rejects(
      run(),
      (error) => error instanceof SourceError && error.retryAfterMs === retryAfterMs,
    );
    assert.equal(attempts(), 1);
    assert.deepEqual(clock.slept, []);
  }
});

test('who has left is not retried for', async () => {
  const { run, attempts } = setUp(
    sourceError('UPSTREAM_TIMEOUT'),
    sourceScope({ signal: AbortSignal.abort() }),
  );
  await assert.rejects(run());
  assert.equal(attempts(), 1);
});

test('that the breaker opened between two attempts does not hide why', async () => {
  const clock = fakeClock();
  const budget = createRetryBudget(clock.now);
  const errors = [sourceError('UPSTREAM_UNAVAILABLE'), sourceError('UPSTREAM_CIRCUIT_OPEN')];
  const policy = { retries: 2, maxRetryWaitMs: 1_000, budget, clock, random: () => 1 };
  const [first] = errors;
  await assert.rejects(
    retry(policy, sourceScope(), () => Promise.reject(errors.shift())),
    first,
  );
});

test('the budget allows 20 % of the requests of 10 s, or 3', () => {
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
