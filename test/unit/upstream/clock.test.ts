import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { LoopWatch } from '../../../src/upstream/clock.ts';

/** Nothing else gets a turn. */
const block = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

test('a time in which nobody could be heard is seen at once, and remembered', async () => {
  const loop = new LoopWatch();
  loop.begin();
  const since = loop.now();
  assert.equal(loop.listenedSince(since), true);
  block(1_000);
  assert.equal(loop.listenedSince(since), false);
  await delay(50);
  assert.equal(loop.listenedSince(since), false);
  assert.equal(loop.listenedSince(loop.now()), true, 'what was before does not count');
  loop.end();
});

function pacedLoop() {
  let now = 0;
  const loop = new LoopWatch(() => now);
  /** So much time, at the end of which somebody can be heard. */
  const pass = async (ms: number) => {
    now += ms;
    await delay(30);
  };
  return { loop, pass };
}

test('one pause for most of the time counts, of which only the part since the moment', async () => {
  const { loop, pass } = pacedLoop();
  loop.begin();
  await pass(1_000);
  await pass(200);
  assert.equal(loop.listenedSince(0), false, '1,000 of 1,200');
  assert.equal(loop.listenedSince(700), true, '300 of 500');
  await pass(200);
  assert.equal(loop.listenedSince(0), true, '1,000 of 1,400');
  loop.end();
});

test('several pauses do not: in between all is heard', async () => {
  const { loop, pass } = pacedLoop();
  loop.begin();
  for (let count = 0; count < 4; count += 1) await pass(400);
  assert.equal(loop.listenedSince(0), true);
  loop.end();
});

test('the time in which it listened is what the pauses leave', async () => {
  const { loop, pass } = pacedLoop();
  loop.begin();
  await pass(1_000);
  await pass(100);
  await pass(400);
  assert.equal(loop.listenedFor(0), 100);
  assert.equal(loop.listenedFor(1_050), 50);
  loop.end();
});

test('a pause that is too short to miss anything is none', async () => {
  const { loop, pass } = pacedLoop();
  loop.begin();
  await pass(200);
  assert.equal(loop.listenedSince(0), true);
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
