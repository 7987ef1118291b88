import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PassingMap } from '../../../src/scope/passing-map.ts';

const AT_ONCE = 10;
const ROUNDS = 100;
const NUMBERS = 1_000;
/** What one of them takes; of all that came and went, less than this may be left. */
const LEAST_BYTES = NUMBERS * 8;

setFlagsFromString('--expose-gc');
const gc: NodeJS.GCFunction = runInNewContext('gc');

const heavy = (): readonly number[] => Array.from({ length: NUMBERS }, (_, i) => i + 0.5);

/** What the old generation holds, once the young one is collected. */
function oldBytes(): number {
  for (let i = 0; i < 3; i += 1) gc({ type: 'minor' });
  return getHeapSpaceStatistics().reduce((sum, space) => sum + space.space_used_size, 0);
}

/** How much is left of what has come and gone, before the whole heap is collected, for each that came. */
function leftBytes(round: () => void): number {
  for (let i = 0; i < ROUNDS; i += 1) round();
  gc();
  gc();
  const before = oldBytes();
  for (let i = 0; i < ROUNDS; i += 1) round();
  return (oldBytes() - before) / (ROUNDS * AT_ONCE);
}

/** So many stand in it together, and then none. */
function comeAndGo(add: (key: string, value: unknown) => () => void): void {
  const all = Array.from({ length: AT_ONCE }, (_, i) => add(`key ${i}`, heavy()));
  for (const remove of all) remove();
}

test('what has left a passing map is collected with the young', () => {
  const map = new PassingMap<string, unknown>();
  const left = leftBytes(() =>
    comeAndGo((key, value) => {
      map.set(key, value);
      return () => map.delete(key);
    }),
  );
  assert.ok(left < LEAST_BYTES / 10, `${left} bytes of each are left`);
});

test('a map of V8 keeps it, or there would be no need of these', () => {
  const map = new Map<string, unknown>();
  const left = leftBytes(() =>
    comeAndGo((key, value) => {
      map.set(key, value);
      return () => map.delete(key);
    }),
  );
  assert.ok(left > LEAST_BYTES / 2, `${left} bytes of each are left`);
});

test('a passing map gives what stands in it, and the last of what was set', () => {
  const map = new PassingMap<string, number>();
  map.set('a', 1);
  map.set('b', 2);
  map.set('a', 3);
  assert.deepEqual([map.get('a'), map.get('b'), map.size], [3, 2, 2]);
  assert.deepEqual([...map.values()], [2, 3]);
  map.delete('a');
  map.delete('a');
  assert.deepEqual([map.get('a'), map.get('b'), map.size], [undefined, 2, 1]);
});
