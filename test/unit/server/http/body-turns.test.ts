import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { BodyTurns } from '../../../../src/server/http/body-turns.ts';

const { signal: STAYS } = new AbortController();

/** Bodies that take turns, a clock that is set by hand, and who has had a turn and when. */
function setUp() {
  let now = 0;
  let timers: { readonly at: number; readonly callback: () => void }[] = [];
  const turns = new BodyTurns({
    now: () => now,
    after: (ms, callback) => timers.push({ at: now + ms, callback }),
  });
  const had: string[] = [];
  const ask = (principal: string, ms: number, signal = STAYS): Promise<void> =>
    turns.turn(principal, ms, signal).then(() => void had.push(`${principal} ${now}`));
  const passUntil = async (end: number): Promise<void> => {
    for (; now <= end; now += 1) {
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { callback } of due) callback();
      await turn();
    }
  };
  return { had, ask, passUntil };
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
  const gone = ask('bob', 4, leaver.signal);
  leaver.abort();
  await assert.rejects(gone, { name: 'AbortError' });
  await passUntil(10);
  void ask('carol', 4);
  await passUntil(40);
  assert.deepEqual(had, ['alice 0', 'carol 20']);
});
