import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { watchStrain } from '../../../../src/server/admission/watch-strain.ts';

const BEAT_MS = 25;

/** A clock that is moved by hand: every beat of half a second comes so much later than it is due. */
function setUp(t: TestContext, memory: () => number = () => 0) {
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  t.mock.timers.enable({ apis: ['setInterval'] });
  const strain = watchStrain(memory);
  t.after(strain.stop);
  const beat = (lateMs: number): void => {
    now += BEAT_MS + lateMs;
    t.mock.timers.tick(BEAT_MS);
  };
  const forMs = (ms: number, lateMs = 0): number => {
    for (const end = now + ms; now < end; ) beat(lateMs);
    return strain.width();
  };
  return { beat, forMs, width: strain.width };
}

test('a process that keeps up has all its places', (t) => {
  const { forMs } = setUp(t);
  assert.equal(forMs(1_000), 1);
  assert.equal(forMs(1_000, 40), 1);
});

test('one that does not has fewer and fewer, and always an eighth', (t) => {
  const { forMs } = setUp(t);
  const first = forMs(500, 200);
  assert(first < 1 && first > 0.4, `${first}`);
  assert.equal(forMs(10_000, 200), 1 / 8);
});

test('when it keeps up again they come back little by little', (t) => {
  const { forMs } = setUp(t);
  forMs(10_000, 200);
  const first = forMs(500);
  assert(first > 1 / 8 && first < 0.5, `${first}`);
  assert.equal(forMs(500, 75) <= first + 0.1, true, 'half well is not well');
  assert.equal(forMs(5_000), 1);
});

test('one long task costs some of them, for a moment', (t) => {
  const { beat, forMs, width } = setUp(t);
  beat(8_000);
  assert.equal(width(), 0.75);
  assert.equal(forMs(1_000), 1);
});

test('memory that is nearly full leaves an eighth at once', (t) => {
  let share = 0.5;
  const { forMs } = setUp(t, () => share);
  assert.equal(forMs(300), 1);
  share = 0.91;
  assert.equal(forMs(300), 1 / 8);
  share = 0.5;
  assert.equal(forMs(5_000), 1);
});

test('this process is not full of memory now', async () => {
  const { width, stop } = watchStrain();
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert(width() > 1 / 8);
  stop();
});
