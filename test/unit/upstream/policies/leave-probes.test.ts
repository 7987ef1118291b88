import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { abortable } from '../../../../src/scope/abort.ts';
import { createPartitionStore } from '../../../../src/upstream/partition-store.ts';
import type { Circuit } from '../../../../src/upstream/policies/circuit.ts';
import { circuitBreaker } from '../../../../src/upstream/policies/circuit-breaker.ts';
import { Circuits } from '../../../../src/upstream/policies/circuits.ts';
import { beginPatience, leaveProbes } from '../../../../src/upstream/policies/leave-probes.ts';
import { refuseWhileOpen } from '../../../../src/upstream/policies/refuse-while-open.ts';
import { compose } from '../../../../src/upstream/policy.ts';
import { answerOf, callOf, fakeClock, settle, timeOf } from '../support.ts';

const REFUSED = { code: 'UPSTREAM_CIRCUIT_OPEN', retryAfterMs: 1_000 };

/** Two places that have failed and may be tried again, at a vendor that answers when a test says so. */
function setUp() {
  const clock = fakeClock();
  const circuits = new Circuits({
    sourceId: 's',
    store: createPartitionStore<Circuit>(),
    of: 'place',
    failures: 1,
    halfOpenAfterMs: 5_000,
    patience: { leastMs: 20, mostMs: 20 },
    now: clock.now,
  });
  for (const place of ['a', 'b']) circuits.leave(place, circuits.enter(place), 'failure');
  clock.advance(5_000);
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  const policies = [
    leaveProbes({ circuits: [circuits], leastMs: 20, most: 1 }),
    circuitBreaker(circuits, timeOf(clock)),
    beginPatience,
  ];
  const leaving = compose(policies, async (call) => {
    Object.assign(call, { sentAt: clock.now() });
    await abortable(answered, call.scope.signal);
    return answerOf();
  });
  return {
    circuits,
    clock,
    answer,
    ask: async (place: string) => await leaving(callOf({ place, begunAt: clock.now() })),
  };
}

test('who waits for a probe leaves it after a moment, and what comes of it is learnt all the same', async () => {
  const { circuits, answer, ask } = setUp();
  await assert.rejects(ask('a'), REFUSED);
  const other = refuseWhileOpen(circuits)(async () => answerOf());
  await assert.rejects(async () => other(callOf({ place: 'a' })), REFUSED);
  assert.equal(circuits.isClosed('a'), false);
  answer();
  await settle();
  assert.equal(circuits.isClosed('a'), true);
});

test('who comes when a probe has been waited for is refused at once', async () => {
  const { circuits, clock, answer, ask } = setUp();
  await assert.rejects(ask('a'), REFUSED);
  clock.advance(20);
  const others = refuseWhileOpen(circuits)(async () => answerOf());
  let isRefused = false;
  others(callOf({ place: 'a' })).catch(() => {
    isRefused = true;
  });
  await settle();
  assert(isRefused);
  answer();
});

test('a probe that answers soon is waited for', async () => {
  const { circuits, answer, ask } = setUp();
  answer();
  await ask('a');
  assert.equal(circuits.isClosed('a'), true);
});

test('of many that hang few go on, and the others have failed', async () => {
  const { circuits, answer, ask } = setUp();
  await assert.rejects(ask('a'), REFUSED);
  await assert.rejects(ask('b'), REFUSED);
  await settle();
  const told = (place: string) => circuits.refusal(place).retryAfterMs;
  assert.deepEqual([told('a'), told('b')], [1_000, 5_000]);
  answer();
  await settle();
  assert.deepEqual([circuits.isClosed('a'), circuits.isClosed('b')], [true, false]);
});

test('of what answered until then more is hoped for, the fewer other places gave no answer lately', async () => {
  const clock = fakeClock();
  const options = {
    sourceId: 's',
    failures: 5,
    lostMs: 8_000,
    halfOpenAfterMs: 5_000,
    patience: { leastMs: 1, mostMs: 400 },
    now: clock.now,
  };
  const places = new Circuits({ ...options, of: 'place', store: createPartitionStore<Circuit>() });
  const source = new Circuits({ ...options, of: 'source', store: createPartitionStore<Circuit>(), places });
  const leaving = compose(
    [leaveProbes({ circuits: [source, places], leastMs: 1, most: 0 }), beginPatience],
    async () => {
      await sleep(50);
      return answerOf();
    },
  );
  const call = callOf({ place: 'source\n/a', begunAt: clock.now() });
  const key = source.keyOf(call) ?? '';
  places.leave(call.place, places.enter(call.place), 'success', 1);
  const fallSilent = (place: string): void => {
    clock.advance(10);
    places.leave(place, places.enter(place), 'silence', 1);
    source.leave(key, source.enter(key), 'silence', 1);
  };
  const beWell = (): void => source.leave(key, source.enter(key), 'success', 1);
  fallSilent(`${key}\n/b`);
  // The source itself is in doubt.
  await assert.rejects(async () => leaving(call), { code: 'UPSTREAM_CIRCUIT_OPEN' });
  beWell();
  assert.deepEqual([source.isUnsure(key), source.hope(key)], [true, 100]);
  await leaving(call);
  // The same place once more says no more than it did.
  fallSilent(`${key}\n/b`);
  beWell();
  assert.equal(source.hope(key), 100);
  fallSilent(`${key}\n/c`);
  beWell();
  assert.equal(source.hope(key), 25);
  await assert.rejects(async () => leaving(call), { code: 'UPSTREAM_CIRCUIT_OPEN' });
});
