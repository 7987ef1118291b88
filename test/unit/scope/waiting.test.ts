import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLedger } from '../../../src/scope/create-ledger.ts';
import { startWaiting, waitedMs } from '../../../src/scope/waiting.ts';

function fakeClock() {
  let time = 1_000;
  const advance = (ms: number) => {
    time += ms;
  };
  return { now: () => time, advance };
}

test('waits side by side are counted once, those after each other both', () => {
  const clock = fakeClock();
  const ledger = createLedger();
  const begin = () => startWaiting(ledger, clock);
  const pass = (ms: number) => clock.advance(ms);
  const first = begin();
  pass(10);
  const second = begin();
  pass(10);
  first();
  first();
  assert.equal(ledger.waitedMs, 20);
  pass(10);
  second();
  assert.equal(ledger.waitedMs, 30);
  pass(100);
  const third = begin();
  pass(5);
  third();
  assert.equal(ledger.waitedMs, 35);
});

test('each ledger has waits of its own', () => {
  const clock = fakeClock();
  const [mine, other] = [createLedger(), createLedger()];
  const stop = startWaiting(mine, clock);
  clock.advance(7);
  startWaiting(other, clock)();
  stop();
  assert.deepEqual([mine.waitedMs, other.waitedMs], [7, 0]);
});

test('a wait that still runs is told of as far as it has come', () => {
  const clock = fakeClock();
  const ledger = createLedger();
  assert.equal(waitedMs(ledger), 0);
  const stop = startWaiting(ledger, clock);
  clock.advance(10);
  assert.equal(waitedMs(ledger), 10);
  clock.advance(5);
  stop();
  assert.equal(waitedMs(ledger), 15);
});
