import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPartitionStore } from '../../../src/upstream/partition-store.ts';

test('each partition has a state of its own, and keeps it', () => {
  const store = createPartitionStore<object>();
  const [a, b] = [{}, {}];
  store.set('a', a);
  store.set('b', b);
  assert.equal(store.get('a'), a);
  assert.equal(store.get('b'), b);
  assert.equal(store.get('c'), undefined);
  assert.deepEqual(new Set(store.values()), new Set([a, b]));
});

test('the one unused for longest is forgotten', () => {
  const store = createPartitionStore<object>(2);
  store.set('a', {});
  store.set('b', {});
  store.get('a');
  store.set('c', {});
  assert.deepEqual(
    ['a', 'b', 'c'].map((partition) => store.get(partition) !== undefined),
    [true, false, true],
  );
});
