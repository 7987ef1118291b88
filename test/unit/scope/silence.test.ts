import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Silence } from '../../../src/scope/silence.ts';

test('it aborts when nothing is heard for so long, and not while something is', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const silence = new Silence(100);
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
  const silence = new Silence(100);
  silence.end();
  t.mock.timers.tick(200);
  assert.equal(silence.signal.aborted, false);
});
