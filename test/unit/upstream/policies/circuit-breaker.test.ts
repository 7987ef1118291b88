import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SourceError } from '../../../../src/model/source-error.ts';
import {
  type CircuitBreaker,
  createCircuitBreaker,
} from '../../../../src/upstream/policies/circuit-breaker.ts';
import { failsWith, fakeClock, sourceError } from '../support.ts';

const stays = () => false;
const leaves = () => true;
const failure = sourceError('UPSTREAM_UNAVAILABLE');

function setUp() {
  const clock = fakeClock();
  return { clock, breaker: createCircuitBreaker('s', { failures: 3, halfOpenAfterMs: 5_000 }, clock) };
}
const fail = (breaker: CircuitBreaker, error: Error = failure) =>
  assert.rejects(
    breaker.run(stays, () => Promise.reject(error)),
    error,
  );
const succeed = (breaker: CircuitBreaker) => breaker.run(stays, async () => 'well');

async function opened() {
  const { breaker, clock } = setUp();
  for (let count = 0; count < 3; count += 1) await fail(breaker);
  return { breaker, clock };
}

test('opens after failures in a row, and says when to come back', async () => {
  const { breaker, clock } = await opened();
  assert.equal(breaker.state(), 'open');
  clock.advance(1_000);
  const tellsWhen = (error: unknown) =>
    error instanceof SourceError && error.code === 'UPSTREAM_CIRCUIT_OPEN' && error.retryAfterMs === 4_000;
  assert.throws(() => breaker.refuseIfOpen(), tellsWhen);
  await assert.rejects(
    breaker.run(stays, async () => assert.fail('ran though open')),
    tellsWhen,
  );
});

test('a good answer between failures keeps it closed', async () => {
  const { breaker } = setUp();
  for (let count = 0; count < 10; count += 1) {
    await fail(breaker);
    await fail(breaker);
    await succeed(breaker);
  }
  assert.equal(breaker.state(), 'closed');
});

test('counts what speaks of the vendor’s health, and nothing else', async () => {
  const counted = [
    'UPSTREAM_TIMEOUT',
    'UPSTREAM_LATE',
    'UPSTREAM_UNAVAILABLE',
    'UPSTREAM_RATE_LIMITED',
  ] as const;
  const ignored = ['NOT_FOUND', 'UPSTREAM_FORBIDDEN', 'UPSTREAM_REJECTED', 'UPSTREAM_AUTH_FAILED'] as const;
  for (const code of [...counted, ...ignored]) {
    const { breaker } = setUp();
    for (let count = 0; count < 3; count += 1)
      await fail(breaker, sourceError(code, { upstreamStatus: 418 }));
    assert.equal(
      breaker.state() === 'open',
      counted.some((other) => other === code),
      code,
    );
  }
});

test('an abort by the caller counts as nothing, neither for nor against', async () => {
  const { breaker } = setUp();
  for (let count = 0; count < 5; count += 1)
    await assert.rejects(breaker.run(leaves, () => Promise.reject(failure)));
  assert.equal(breaker.state(), 'closed');
  await fail(breaker);
  await fail(breaker);
  await assert.rejects(breaker.run(leaves, () => Promise.reject(failure)));
  await fail(breaker);
  assert.equal(breaker.state(), 'open');
});

test('half open, one probe goes through; the others are refused at once', async () => {
  const { breaker, clock } = await opened();
  clock.advance(5_000);
  assert.equal(breaker.state(), 'half-open');
  const gate = Promise.withResolvers<void>();
  const probe = breaker.run(stays, () => gate.promise);
  const tellsToWait = (error: unknown) =>
    failsWith('UPSTREAM_CIRCUIT_OPEN')(error) && error instanceof SourceError && error.retryAfterMs === 1_000;
  assert.throws(() => breaker.refuseIfOpen(), tellsToWait);
  gate.resolve();
  await probe;
  assert.equal(breaker.state(), 'closed');
  await fail(breaker);
  assert.equal(breaker.state(), 'closed');
});

test('a failing probe opens it again, an abandoned one leaves it to the next', async () => {
  const { breaker, clock } = await opened();
  clock.advance(5_000);
  await fail(breaker);
  assert.equal(breaker.state(), 'open');
  clock.advance(5_000);
  await assert.rejects(breaker.run(leaves, () => Promise.reject(failure)));
  assert.equal(breaker.state(), 'half-open');
  await succeed(breaker);
  assert.equal(breaker.state(), 'closed');
});

test('late answers to what was sent before it opened change nothing', async () => {
  const { breaker, clock } = setUp();
  const gate = Promise.withResolvers<void>();
  const early = breaker.run(stays, () => gate.promise);
  for (let count = 0; count < 3; count += 1) await fail(breaker);
  clock.advance(100);
  gate.resolve();
  await early;
  assert.equal(breaker.state(), 'open');
});

test('a burst that is refused for its pace counts as one failure, and the next ones as more', async () => {
  const { breaker } = setUp();
  const refused = sourceError('UPSTREAM_RATE_LIMITED', { upstreamStatus: 429 });
  await Promise.all(Array.from({ length: 8 }, () => fail(breaker, refused)));
  assert.equal(breaker.state(), 'closed');
  await fail(breaker, refused);
  await fail(breaker, refused);
  assert.equal(breaker.state(), 'open');
});

test('a turn that our own rate limit refuses says nothing of the vendor', async () => {
  const { breaker } = setUp();
  for (let count = 0; count < 9; count += 1) await fail(breaker, sourceError('UPSTREAM_RATE_LIMITED'));
  assert.equal(breaker.state(), 'closed');
});

test('a deadline cuts off all that is on its way: one failure, and the next ones are more', async () => {
  const { breaker } = setUp();
  const late = sourceError('UPSTREAM_LATE');
  await Promise.all(Array.from({ length: 8 }, () => fail(breaker, late)));
  assert.equal(breaker.state(), 'closed');
  await fail(breaker, late);
  await fail(breaker, late);
  assert.equal(breaker.state(), 'open');
});
