import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { BodyRoom, type Part } from '../../../../src/server/http/body-room.ts';

const { signal: STAYS } = new AbortController();

/** Enters, and notes when it is inside. */
function entering(room: BodyRoom) {
  const inside: string[] = [];
  const parts = new Map<string, Part>();
  const enter = async (principal: string, name: string, bytes: number, signal = STAYS): Promise<void> => {
    const part = await room.enter(principal, bytes, signal);
    if (part === null) return void inside.push(`not ${name}`);
    parts.set(name, part);
    inside.push(name);
  };
  return { inside, enter, part: (name: string) => parts.get(name) ?? assert.fail(name) };
}

test('one caller has half of the room at most, and the others the rest', async () => {
  const { inside, enter, part } = entering(new BodyRoom(100));
  void enter('mallory', 'm1', 30);
  void enter('mallory', 'm2', 30);
  void enter('alice', 'a1', 50);
  await turn();
  assert.deepEqual(inside, ['m1', 'a1']);
  part('m1').leave();
  await turn();
  assert.deepEqual(inside, ['m1', 'a1', 'm2']);
});

test('what turns out to be smaller leaves room, and nothing is given back twice', async () => {
  const { inside, enter, part } = entering(new BodyRoom(100));
  await enter('alice', 'a1', 50);
  void enter('alice', 'a2', 40);
  part('a1').shrinkTo(10);
  await turn();
  assert.deepEqual(inside, ['a1', 'a2']);
  part('a1').leave();
  part('a1').leave();
  part('a1').shrinkTo(40);
  void enter('alice', 'a3', 10);
  void enter('alice', 'a4', 1);
  await turn();
  assert.deepEqual(inside, ['a1', 'a2', 'a3']);
});

test('callers take turns, who leaves waits no longer, and of one only so many wait', async () => {
  const { inside, enter, part } = entering(new BodyRoom(100));
  await enter('mallory', 'm1', 50);
  await enter('bob', 'b1', 50);
  const leaver = new AbortController();
  const gone = enter('mallory', 'm2', 50, leaver.signal);
  for (let i = 3; i < 35; i += 1) void enter('mallory', `m${i}`, 50);
  void enter('alice', 'a1', 50);
  leaver.abort();
  await assert.rejects(gone, { name: 'AbortError' });
  part('b1').leave();
  await turn();
  part('m1').leave();
  await turn();
  assert.deepEqual(inside, ['m1', 'b1', 'not m34', 'a1', 'm3']);
});

test('nobody is let in past a larger one that waits for room, but past who has too much already', async () => {
  const { inside, enter, part } = entering(new BodyRoom(100));
  await enter('alice', 'a1', 50);
  await enter('bob', 'b1', 30);
  void enter('alice', 'a2', 10);
  await enter('bob', 'b2', 10);
  void enter('carol', 'c1', 40);
  void enter('dave', 'd1', 5);
  void enter('dave', 'd2', 5);
  await turn();
  assert.deepEqual(inside, ['a1', 'b1', 'b2']);
  part('b2').leave();
  await turn();
  assert.deepEqual(inside, ['a1', 'b1', 'b2'], 'there are 20, and c1 is to have 40');
  part('b1').leave();
  await turn();
  assert.deepEqual(inside, ['a1', 'b1', 'b2', 'c1', 'd1', 'd2']);
});

test('who waited for room and leaves keeps nobody out any more', async () => {
  const { inside, enter } = entering(new BodyRoom(100));
  await enter('alice', 'a1', 50);
  await enter('bob', 'b1', 40);
  const leaver = new AbortController();
  const gone = enter('carol', 'c1', 40, leaver.signal);
  void enter('dave', 'd1', 10);
  await turn();
  assert.deepEqual(inside, ['a1', 'b1']);
  leaver.abort();
  await assert.rejects(gone, { name: 'AbortError' });
  await turn();
  assert.deepEqual(inside, ['a1', 'b1', 'd1']);
});
