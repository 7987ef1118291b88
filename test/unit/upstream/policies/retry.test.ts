import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SourceError } from '../../../../src/model/source-error.ts';
import { Budget } from '../../../../src/scope/ledger.ts';
import type { SourceScope } from '../../../../src/scope/request-scope.ts';
import { bulkhead } from '../../../../src/upstream/policies/bulkhead.ts';
import { createRetryBudget, retry } from '../../../../src/upstream/policies/retry.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { answerOf, callOf, fakeClock, sourceError } from '../support.ts';

/** `errors`: of the attempts, in turn; after them all goes well. `opensAfter`: so many failures open the breaker. */
function setUp(errors: readonly unknown[], scope: SourceScope = sourceScope(), opensAfter = 99) {
  const clock = fakeClock();
  let attempts = 0;
  const policy = retry({
    retries: 2,
    maxRetryWaitMs: 30_000,
    budget: createRetryBudget(clock.now),
    wait: () => (attempts >= opensAfter ? 5_000 : 0),
    clock,
    random: () => 0.5,
  });
  const call = callOf({ scope });
  const send = policy(async () => {
    attempts += 1;
    if (attempts <= errors.length) throw errors[attempts - 1];
    return answerOf({ body: 'well' });
  });
  const run = async () => (await send(call)).reply.body;
  return { run, clock, call, attempts: () => attempts };
}

const thrice = (error: unknown) => [error, error, error];

test('asks again with growing, jittered waits, and gives the last error', async () => {
  const error = sourceError('UPSTREAM_UNAVAILABLE');
  const { run, clock, attempts } = setUp(thrice(error));
  await assert.rejects(run(), error);
  assert.equal(attempts(), 3);
  assert.deepEqual(clock.slept, [50, 100]);
});

test('stops as soon as it goes well; each attempt begins anew', async () => {
  const { run, attempts, clock, call } = setUp([sourceError('UPSTREAM_TIMEOUT')]);
  call.sentAt = 1;
  call.fault = { code: 'UPSTREAM_TIMEOUT', message: null };
  assert.equal(await run(), 'well');
  assert.equal(attempts(), 2);
  assert.deepEqual([call.begunAt, call.sentAt, call.fault], [clock.now(), null, null]);
});

test('retries are requests: an operation that may send no more gives the error that there is', async () => {
  const budget = new Budget({ vendorRequests: 1, rows: 1 });
  const error = sourceError('UPSTREAM_UNAVAILABLE');
  const { run, attempts } = setUp(thrice(error), sourceScope({ budget }));
  await assert.rejects(run(), error);
  assert.equal(attempts(), 2);
});

test('never asks again what will not pass', async () => {
  const full = bulkhead({ sourceId: 's', concurrency: 1, queue: 0 })(() => new Promise(() => {}));
  void full(callOf());
  const queueFull: unknown = await full(callOf()).catch((error: unknown) => error);
  const final = ['NOT_FOUND', 'UPSTREAM_REJECTED', 'UPSTREAM_BAD_RESPONSE', 'UPSTREAM_CIRCUIT_OPEN'] as const;
  for (const error of [...final.map((code) => sourceError(code)), queueFull]) {
    const { run, attempts } = setUp(thrice(error));
    await assert.rejects(run(), (thrown) => thrown === error);
    assert.equal(attempts(), 1);
  }
});

test('waits as long as the vendor asks for, where that is within reason', async () => {
  const { run, clock } = setUp([sourceError('UPSTREAM_RATE_LIMITED', { retryAfterMs: 7_000 })]);
  assert.equal(await run(), 'well');
  assert.deepEqual(clock.slept, [7_050]);
});

test('parks nobody longer than the deadline leaves or the bound allows, and tells how long', async () => {
  const soon = sourceScope({ deadlineAt: 1_000_000 + 5_000 });
  for (const [retryAfterMs, scope] of [
    [86_400_000, sourceScope()],
    [6_000, soon],
  ] as const) {
    const error = sourceError('UPSTREAM_RATE_LIMITED', { retryAfterMs });
    const { run, clock, attempts } = setUp(thrice(error), scope);
    await assert.rejects(
      run(),
      (thrown) => thrown instanceof SourceError && thrown.retryAfterMs === retryAfterMs,
    );
    assert.equal(attempts(), 1);
    assert.deepEqual(clock.slept, []);
  }
});

test('who has left is not retried for', async () => {
  const left = sourceScope({ signal: AbortSignal.abort() });
  const { run, attempts } = setUp(thrice(sourceError('UPSTREAM_TIMEOUT')), left);
  await assert.rejects(run());
  assert.equal(attempts(), 1);
});

test('nobody waits for a breaker that has opened: the error that opened it goes out at once', async () => {
  const error = sourceError('UPSTREAM_UNAVAILABLE', { retryAfterMs: 5_000 });
  const { run, clock, attempts } = setUp(thrice(error), sourceScope(), 1);
  await assert.rejects(run(), error);
  assert.equal(attempts(), 1);
  assert.deepEqual(clock.slept, []);
});

test('that the breaker opened between two attempts does not hide why', async () => {
  const first = sourceError('UPSTREAM_UNAVAILABLE');
  const { run, attempts } = setUp([first, sourceError('UPSTREAM_CIRCUIT_OPEN')]);
  await assert.rejects(run(), first);
  assert.equal(attempts(), 2);
});

test('the wait between two attempts is none behind others: with fewer of them it would be as long', async () => {
  const { call, run } = setUp([sourceError('UPSTREAM_TIMEOUT')]);
  call.scope.ledger.queue = () => assert.fail();
  await run();
});

test('the wait between two attempts is counted as one', async () => {
  const { clock, call, run } = setUp([sourceError('UPSTREAM_TIMEOUT')]);
  const waits: string[] = [];
  call.scope.ledger.wait = () => {
    waits.push('begun');
    return () => void waits.push(`ended after ${clock.slept}`);
  };
  await run();
  assert.deepEqual(waits, ['begun', 'ended after 50']);
});
