import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTokenBucket } from '../../../../src/upstream/policies/token-bucket.ts';
import { failsWith, fakeClock } from '../support.ts';

const signal = new AbortController().signal;

test('a burst goes at once, then one at a time at the rate', async () => {
  const clock = fakeClock(0);
  const take = createTokenBucket({ perSecond: 10, burst: 3 }, clock);
  const at: number[] = [];
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      await take({ signal });
      at.push(clock.now());
    }),
  );
  assert.deepEqual(at, [0, 0, 0, 100, 200, 300]);
  clock.advance(60_000);
  for (let count = 0; count < 3; count += 1) await take({ signal });
  assert.equal(clock.now(), 60_300);
});

test('who leaves takes no token along', async () => {
  const clock = fakeClock(0);
  const take = createTokenBucket({ perSecond: 1, burst: 1 }, clock);
  await take({ signal });
  await assert.rejects(take({ signal: AbortSignal.abort() }), failsWith('DEADLINE_EXCEEDED'));
  await take({ signal });
  assert.equal(clock.now(), 1_000);
});

test('without a limit nobody waits', async () => {
  const clock = fakeClock(0);
  const take = createTokenBucket(undefined, clock);
  for (let count = 0; count < 100; count += 1) await take({ signal });
  assert.deepEqual(clock.slept, []);
});
