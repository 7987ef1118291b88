import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPartitions } from '../../../../src/upstream/health/partitions.ts';

test('each partition has a state of its own, and keeps it', () => {
  const partitions = createPartitions(() => ({}));
  assert.equal(partitions.of('a'), partitions.of('a'));
  assert.notEqual(partitions.of('a'), partitions.of('b'));
  assert.deepEqual(partitions.all(), [partitions.of('a'), partitions.of('b')]);
});

test('the one unused for longest is forgotten', () => {
  const partitions = createPartitions(() => ({}), 2);
  const [a, b] = [partitions.of('a'), partitions.of('b')];
  partitions.of('a');
  partitions.of('c');
  assert.equal(partitions.all().length, 2);
  assert.equal(partitions.of('a'), a);
  assert.notEqual(partitions.of('b'), b);
});
