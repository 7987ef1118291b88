import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createVendorPace } from '../../../../src/upstream/policies/vendor-pace.ts';
import { failsWith, fakeClock } from '../support.ts';

const signal = new AbortController().signal;

function setUp() {
  const clock = fakeClock(0);
  const pace = createVendorPace(clock);
  /** So many requests, each of which is answered well; gives how long they took. */
  const ask = async (count: number): Promise<number> => {
    const from = clock.now();
    for (let asked = 0; asked < count; asked += 1) {
      await pace.take({ signal });
      pace.accepted();
    }
    return clock.now() - from;
  };
  return { clock, ask, ...pace };
}

test('nobody waits before the vendor refuses a request', async () => {
  const { ask } = setUp();
  assert.equal(await ask(3_000), 0);
});

test('a short window is spent evenly, below what the vendor allows, and forgotten after a minute', async () => {
  const { ask, clock, take, learn } = setUp();
  learn({ requests: 10, perMs: 1_000 });
  for (let count = 0; count < 2; count += 1) await take({ signal });
  const from = clock.now();
  for (let count = 0; count < 9; count += 1) await take({ signal });
  assert.ok(clock.now() - from >= 1_000 && clock.now() - from <= 1_100, `${clock.now() - from}`);
  clock.advance(60_000);
  assert.equal(await ask(50), 0);
});

test('a long window is spent as it comes, ten seconds after the refusal', async () => {
  const { ask, learn } = setUp();
  learn({ requests: 200, perMs: 300_000 });
  assert.equal(await ask(11), 10_000);
  assert.equal(await ask(169), 0);
  assert.equal(await ask(3), 3_000);
});

test('what was sent before the refusal counts', async () => {
  const { ask, clock, learn } = setUp();
  await ask(200);
  learn({ requests: 200, perMs: 300_000 });
  clock.advance(60_001);
  assert.equal(await ask(11), 10_000);
});

test('of two paces the slower one is kept', async () => {
  const { ask, clock, learn } = setUp();
  learn({ requests: 2, perMs: 1_000 });
  learn({ requests: 100, perMs: 1_000 });
  clock.advance(1_000);
  assert.ok((await ask(10)) >= 4_900);
});

test('no word of a vendor makes a source slower than one request a second', async () => {
  const { clock, take, learn } = setUp();
  await take({ signal });
  learn({ requests: 1, perMs: 999_999 * 3_600_000 });
  for (let asked = 0; asked < 8; asked += 1) await take({ signal });
  assert.equal(clock.now(), 8_000);
});

test('a vendor that gives more than it told has told what is not true', async () => {
  const { ask, learn } = setUp();
  learn({ requests: 1, perMs: 999_999 * 3_600_000 });
  assert.equal(await ask(3), 2_000);
  assert.equal(await ask(100), 0);
});

test('a vendor that keeps to its word is believed', async () => {
  const { ask, learn } = setUp();
  learn({ requests: 10, perMs: 1_000 });
  assert.ok((await ask(500)) >= 54_000);
});

test('a refusal without a pace halves what was sent in the last second, for a minute', async () => {
  const { ask, clock, learn } = setUp();
  await ask(40);
  learn(null);
  assert.ok((await ask(19)) >= 1_000);
  clock.advance(60_000);
  assert.equal(await ask(40), 0);
});

test('a turn that comes too late is refused at once', async () => {
  const { clock, take, learn } = setUp();
  await take({ signal });
  learn({ requests: 1, perMs: 60_000 });
  await assert.rejects(take({ signal, deadlineAt: clock.now() + 500 }), failsWith('UPSTREAM_RATE_LIMITED'));
  assert.deepEqual(clock.slept, []);
});

test('a window of very many requests is kept as smaller ones', async () => {
  const { ask, clock, learn } = setUp();
  learn({ requests: 100_000, perMs: 60_000 });
  clock.advance(60_000);
  assert.equal(await ask(1_000), 0);
  const took = await ask(20_000);
  assert.ok(took >= 20_000 * 0.6, `${took}`);
});
