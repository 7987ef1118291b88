import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paceRefusals } from '../../../../src/server/admission/pace-refusals.ts';

test('one now and then is told at once', () => {
  let time = 0;
  const pace = paceRefusals(() => time);
  for (let i = 0; i < 1_000; i += 1, time += 1) assert.equal(pace(), 0);
});

test('of a flood 2,000 are told in a second, unless they would wait for longer than a quarter of one', () => {
  let time = 0;
  const pace = paceRefusals(() => time);
  const waits = Array.from({ length: 4_000 }, pace);
  assert.equal(waits.filter((ms) => ms < 250).length, 500);
  assert.equal(Math.max(...waits), 250);
  time = 2_000;
  assert.equal(pace(), 0, 'the flood is over');
});
