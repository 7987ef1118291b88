import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CacheEntry, createMemoryCache } from '../../../../src/upstream/cache/response-cache.ts';
import { answerOf, fakeClock } from '../support.ts';

const entryOf = (bytes: number): CacheEntry => ({
  answer: { ...answerOf(), bytes },
  arrivedAt: 0,
  freshMs: 0,
  whileRevalidateMs: 0,
  ifErrorMs: 0,
});

function setUp(maxBytes: number) {
  const clock = fakeClock();
  const store = createMemoryCache(maxBytes, clock.now);
  const kept = (...keys: readonly string[]) => keys.filter((key) => store.get(key) !== undefined);
  return { clock, store, kept };
}

test('what was unused for longest makes room; what cannot fit is not kept', () => {
  const { store, kept } = setUp(5_000);
  for (const key of ['a', 'b']) store.set(key, entryOf(1_000), 60_000);
  store.get('a');
  store.set('c', entryOf(1_000), 60_000);
  assert.deepEqual(kept('a', 'b', 'c'), ['a', 'c']);
  store.set('a', entryOf(5_000), 60_000);
  assert.deepEqual(kept('a', 'c'), ['c']);
});

test('tiny answers count as what they really take', () => {
  const { store, kept } = setUp(10_000);
  const keys = Array.from({ length: 100 }, (_, index) => `${index}`);
  for (const key of keys) store.set(key, entryOf(1), 60_000);
  assert.equal(kept(...keys).length, 9);
});

test('what is of no use any more is gone, where it is asked for and where it is not', () => {
  const { clock, store, kept } = setUp(5_000);
  store.set('for ever', entryOf(10), Number.POSITIVE_INFINITY);
  store.set('short', entryOf(2_000), 1_000);
  clock.advance(1_000);
  assert.deepEqual(kept('for ever', 'short'), ['for ever', 'short']);
  clock.advance(1);
  // There is no room for all three, and the one unused for longest would have to make it.
  store.set('next', entryOf(10), 1_000);
  assert.deepEqual(kept('for ever', 'next', 'short'), ['for ever', 'next']);
  clock.advance(60_000_000);
  assert.deepEqual(kept('for ever', 'next'), ['for ever']);
});

test('an entry that is of no use from the beginning takes the place of the one before', () => {
  const { store, kept } = setUp(5_000);
  store.set('a', entryOf(10), 1_000);
  store.set('a', entryOf(10), 0);
  assert.deepEqual(kept('a'), []);
});
