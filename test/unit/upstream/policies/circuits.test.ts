import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPartitionStore } from '../../../../src/upstream/partition-store.ts';
import {
  type Circuit,
  CLOSED,
  hearsOpinions,
  learn,
  type Outcome,
  silencesOf,
} from '../../../../src/upstream/policies/circuit.ts';
import { Circuits } from '../../../../src/upstream/policies/circuits.ts';
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
const slow = (...ends: readonly (readonly [now: number, tookMs: number])[]) =>
  ends.reduce(
    (circuit, [now, tookMs]) => learn(circuit, circuit, 'failure', { now, tookMs, most: MOST }),
    CLOSED,
  );
/** When somebody may ask again; `null`: whoever comes may do so, side by side. */
const triedAt = ({ openedAt }: Circuit) => (openedAt === null ? null : openedAt + MOST.halfOpenAfterMs);

test('opens after few failures that took most of the time there is, and shuts nobody out after a single one', () => {
  assert.equal(triedAt(slow([3_000, 3_000])), null);
  assert.equal(triedAt(slow([5_000, 5_000])), 5_000);
  assert.equal(triedAt(slow([60_000, 60_000])), 60_000);
  assert.equal(slow([5_000, 5_000], [8_000, 3_000]).openedAt, 8_000);
  assert.equal(triedAt(slow([5_000, 5_000], [5_100, 10], [5_200, 10])), 5_200);
});

const heard = (circuit: Circuit, outcome: Outcome, now = 1_000) =>
  learn(circuit, circuit, outcome, { now, tookMs: 1_000, most: MOST });

test('after a time-out, however short, what is asked next is a probe, and a second one opens it', () => {
  const once = heard(CLOSED, 'silence');
  assert.equal(triedAt(once), 1_000);
  assert.equal(heard(once, 'silence', 2_000).openedAt, 2_000);
  assert.equal(triedAt(heard(once, 'failure', 2_000)), null);
  assert.equal(heard(once, 'success').openedAt, null);
});

test('who was not waited for any longer has opened it, and closes it all the same', () => {
  const left = heard(CLOSED, 'left');
  assert.equal(left.openedAt, 1_000);
  assert.equal(heard(left, 'success', 3_000).openedAt, null);
});

test('that nothing came is remembered for a while, good answers since then or not', () => {
  const well = heard(heard(CLOSED, 'silence'), 'success', 2_000);
  assert.deepEqual(
    [well.failures, silencesOf(well, MOST, 14_000), silencesOf(well, MOST, 14_001)],
    [0, { count: 1, since: 0, at: 1_000 }, null],
  );
  const again = heard(well, 'silence', 10_000);
  assert.deepEqual([again.silences, again.lately], [1, { count: 2, since: 0, at: 10_000 }]);
  assert.equal(heard(again, 'silence', 10_001).lately?.count, 2, 'side by side');
});

test('as many as have failed are heard though it is open, in the time of a page; none of a vendor that refuses all', () => {
  const most = { ...MOST, failures: 2 };
  const asked = (opinions: number): Circuit => ({
    ...CLOSED,
    failures: 2,
    openedAt: 100,
    failingSince: 0,
    opinions,
  });
  assert.deepEqual(
    [hearsOpinions(asked(0), most, 9_000), hearsOpinions(asked(1), most, 8_000)],
    [true, true],
  );
  assert.deepEqual(
    [hearsOpinions(asked(1), most, 8_001), hearsOpinions(asked(2), most, 100)],
    [false, false],
  );
  assert.equal(hearsOpinions(heard(CLOSED, 'refusal'), MOST, 1_000), false);
});

test('a time-out of long ago makes no other one open it', () => {
  assert.equal(slow([5_000, 5_000], [23_000, 5_000]).openedAt, 23_000);
  const later = slow([5_000, 5_000], [24_000, 5_000]);
  assert.deepEqual([triedAt(later), later.failures, later.failingSince], [24_000, 1, 19_000]);
});

test('a clock that is set back loses no time, and opens nothing', () => {
  const back = slow([5_000_000, 5_000], [1_000_000, 5_000]);
  assert.deepEqual([back.lostMs, triedAt(back)], [5_000, 1_000_000]);
});

test('where time does not count, failures are in a row however far apart', () => {
  const most = { failures: 2, halfOpenAfterMs: 5_000 };
  const once = learn(CLOSED, CLOSED, 'failure', { now: 0, tookMs: 1, most });
  assert.equal(learn(once, once, 'failure', { now: 60_000, tookMs: 1, most }).openedAt, 60_000);
});

test('what was waited for side by side was waited for once', () => {
  const together = slow([5_000, 5_000], [5_001, 5_000], [5_002, 5_000]);
  assert.deepEqual([together.lostMs, triedAt(together), together.failingSince], [5_002, 5_002, 0]);
});

test('a good answer makes up for all that was lost', () => {
  const lost = slow([5_000, 5_000]);
  const well = learn(lost, lost, 'success', { now: 6_000, tookMs: 1_000, most: MOST });
  assert.deepEqual([well.lostMs, well.failingSince], [0, null]);
  assert.equal(triedAt(learn(well, well, 'failure', { now: 11_000, tookMs: 5_000, most: MOST })), 11_000);
});

test('a probe that fails keeps open what a refusal had opened for less than it rests', () => {
  const restMs = 1_000;
  const most = { ...MOST, failures: 2 };
  const refused = (circuit: Circuit, now: number) =>
    learn(circuit, circuit, 'refusal', { now, tookMs: 1, most, restMs });
  const open = refused(refused(CLOSED, 10), 20);
  assert.equal(open.openedAt, 20 - (MOST.halfOpenAfterMs - restMs));
  const again = refused(open, 60_000);
  assert.deepEqual([again.failures, again.openedAt], [3, 60_000 - (MOST.halfOpenAfterMs - restMs)]);
});

test('what was left, and then fails at once, stays open', () => {
  const ended = { tookMs: 10, most: MOST };
  const left = learn(CLOSED, CLOSED, 'left', { ...ended, now: 1_000 });
  assert.equal(learn(left, left, 'failure', { ...ended, now: 7_000 }).openedAt, 7_000);
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

test('a source that answers again is silent no more, though it may be so again', () => {
  const { circuits, clock } = setUp();
  circuits.leave('alice', circuits.enter('alice'), 'silence', 5_000);
  assert.equal(circuits.silentSince, clock.now() - 5_000);
  clock.advance(5_000);
  circuits.leave('alice', circuits.enter('alice'), 'success', 10);
  assert.equal(circuits.silentSince, null);
  assert(circuits.isUnsure('alice'));
});

test('places of one credential that give no answer soon after one another have one trouble', () => {
  const clock = fakeClock();
  const places = new Circuits({
    sourceId: 's',
    store: createPartitionStore<Circuit>(),
    of: 'place',
    failures: 5,
    lostMs: 8_000,
    halfOpenAfterMs: 5_000,
    patience: { leastMs: 1, mostMs: 1 },
    now: clock.now,
  });
  const attempt = (place: string, outcome: Outcome): void => {
    clock.advance(100);
    places.leave(place, places.enter(place), outcome, 50);
  };
  const begun = clock.now() + 50;
  const [a, b, c, ofOther] = ['me\n/a', 'me\n/b', 'me\n/c', 'you\n/b'];
  for (const place of [a, b, ofOther]) attempt(place, 'silence');
  attempt(c, 'failure');
  const since = (): (number | null)[] => [a, b, c, ofOther].map((place) => places.failingSince(place));
  assert.deepEqual(since(), [begun, begun, begun + 300, begun + 200]);
  assert.deepEqual([places.silentPlaces('me'), places.silentPlaces('you')], [2, 1]);
  attempt(a, 'success');
  assert.deepEqual(since(), [null, begun + 100, begun + 300, begun + 200]);
  // What has been silent for long is another trouble.
  clock.advance(13_000);
  attempt(a, 'silence');
  assert.equal(places.failingSince(a), clock.now() - 50);
  assert.equal(places.silentPlaces('me'), 1);
});

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

test('one list that has not failed may be asked at a source that is open, and closes it; one that has failed waits', () => {
  const clock = fakeClock();
  const options = {
    sourceId: 's',
    failures: 1,
    halfOpenAfterMs: 5_000,
    patience: { leastMs: 9, mostMs: 9 },
    now: clock.now,
  };
  const places = new Circuits({ ...options, of: 'place', store: createPartitionStore<Circuit>() });
  const source = new Circuits({ ...options, of: 'source', store: createPartitionStore<Circuit>(), places });
  places.leave('ill', places.enter('ill'), 'failure');
  source.leave('a', source.enter('a'), 'failure');
  assert.deepEqual([source.wait('a', { place: 'ill' }), source.wait('a', { place: 'well' })], [5_000, 0]);
  assert.throws(() => source.enter('a', { place: 'ill' }), { code: 'UPSTREAM_CIRCUIT_OPEN' });
  const found = source.enter('a', { place: 'well' });
  assert.equal(source.wait('a', { place: 'another' }), 5_000);
  source.leave('a', found, 'success');
  assert.equal(source.wait('a', { place: 'ill' }), 0);
});

for (const [of, parts] of [
  ['place', [1, 1 / 2, 1 / 4, 1 / 4]],
  ['source', [1, 1 / 2, 1 / 2, 1 / 2]],
] as const)
  test(`what was waited for in vain is waited for less each time, down to a part (${of})`, () => {
    const clock = fakeClock();
    const store = createPartitionStore<Circuit>();
    const patience = { leastMs: 1_000, mostMs: 6_000 };
    const circuits = new Circuits({ ...MOST, sourceId: 's', store, of, patience, now: clock.now });
    const found = parts.map(() => {
      circuits.leave('a', circuits.enter('a'), 'silence', 1_000);
      clock.advance(5_000);
      return circuits.partOfPatience('a');
    });
    assert.deepEqual(found, parts);
  });

test('what is still under way may be asked for again in a moment, and no longer', () => {
  const { circuits } = setUp();
  circuits.giveUp('a', circuits.enter('a'), 1_000);
  assert.equal(circuits.refusal('a').retryAfterMs, 1_000);
  circuits.forget('a');
  assert.equal(circuits.refusal('a').retryAfterMs, 5_000);
});
