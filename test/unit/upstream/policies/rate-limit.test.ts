import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTokenBucket, rateLimit } from '../../../../src/upstream/policies/rate-limit.ts';
import { answerOf, callOf, fakeClock } from '../support.ts';

test('all reads together keep to the rate', async () => {
  const clock = fakeClock(0);
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
