import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPartitionStore } from '../../../../src/upstream/partition-store.ts';
import { type Circuit, CLOSED, learn, type Outcome } from '../../../../src/upstream/policies/circuit.ts';
import { Circuits } from '../../../../src/upstream/policies/circuit-breaker.ts';
import { fakeClock } from '../support.ts';

const MOST = { failures: 100, lostMs: 8_000, halfOpenAfterMs: 5_000 };
const after = (circuit: Circuit, found: Circuit, outcome: Outcome) =>
  learn(circuit, found, outcome, { now: 7, tookMs: 1, most: { ...MOST, failures: 3 } });
/** One after the other: each finds what the one before has left. */
const inTurn = (outcomes: readonly Outcome[], from: Circuit = CLOSED) =>
  outcomes.reduce((circuit, outcome) => after(circuit, circuit, outcome), from);
/** Side by side: all find the same. */
const together = (outcomes: readonly Outcome[], from: Circuit = CLOSED) =>
  outcomes.reduce((circuit, outcome) => after(circuit, from, outcome), from);

const OPEN = inTurn(['failure', 'failure', 'failure']);

test('opens after so many failures in a row, whether one after the other or side by side', () => {
  assert.equal(inTurn(['failure', 'failure']).openedAt, null);
  assert.equal(OPEN.openedAt, 7);
  assert.equal(together(['failure', 'failure', 'failure']).openedAt, 7);
  assert.equal(inTurn(['failure', 'failure', 'success', 'failure', 'failure']).openedAt, null);
});

test('what says nothing counts neither for nor against', () => {
  assert.equal(inTurn(['failure', 'failure', 'nothing', 'failure']).openedAt, 7);
  assert.equal(inTurn(['nothing', 'nothing', 'nothing']), CLOSED);
});

test('a burst is one failure, and the next one is another', () => {
  const once = together(['burst', 'burst', 'burst', 'burst']);
  assert.deepEqual([once.failures, once.openedAt], [1, null]);
  assert.equal(together(['burst', 'burst'], inTurn(['burst'], once)).openedAt, 7);
});

/** Failures one after the other, each told when it ended and how long the vendor was waited for. */
const silent = (...ends: readonly (readonly [now: number, tookMs: number])[]) =>
  ends.reduce(
    (circuit, [now, tookMs]) => learn(circuit, circuit, 'failure', { now, tookMs, most: MOST }),
    CLOSED,
  );

test('opens after few failures that took most of the time there is, and never after a single one', () => {
  assert.equal(silent([5_000, 5_000]).openedAt, null);
  assert.equal(silent([60_000, 60_000]).openedAt, null);
  assert.equal(silent([5_000, 5_000], [8_000, 3_000]).openedAt, 8_000);
  assert.equal(silent([5_000, 5_000], [5_100, 10], [5_200, 10]).openedAt, null);
});

test('a time-out of long ago makes no other one open it', () => {
  assert.equal(silent([5_000, 5_000], [23_000, 5_000]).openedAt, 23_000);
  const later = silent([5_000, 5_000], [24_000, 5_000]);
  assert.deepEqual([later.openedAt, later.failures, later.failingSince], [null, 1, 19_000]);
});

test('a clock that is set back loses no time, and opens nothing', () => {
  const back = silent([5_000_000, 5_000], [1_000_000, 5_000]);
  assert.deepEqual([back.lostMs, back.openedAt], [5_000, null]);
});

test('where time does not count, failures are in a row however far apart', () => {
  const most = { failures: 2, halfOpenAfterMs: 5_000 };
  const once = learn(CLOSED, CLOSED, 'failure', { now: 0, tookMs: 1, most });
  assert.equal(learn(once, once, 'failure', { now: 60_000, tookMs: 1, most }).openedAt, 60_000);
});

test('what was waited for side by side was waited for once', () => {
  const together = silent([5_000, 5_000], [5_001, 5_000], [5_002, 5_000]);
  assert.deepEqual([together.lostMs, together.openedAt, together.failingSince], [5_002, null, 0]);
});

test('a good answer makes up for all that was lost', () => {
  const lost = silent([5_000, 5_000]);
  const well = learn(lost, lost, 'success', { now: 6_000, tookMs: 1_000, most: MOST });
  assert.deepEqual([well.lostMs, well.failingSince], [0, null]);
  assert.equal(learn(well, well, 'failure', { now: 11_000, tookMs: 5_000, most: MOST }).openedAt, null);
});

test('a probe alone speaks of an open circuit', () => {
  const probing: Circuit = { ...OPEN, isProbing: true };
  for (const outcome of ['success', 'failure', 'burst', 'nothing'] as const)
    assert.equal(after(probing, CLOSED, outcome), probing, outcome);
  assert.equal(after(probing, OPEN, 'success').openedAt, null);
  assert.deepEqual(after(probing, OPEN, 'nothing'), OPEN);
  const again = learn(probing, OPEN, 'burst', { now: 9, tookMs: 1, most: { ...MOST, failures: 3 } });
  assert.deepEqual([again.openedAt, again.isProbing], [9, false]);
});

function setUp(most?: number) {
  const clock = fakeClock();
  const store = createPartitionStore<Circuit>(most);
  const circuits = new Circuits({
    sourceId: 's',
    store,
    of: 'source',
    lostMs: 8_000,
    failures: 1,
    halfOpenAfterMs: 5_000,
    patience: { leastMs: 1_000, mostMs: 6_000 },
    now: clock.now,
  });
  const attempt = (partition: string, outcome: 'success' | 'failure' | 'nothing') =>
    circuits.leave(partition, circuits.enter(partition), outcome);
  return { clock, circuits, attempt };
}

test('a source of which nothing is known is closed, and nobody waits', () => {
  const { circuits } = setUp();
  assert.deepEqual([circuits.state, circuits.wait('a')], ['closed', 0]);
});

test('it is as well as the best of its credentials', () => {
  const { circuits, clock, attempt } = setUp();
  attempt('a', 'failure');
  clock.advance(3_000);
  attempt('b', 'failure');
  assert.equal(circuits.state, 'open');
  clock.advance(2_000);
  assert.equal(circuits.state, 'half-open');
  attempt('c', 'nothing');
  assert.equal(circuits.state, 'closed');
});

test('tells how long to wait: until the probe, and while one is under way for a moment more', () => {
  const { circuits, clock, attempt } = setUp();
  attempt('a', 'failure');
  assert.deepEqual([circuits.wait('a'), circuits.wait('b')], [5_000, 0]);
  clock.advance(5_000);
  assert.equal(circuits.wait('a'), 0);
  const found = circuits.enter('a');
  assert.equal(circuits.wait('a'), 1_000);
  assert.throws(() => circuits.enter('a'), { code: 'UPSTREAM_CIRCUIT_OPEN', retryAfterMs: 1_000 });
  circuits.leave('a', found, 'nothing');
  assert.equal(circuits.wait('a'), 0);
});

test('a credential that was forgotten meanwhile begins anew', () => {
  const { circuits, clock, attempt } = setUp(1);
  attempt('a', 'failure');
  clock.advance(5_000);
  const probe = circuits.enter('a');
  attempt('b', 'success');
  circuits.leave('a', probe, 'success');
  assert.deepEqual([circuits.state, circuits.wait('a')], ['closed', 0]);
});

test('a probe is waited for twice as long as usual, at least a moment, and by nobody for longer than is left of that', () => {
  const { circuits, clock } = setUp();
  const answer = (tookMs: number) => circuits.leave('a', circuits.enter('a'), 'success', tookMs);
  assert.equal(circuits.patience('a'), 1_000);
  answer(2_000);
  assert.deepEqual([circuits.patience('a'), circuits.patience('b')], [4_000, 1_000]);
  answer(4_000);
  assert.equal(circuits.patience('a'), 6_000);
  for (let count = 0; count < 20; count += 1) answer(10);
  assert(circuits.patience('a') < 2_000);
  circuits.leave('b', circuits.enter('b'), 'failure');
  clock.advance(5_000);
  circuits.enter('b');
  clock.advance(700);
  assert.equal(circuits.patienceLeft('b'), 300);
});

test('a clock that is set back keeps nothing open for longer', () => {
  const { circuits, clock, attempt } = setUp();
  attempt('a', 'failure');
  clock.advance(-3_600_000);
  assert.equal(circuits.wait('a'), 0);
});
