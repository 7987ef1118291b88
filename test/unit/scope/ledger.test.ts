import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ledger, Oddities } from '../../../src/scope/ledger.ts';

function setUp() {
  let time = 1_000;
  const pass = (ms: number) => {
    time += ms;
  };
  return { ledger: new Ledger(() => time), pass };
}

test('waits side by side are counted once, those after each other both', () => {
  const { ledger, pass } = setUp();
  const first = ledger.wait();
  pass(10);
  const second = ledger.wait();
  pass(10);
  first();
  first();
  assert.equal(ledger.waitedMs, 20);
  pass(10);
  second();
  assert.equal(ledger.waitedMs, 30);
  pass(100);
  const third = ledger.wait();
  pass(5);
  third();
  assert.equal(ledger.waitedMs, 35);
});

test('what is waited for behind others is told apart from all other waits', () => {
  const { ledger, pass } = setUp();
  const leave = ledger.queue();
  const wake = ledger.wait();
  pass(10);
  leave();
  leave();
  pass(20);
  wake();
  assert.deepEqual([ledger.waitedMs, ledger.queuedMs], [30, 10]);
});

test('a wait that still runs is told of as far as it has come', () => {
  const { ledger, pass } = setUp();
  assert.equal(ledger.waitedMs, 0);
  const stop = ledger.wait();
  pass(10);
  assert.equal(ledger.waitedMs, 10);
  pass(5);
  stop();
  assert.equal(ledger.waitedMs, 15);
});

test('the duration runs from the first request to the last answer, whatever lies before and after', () => {
  const { ledger, pass } = setUp();
  assert.equal(ledger.durationMs, 0);
  pass(50);
  const received = ledger.send();
  pass(20);
  received();
  pass(30);
  const again = ledger.send();
  pass(5);
  again();
  pass(500);
  assert.equal(ledger.durationMs, 55);
  assert.equal(ledger.requests, 2);
});

test('a wait for a turn is a part of the duration, and so is a request that is under way', () => {
  const { ledger, pass } = setUp();
  const go = ledger.wait();
  pass(40);
  go();
  ledger.send();
  pass(10);
  assert.equal(ledger.durationMs, 50);
  assert(ledger.waitedMs <= ledger.durationMs);
});

test('oddities: none, and nothing is told', () => {
  assert.equal(new Oddities().summary, null);
});

test('oddities: each kind is told once, with the number of places', () => {
  const oddities = new Oddities();
  oddities.tell('job.at: not a time', '/jobs 0');
  assert.equal(oddities.summary, 'job.at: not a time');
  oddities.tell('job.at: not a time', '/jobs 0');
  assert.equal(oddities.summary, 'job.at: not a time', 'a row that is read again');
  oddities.tell('job.at: not a time', '/jobs 1');
  oddities.tell('job.at: not a time', '/others 1');
  oddities.tell('job.name: not a text', '/jobs 1');
  assert.equal(oddities.summary, 'job.at: not a time (3 times); job.name: not a text');
});

test('oddities: many kinds are counted', () => {
  const oddities = new Oddities();
  for (let i = 0; i < 8; i++) oddities.tell(`f${i}`, 'here');
  assert.equal(oddities.summary, 'f0; f1; f2; f3; f4; and 3 more');
});
