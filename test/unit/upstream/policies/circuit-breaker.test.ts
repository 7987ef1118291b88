import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SourceError } from '../../../../src/model/source-error.ts';
import { createPartitionStore } from '../../../../src/upstream/partition-store.ts';
import type { Circuit } from '../../../../src/upstream/policies/circuit.ts';
import { circuitBreaker } from '../../../../src/upstream/policies/circuit-breaker.ts';
import { Circuits } from '../../../../src/upstream/policies/circuits.ts';
import { refuseWhileOpen } from '../../../../src/upstream/policies/refuse-while-open.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { answerOf, callOf, failsWith, fakeClock, sourceError, timeOf } from '../support.ts';

const PATIENCE = { leastMs: 1_000, mostMs: 6_000 };
const failure = sourceError('UPSTREAM_UNAVAILABLE');
const ENDLESS = { begin: () => undefined, whenLeft: () => undefined };

function setUp() {
  const clock = fakeClock();
  const store = createPartitionStore<Circuit>();
  const circuits = new Circuits({
    sourceId: 's',
    store,
    of: 'source',
    lostMs: 8_000,
    failures: 3,
    halfOpenAfterMs: 5_000,
    patience: PATIENCE,
    now: clock.now,
  });
  /** An attempt with this outcome; of one who has hung up where `hasLeft`. */
  const run = (outcome: () => Promise<unknown>, hasLeft = false, partition = 'source') => {
    const scope = sourceScope(hasLeft ? { signal: AbortSignal.abort() } : {});
    const send = circuitBreaker(circuits, timeOf(clock))(async () => answerOf({ body: await outcome() }));
    return send(callOf({ scope, partition, patience: ENDLESS }));
  };
  const fail = (error: Error = failure, hasLeft = false) =>
    run(() => Promise.reject(error), hasLeft).then(
      () => assert.fail('went well'),
      (thrown: unknown) => thrown,
    );
  const succeed = () => run(async () => 'well');
  return { clock, circuits, run, fail, succeed };
}

async function opened() {
  const all = setUp();
  for (let count = 0; count < 3; count += 1) await all.fail();
  return all;
}

const tellsToWait = (ms: number) => (error: unknown) =>
  failsWith('UPSTREAM_CIRCUIT_OPEN')(error) && error instanceof SourceError && error.retryAfterMs === ms;

test('opens after answers of another shape, too, though each is given to who asked', async () => {
  const { clock, circuits } = setUp();
  const send = circuitBreaker(circuits, timeOf(clock))(async () => answerOf({ body: { message: 'later' } }));
  const request = { path: '/rows', isReadable: () => false };
  for (let count = 0; count < 3; count += 1) await send(callOf({ request, scope: sourceScope() }));
  assert.equal(circuits.state, 'open');
});

test('opens after failures in a row, and says when to come back', async () => {
  const { circuits, clock, run } = await opened();
  assert.equal(circuits.state, 'open');
  clock.advance(1_000);
  await assert.rejects(
    run(async () => assert.fail('ran though open')),
    tellsToWait(4_000),
  );
});

test('a good answer between failures keeps it closed', async () => {
  const { circuits, fail, succeed } = setUp();
  for (let count = 0; count < 10; count += 1) {
    await fail();
    await fail();
    await succeed();
  }
  assert.equal(circuits.state, 'closed');
});

test('counts what speaks of the vendor’s health, and nothing else', async () => {
  const counted = [
    'UPSTREAM_TIMEOUT',
    'UPSTREAM_LATE',
    'UPSTREAM_UNAVAILABLE',
    'UPSTREAM_RATE_LIMITED',
    'UPSTREAM_BAD_RESPONSE',
  ] as const;
  const ignored = [
    'NOT_FOUND',
    'UPSTREAM_FORBIDDEN',
    'UPSTREAM_REJECTED',
    'UPSTREAM_AUTH_FAILED',
    'GATEWAY_OVERLOADED',
  ] as const;
  for (const code of [...counted, ...ignored]) {
    const { circuits, fail } = setUp();
    for (let count = 0; count < 3; count += 1) await fail(sourceError(code, { upstreamStatus: 418 }));
    assert.equal(
      circuits.state === 'open',
      counted.some((other) => other === code),
      code,
    );
  }
});

test('a refusal that is our own says nothing of the vendor', async () => {
  const { circuits, fail } = setUp();
  const own = new SourceError({ code: 'UPSTREAM_RATE_LIMITED', message: 'no turn', origin: 'gateway' });
  for (let count = 0; count < 9; count += 1) await fail(own);
  assert.equal(circuits.state, 'closed');
});

test('an abort by the caller counts as nothing, neither for nor against', async () => {
  const { circuits, fail } = setUp();
  for (let count = 0; count < 5; count += 1) await fail(failure, true);
  assert.equal(circuits.state, 'closed');
  await fail();
  await fail();
  await fail(failure, true);
  await fail();
  assert.equal(circuits.state, 'open');
});

test('half open, one probe goes through; the others are refused at once', async () => {
  const { circuits, clock, fail, run } = await opened();
  clock.advance(5_000);
  assert.equal(circuits.state, 'half-open');
  const gate = Promise.withResolvers<void>();
  const probe = run(() => gate.promise);
  await assert.rejects(
    run(async () => assert.fail('a second probe')),
    tellsToWait(1_000),
  );
  gate.resolve();
  await probe;
  assert.equal(circuits.state, 'closed');
  await fail();
  assert.equal(circuits.state, 'closed');
});

test('a failing probe opens it again, an abandoned one leaves it to the next', async () => {
  const { circuits, clock, fail, succeed } = await opened();
  clock.advance(5_000);
  await fail();
  assert.equal(circuits.state, 'open');
  clock.advance(5_000);
  await fail(failure, true);
  assert.equal(circuits.state, 'half-open');
  await succeed();
  assert.equal(circuits.state, 'closed');
});

test('a failure that leaves it open says when the next may try, unless the vendor asks for longer', async () => {
  const { clock, fail } = await opened();
  const toldBy = async (error: SourceError) => {
    clock.advance(5_000);
    const thrown = await fail(error);
    assert.ok(thrown instanceof SourceError);
    return [thrown.code, thrown.message, thrown.retryAfterMs];
  };
  assert.deepEqual(await toldBy(failure), ['UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE', 5_000]);
  const refused = (retryAfterMs: number) => sourceError('UPSTREAM_RATE_LIMITED', { retryAfterMs });
  assert.equal((await toldBy(refused(1_000))).at(-1), 1_000, 'or to be asked sooner');
  assert.equal((await toldBy(refused(60_000))).at(-1), 60_000);
  const { fail: failOnce } = setUp();
  assert.equal(await failOnce(), failure);
});

test('each credential has a circuit of its own; the source is open only where all are', async () => {
  const { circuits, run } = setUp();
  for (let count = 0; count < 3; count += 1)
    await assert.rejects(run(() => Promise.reject(failure), false, 'a'));
  assert.equal(circuits.state, 'open');
  await assert.rejects(
    run(async () => 'well', false, 'a'),
    tellsToWait(5_000),
  );
  await run(async () => 'well', false, 'b');
  assert.equal(circuits.state, 'closed');
});

test('late answers to what was sent before it opened change nothing', async () => {
  const { circuits, clock, fail, run } = setUp();
  const gate = Promise.withResolvers<void>();
  const early = run(() => gate.promise);
  for (let count = 0; count < 3; count += 1) await fail();
  clock.advance(100);
  gate.resolve();
  await early;
  assert.equal(circuits.state, 'open');
});

for (const code of ['UPSTREAM_RATE_LIMITED', 'UPSTREAM_LATE'] as const)
  test(`${code} meets all that is on its way: one failure, and the next ones are more`, async () => {
    const { circuits, fail } = setUp();
    await Promise.all(Array.from({ length: 8 }, () => fail(sourceError(code))));
    assert.equal(circuits.state, 'closed');
    await fail(sourceError(code));
    await fail(sourceError(code));
    assert.equal(circuits.state, 'open');
  });

test('who would be refused further on is refused at once, and nobody else; it is no probe', async () => {
  const clock = fakeClock();
  const store = createPartitionStore<Circuit>();
  const circuits = new Circuits({
    sourceId: 's',
    store,
    of: 'source',
    lostMs: 8_000,
    failures: 1,
    halfOpenAfterMs: 5_000,
    patience: PATIENCE,
    now: clock.now,
  });
  let passed = 0;
  const send = refuseWhileOpen(circuits)(async () => {
    passed += 1;
    return answerOf();
  });
  const ask = async (partition: string) => await send(callOf({ partition }));
  await ask('a');
  circuits.leave('a', circuits.enter('a'), 'failure');
  await assert.rejects(ask('a'), { code: 'UPSTREAM_CIRCUIT_OPEN', retryAfterMs: 5_000 });
  await ask('b');
  clock.advance(5_000);
  await Promise.all([ask('a'), ask('a')]);
  assert.equal(passed, 4);
});

test('what is looked up beside the lists says nothing of the source', async () => {
  const { circuits, clock } = setUp();
  const send = circuitBreaker(circuits, timeOf(clock))(() => Promise.reject(failure));
  for (let count = 0; count < 9; count += 1)
    await assert.rejects(send(callOf({ request: { path: '/tasks', part: 'tasks' } })));
  assert.equal(circuits.state, 'closed');
});
