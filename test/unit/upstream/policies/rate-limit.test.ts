import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '../../../../src/upstream/clock.ts';
import { rateLimit } from '../../../../src/upstream/policies/rate-limit.ts';
import { createTokenBucket } from '../../../../src/upstream/policies/token-bucket.ts';
import { answerOf, callOf, fakeClock, settle } from '../support.ts';

test('all reads together keep to the rate', async () => {
  const still = fakeClock(0);
  /** Who has a turn uses it before time goes on. */
  const sleep: Clock['sleep'] = async (ms, signal) => {
    await settle();
    await still.sleep(ms, signal);
  };
  const clock = { ...still, sleep };
  const sentAt: number[] = [];
  const send = rateLimit(
    createTokenBucket({ perSecond: 10, burst: 1 }, clock),
    clock,
  )(async () => {
    sentAt.push(clock.now());
    return answerOf();
  });
  await Promise.all(['a', 'b', 'c'].map((partition) => send(callOf({ partition }))));
  assert.deepEqual(sentAt, [0, 100, 200]);
});

test('without a limit there is nothing to pass', () => {
  const next = async () => answerOf();
  assert.equal(rateLimit(null, fakeClock())(next), next);
});
