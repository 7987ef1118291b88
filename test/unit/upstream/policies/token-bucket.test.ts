import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTokenBucket } from '../../../../src/upstream/policies/token-bucket.ts';
import { fakeClock } from '../support.ts';

test('a burst is there at once, then one token at a time, at the rate', () => {
  const clock = fakeClock(0);
  const take = createTokenBucket({ perSecond: 10, burst: 3 }, clock);
  assert.deepEqual([take(), take(), take(), take()], [0, 0, 0, 100]);
  clock.advance(40);
  assert.equal(take(), 60);
  clock.advance(60);
  assert.deepEqual([take(), take()], [0, 100]);
  clock.advance(60_000);
  assert.deepEqual([take(), take(), take(), take()], [0, 0, 0, 100]);
});

test('a clock that is set back fills nothing and empties nothing', () => {
  const clock = fakeClock();
  const take = createTokenBucket({ perSecond: 1, burst: 2 }, clock);
  clock.advance(-5_000);
  assert.deepEqual([take(), take(), take()], [0, 0, 1_000]);
});
