import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { PROCESS_LOOP } from '../../../../src/scope/event-loop.ts';
import { BodyTurns } from '../../../../src/server/http/body-turns.ts';

const { signal: STAYS } = new AbortController();

/** Bodies that take turns, a clock that is set by hand, and who has had a turn and when. */
function setUp() {
  let now = 0;
  let timers: { readonly at: number; readonly callback: () => void }[] = [];
  const turns = new BodyTurns({
    ...PROCESS_LOOP,
    now: () => now,
    after: (ms, callback) => timers.push({ at: now + ms, callback }),
  });
  const had: string[] = [];
  /** `ms`: how long the event loop is held by it, `mostMs`: and was expected to be at most. */
  const ask = async (principal: string, ms: number, given: Asking = {}): Promise<void> => {
    const { mostMs = ms, waitMs = 1_000, signal = STAYS } = given;
    const isItsTurn = await turns.turn(principal, { mostMs, waitMs }, signal);
    had.push(`${principal} ${isItsTurn ? now : 'not'}`);
    if (isItsTurn) now += ms;
  };
  const passUntil = async (end: number): Promise<void> => {
    for (; now <= end; now += 1) {
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { callback } of due) callback();
      // It is parsed in this turn of the event loop, checked in the next, and then known how long it took.
      for (let i = 0; i < 3; i += 1) await turn();
    }
  };
  return { had, ask, passUntil };
}

interface Asking {
  readonly mostMs?: number;
  readonly waitMs?: number;
  readonly signal?: AbortSignal;
}

test('a pause follows that is as long as what was done is dear, and callers take turns', async () => {
  const { had, ask, passUntil } = setUp();
  for (let i = 0; i < 3; i += 1) void ask('mallory', 4);
  void ask('alice', 2);
  await passUntil(100);
  assert.deepEqual(had, ['mallory 0', 'mallory 20', 'alice 40', 'mallory 50']);
});

test('after a while without any, the next one waits for nothing', async () => {
  const { had, ask, passUntil } = setUp();
  void ask('alice', 4);
  await passUntil(30);
  await ask('alice', 4);
  assert.deepEqual(had, ['alice 0', 'alice 31']);
});

test('who leaves has no turn, and nobody waits for it', async () => {
  const { had, ask, passUntil } = setUp();
  const leaver = new AbortController();
  void ask('alice', 4);
  const gone = ask('bob', 4, { signal: leaver.signal });
  leaver.abort();
  await assert.rejects(gone, { name: 'AbortError' });
  await passUntil(10);
  void ask('carol', 4);
  await passUntil(40);
  assert.deepEqual(had, ['alice 0', 'carol 20']);
});

test('the pause is as long as it really took, and no longer than it might have taken', async () => {
  const { had, ask, passUntil } = setUp();
  void ask('alice', 1, { mostMs: 40 });
  void ask('alice', 8, { mostMs: 2 });
  void ask('alice', 1);
  await passUntil(60);
  assert.deepEqual(had, ['alice 0', 'alice 5', 'alice 15']);
});

test('who has waited for too long is told so, and others of a small queue are served before', async () => {
  const { had, ask, passUntil } = setUp();
  for (let i = 0; i < 6; i += 1) void ask('mallory', 4, { waitMs: 50 });
  await passUntil(30);
  void ask('alice', 4, { waitMs: 50 });
  await passUntil(90);
  assert.deepEqual(had.slice(0, 4), ['mallory 0', 'mallory 20', 'mallory 40', 'mallory not']);
  assert.deepEqual(had.slice(4), ['mallory not', 'mallory not', 'alice 60']);
});
