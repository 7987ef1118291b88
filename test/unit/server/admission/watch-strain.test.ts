import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { watchStrain } from '../../../../src/server/admission/watch-strain.ts';

const SAMPLE_MS = 250;

/** A clock that is moved by hand: each sample comes so much later than it is due. */
function setUp(t: TestContext, memory: () => number) {
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  t.mock.timers.enable({ apis: ['setInterval'] });
  const strain = watchStrain(memory);
  t.after(strain.stop);
  return (lateMs = 0): boolean => {
    now += SAMPLE_MS + lateMs;
    t.mock.timers.tick(SAMPLE_MS);
    return strain.isStrained();
  };
}

test('memory that is nearly full is a strain, for as long as it is', (t) => {
  let share = 0.5;
  const sample = setUp(t, () => share);
  assert.equal(sample(), false);
  share = 0.91;
  assert.equal(sample(), true);
  share = 0.5;
  assert.equal(sample(), false);
});

test('one long task is none: it has ended when it is noticed', (t) => {
  const sample = setUp(t, () => 0);
  assert.equal(sample(8_000), false);
  assert.equal(sample(), false);
});

test('coming late again and again is one, until it is over', (t) => {
  const sample = setUp(t, () => 0);
  assert.equal(sample(600), false);
  assert.equal(sample(600), true);
  assert.equal(sample(600), true);
  assert.equal(sample(100), false);
});

test('this process is not full of memory now', () => {
  const { isStrained, stop } = watchStrain();
  assert.equal(isStrained(), false);
  stop();
});
