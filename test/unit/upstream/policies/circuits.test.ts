import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPartitionStore } from '../../../../src/upstream/partition-store.ts';
import { type Circuit, Circuits } from '../../../../src/upstream/policies/circuits.ts';
import { fakeClock } from '../support.ts';

function setUp(most?: number) {
  const clock = fakeClock();
  const store = createPartitionStore<Circuit>(most);
  const circuits = new Circuits({
    sourceId: 's',
    store,
    failures: 1,
    halfOpenAfterMs: 5_000,
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
