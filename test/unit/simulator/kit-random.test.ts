import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom, hexId, integer, pick, pickWeighted, uuid } from '../../../src/simulator/kit/random.ts';
import { shuffle, shuffleTies } from '../../../src/simulator/kit/shuffle.ts';
import { simulatorOptions } from '../../../src/simulator/kit/simulator-options.ts';

const draws = (seed: number): number[] => Array.from({ length: 1000 }, createRandom(seed));

test('one seed gives one sequence, spread over 0 to 1', () => {
  assert.deepEqual(draws(7), draws(7));
  assert.notDeepEqual(draws(7), draws(8));
  const mean = draws(7).reduce((sum, draw) => sum + draw) / 1000;
  assert.ok(mean > 0.45 && mean < 0.55, `mean ${mean}`);
  assert.ok(draws(7).every((draw) => draw >= 0 && draw < 1));
});

test('whole numbers include both ends', () => {
  const random = createRandom(1);
  const seen = new Set(Array.from({ length: 200 }, () => integer(random, 2, 5)));
  assert.deepEqual([...seen].sort(), [2, 3, 4, 5]);
});

test('a choice follows its weights, and a weight of zero is never chosen', () => {
  const random = createRandom(1);
  const choices = [
    ['often', 9],
    ['seldom', 1],
    ['never', 0],
  ] as const;
  const seen = Map.groupBy(
    Array.from({ length: 1000 }, () => pickWeighted(random, choices)),
    (word) => word,
  );
  assert.ok((seen.get('often')?.length ?? 0) > 850);
  assert.ok((seen.get('seldom')?.length ?? 0) > 50);
  assert.equal(seen.has('never'), false);
  assert.throws(() => pick(random, []), RangeError);
});

test('ids differ for each number and name, and have the form of their kind', () => {
  const ids = new Set(Array.from({ length: 20_000 }, (_, n) => uuid(1, 'job', n)));
  assert.equal(ids.size, 20_000);
  assert.match(uuid(1, 'job', 0), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.match(hexId(1, 'job', 0), /^[0-9a-f]{32}$/);
  assert.notEqual(hexId(1, 'job', 0), hexId(1, 'task', 0));
  assert.notEqual(hexId(1, 'job', 0), hexId(2, 'job', 0));
});

test('a shuffle keeps the items and changes their order', () => {
  const items = Array.from({ length: 50 }, (_, n) => n);
  const shuffled = shuffle(items, createRandom(1));
  assert.notDeepEqual(shuffled, items);
  assert.deepEqual(
    shuffled.toSorted((a, b) => a - b),
    items,
  );
});

test('a shuffle of ties moves items among equals only', () => {
  const items = Array.from({ length: 60 }, (_, n) => ({ key: Math.floor(n / 10), n }));
  const shuffled = shuffleTies(items, ({ key }) => key, createRandom(1));
  assert.deepEqual(
    shuffled.map(({ key }) => key),
    items.map(({ key }) => key),
  );
  assert.notDeepEqual(shuffled, items);
  assert.deepEqual(
    shuffled.toSorted((a, b) => a.n - b.n),
    items,
  );
});

test('a shuffle of ties leaves a list without ties alone', () => {
  const items = [1, 2, 3, 4, 5, 6, 7, 8];
  assert.deepEqual(
    shuffleTies(items, (item) => item, createRandom(1)),
    items,
  );
  assert.deepEqual(
    shuffleTies([], (item) => item, createRandom(1)),
    [],
  );
});

test('options have defaults and are refused outside their ranges', () => {
  const { jobs, origins, seed, live } = simulatorOptions({});
  assert.deepEqual({ jobs, origins, seed, live }, { jobs: 200, origins: 4, seed: 1, live: true });
  assert.throws(() => simulatorOptions({ jobs: 100_001 }), /jobs is 100001; .* from 1 to 100000/);
  assert.throws(() => simulatorOptions({ latencyMs: 1.5 }), /latencyMs is 1.5/);
});
