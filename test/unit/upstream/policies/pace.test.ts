import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pace } from '../../../../src/upstream/policies/vendor-pace.ts';
import { fakeClock } from '../support.ts';

function setUp() {
  const clock = fakeClock(0);
  const pace = new Pace(clock);
  /** Waits for a turn and takes it. */
  const take = () => {
    for (let wait = pace.take(); wait > 0; wait = pace.take()) clock.advance(wait);
  };
  /** So many requests, each of which is answered well; gives how long they took. */
  const ask = (count: number): number => {
    const from = clock.now();
    for (let asked = 0; asked < count; asked += 1) {
      take();
      pace.passed();
    }
    return clock.now() - from;
  };
  const learn = (allowance: Parameters<Pace['learn']>[0]) => pace.learn(allowance);
  return { clock, ask, take, learn };
}

test('nobody waits before the vendor refuses a request', () => {
  const { ask } = setUp();
  assert.equal(ask(3_000), 0);
});

test('a short window is spent evenly, below what the vendor allows, and forgotten after a minute', () => {
  const { ask, clock, take, learn } = setUp();
  learn({ requests: 10, perMs: 1_000 });
  for (let count = 0; count < 2; count += 1) take();
  const from = clock.now();
  for (let count = 0; count < 9; count += 1) take();
  assert.ok(clock.now() - from >= 1_000 && clock.now() - from <= 1_100, `${clock.now() - from}`);
  clock.advance(60_000);
  assert.equal(ask(50), 0);
});

test('a long window is spent as it comes, ten seconds after the refusal', () => {
  const { ask, learn } = setUp();
  learn({ requests: 200, perMs: 300_000 });
  assert.equal(ask(11), 10_000);
  assert.equal(ask(169), 0);
  assert.equal(ask(3), 3_000);
});

test('what was sent before the refusal counts', () => {
  const { ask, clock, learn } = setUp();
  ask(200);
  learn({ requests: 200, perMs: 300_000 });
  clock.advance(60_001);
  assert.equal(ask(11), 10_000);
});

test('of two paces the slower one is kept', () => {
  const { ask, clock, learn } = setUp();
  learn({ requests: 2, perMs: 1_000 });
  learn({ requests: 100, perMs: 1_000 });
  clock.advance(1_000);
  assert.ok(ask(10) >= 4_900);
});

test('no word of a vendor makes a source slower than one request a second', () => {
  const { clock, take, learn } = setUp();
  take();
  learn({ requests: 1, perMs: 999_999 * 3_600_000 });
  for (let asked = 0; asked < 8; asked += 1) take();
  assert.equal(clock.now(), 8_000);
});

test('a vendor that gives more than it told has told what is not true', () => {
  const { ask, learn } = setUp();
  learn({ requests: 1, perMs: 999_999 * 3_600_000 });
  assert.equal(ask(3), 2_000);
  assert.equal(ask(100), 0);
});

test('a vendor that keeps to its word is believed', () => {
  const { ask, learn } = setUp();
  learn({ requests: 10, perMs: 1_000 });
  assert.ok(ask(500) >= 54_000);
});

test('a refusal without a pace halves what was sent in the last second, for a minute', () => {
  const { ask, clock, learn } = setUp();
  ask(40);
  learn(null);
  assert.ok(ask(19) >= 1_000);
  clock.advance(60_000);
  assert.equal(ask(40), 0);
});

test('a window of very many requests is kept as smaller ones', () => {
  const { ask, clock, learn } = setUp();
  learn({ requests: 100_000, perMs: 60_000 });
  clock.advance(60_000);
  assert.equal(ask(1_000), 0);
  const took = ask(20_000);
  assert.ok(took >= 20_000 * 0.6, `${took}`);
});
