import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  compareKeys,
  directionOf,
  keyComparator,
  reverse,
  type SortKey,
} from '../../../src/model/sort-key.ts';

type Parts = readonly [time: number | null, sourceId: string, nativeId: string, originId: string];

const keyOf = ([time, sourceId, nativeId, originId]: Parts): SortKey => ({
  time,
  sourceId,
  nativeId,
  originId,
});

/** In the order that `CREATED_AT_DESC` promises. */
const DOWN: readonly SortKey[] = (
  [
    [9_000, 'z', 'z', 'z'],
    [8_000, 'a', '1', ''],
    [8_000, 'a', '1', 'o'],
    [8_000, 'a', '10', ''],
    [8_000, 'a', '2', ''],
    [8_000, 'a', 'B', ''],
    [8_000, 'a', 'a', ''],
    [8_000, 'b', '0', ''],
    [0, 'a', '0', ''],
    [-1, 'a', '0', ''],
    [null, 'a', '0', ''],
    [null, 'b', '0', ''],
  ] as const
).map(keyOf);

test('down: newest first, no time last; ties by source id, native id and origin, by code units', () => {
  assert.deepEqual(DOWN.toReversed().sort(keyComparator('down')), DOWN);
  for (const [i, a] of DOWN.entries())
    for (const [j, b] of DOWN.entries()) assert.equal(Math.sign(compareKeys(a, b)), Math.sign(i - j));
});

test('up is the exact reverse, ties and unknown times included', () => {
  assert.deepEqual(DOWN.toSorted(keyComparator('up')), DOWN.toReversed());
});

test('each order has its direction', () => {
  assert.equal(directionOf('CREATED_AT_DESC'), 'down');
  assert.equal(directionOf('CREATED_AT_ASC'), 'up');
  assert.equal(reverse('down'), 'up');
  assert.equal(reverse('up'), 'down');
});

/** Few values, so that ties are frequent. */
const anyKey: fc.Arbitrary<SortKey> = fc.record({
  time: fc.constantFrom(null, -1, 0, 1, 2),
  sourceId: fc.constantFrom('a', 'b'),
  nativeId: fc.constantFrom('1', '10', '2', 'é', '\u{1F600}'),
  originId: fc.constantFrom('', 'o'),
});

test('the order is total: antisymmetric, transitive, and equal only for the same place', () => {
  fc.assert(
    fc.property(anyKey, anyKey, anyKey, (a, b, c) => {
      const [ab, bc, ac] = [compareKeys(a, b), compareKeys(b, c), compareKeys(a, c)];
      assert(Math.sign(ab) + Math.sign(compareKeys(b, a)) === 0);
      assert.equal(ab === 0, JSON.stringify(a) === JSON.stringify(b));
      if (ab <= 0 && bc <= 0) assert(ac <= 0);
    }),
    { numRuns: 300 },
  );
});
