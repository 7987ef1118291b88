import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { LoopWatch } from '../../../src/upstream/loop-watch.ts';

/** Nothing else gets a turn. */
const block = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

test('time in which nobody could be heard is counted, at once and for good', async () => {
  const loop = new LoopWatch();
  loop.begin();
  const before = loop.blockedMs;
  block(300);
  const seen = loop.blockedMs - before;
  assert.ok(seen >= 200, `${seen}`);
  await delay(50);
  assert.ok(loop.blockedMs - before >= seen);
  loop.end();
});

test('a loop that has time for everybody counts nothing', async () => {
  let now = 0;
  const loop = new LoopWatch(() => now);
  loop.begin();
  for (let count = 0; count < 5; count += 1) {
    now += 20;
    assert.equal(loop.blockedMs, 0);
    await delay(25);
  }
  loop.end();
});

test('the beat ends when nobody waits, and begins again', async () => {
  let looks = 0;
  const loop = new LoopWatch(() => {
    looks += 1;
    return 0;
  });
  loop.begin();
  loop.begin();
  loop.end();
  await delay(60);
  assert.ok(looks > 2, 'one still waits');
  loop.end();
  await delay(60);
  const ended = looks;
  await delay(60);
  assert.equal(looks, ended);
  loop.begin();
  await delay(60);
  assert.ok(looks > ended);
  loop.end();
});
