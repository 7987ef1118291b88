import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Circuit, CLOSED, learn, type Outcome } from '../../../../src/upstream/policies/circuits.ts';

const after = (circuit: Circuit, found: Circuit, outcome: Outcome) =>
  learn(circuit, found, outcome, { now: 7, most: 3 });
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

test('a probe alone speaks of an open circuit', () => {
  const probing: Circuit = { ...OPEN, isProbing: true };
  for (const outcome of ['success', 'failure', 'burst', 'nothing'] as const)
    assert.equal(after(probing, CLOSED, outcome), probing, outcome);
  assert.equal(after(probing, OPEN, 'success').openedAt, null);
  assert.deepEqual(after(probing, OPEN, 'nothing'), OPEN);
  const again = learn(probing, OPEN, 'burst', { now: 9, most: 3 });
  assert.deepEqual([again.openedAt, again.isProbing], [9, false]);
});
