import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Silence } from '../../../src/scope/silence.ts';

const PLENTY = { answers: 1_000, ms: 60_000 };

test('it aborts when nothing is heard for so long, and not while something is', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const silence = new Silence(100, PLENTY);
  for (let i = 0; i < 5; i++) {
    t.mock.timers.tick(90);
    silence.break();
    assert.deepEqual([silence.signal.aborted, silence.until - Date.now()], [false, 100]);
  }
  t.mock.timers.tick(100);
  assert.equal(silence.signal.aborted, true);
  assert.equal(silence.signal.reason.code, 'UPSTREAM_LATE');
});

test('it does not abort once it has ended', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const silence = new Silence(100, PLENTY);
  silence.end();
  t.mock.timers.tick(200);
  assert.equal(silence.signal.aborted, false);
});

test('however steadily answers come, it aborts when there are too many, or have been for too long', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  for (const most of [
    { answers: 3, ms: 60_000 },
    { answers: 1_000, ms: 30 },
  ]) {
    const silence = new Silence(100, most);
    const heard = (): boolean => {
      t.mock.timers.tick(10);
      silence.break();
      return silence.signal.aborted;
    };
    assert.deepEqual([heard(), heard(), heard(), heard()], [false, false, false, true]);
    assert.equal(silence.signal.reason.code, 'UPSTREAM_BAD_RESPONSE');
    silence.end();
  }
});
