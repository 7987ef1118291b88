import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConnectionRoom } from '../../../../src/server/http/connection-room.ts';

/** Connections are called by their address and a number; those that have to go, go. */
function setUp(most: number) {
  const room = new ConnectionRoom<string>(most);
  const addressOf = (name: string): string => name.charAt(0);
  return {
    enter: (name: string): string | null => {
      const gone = room.enter(addressOf(name), name);
      if (gone !== null) room.leave(addressOf(gone), gone);
      return gone;
    },
    begin: (name: string) => room.begin(addressOf(name), name),
    end: (name: string) => room.end(addressOf(name), name),
    leave: (name: string) => room.leave(addressOf(name), name),
  };
}

test('who has most gives one up, the longest silent first', () => {
  const { enter } = setUp(4);
  assert.deepEqual(['a1', 'a2', 'a3', 'b1'].map(enter), [null, null, null, null]);
  assert.deepEqual(['b2', 'c1', 'a4', 'a5'].map(enter), ['a1', 'a2', 'a3', 'a4']);
});

test('one with a request under way stays, and is the last to go after it', () => {
  const { enter, begin, end } = setUp(3);
  for (const name of ['a1', 'a2', 'a3']) enter(name);
  begin('a1');
  begin('a2');
  end('a1');
  assert.deepEqual(['b1', 'c1'].map(enter), ['a3', 'a1']);
  begin('b1');
  begin('c1');
  assert.equal(enter('d1'), 'd1', 'nobody else is silent');
});

test('who leaves leaves room', () => {
  const { enter, leave } = setUp(2);
  for (const name of ['a1', 'a2']) enter(name);
  leave('a1');
  assert.equal(enter('b1'), null);
});

test('who comes goes last: where others are silent, one of them makes room, however busy its own address is', () => {
  const { enter, begin } = setUp(10);
  const silent = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((address) => `${address}1`);
  for (const name of ['p1', 'p2', 'p3', ...silent]) enter(name);
  for (const name of ['p1', 'p2', 'p3']) begin(name);
  assert.deepEqual(['p4', 'p5'].map(enter), ['a1', 'p4'], 'of those who are silent, most are of p then');
  begin('p5');
  assert.equal(enter('p6'), 'b1');
});

test('busy ones do not count for their address: who has most silent ones gives one up', () => {
  const { enter, begin } = setUp(6);
  for (const name of ['p1', 'p2', 'p3', 'p4', 'm1', 'm2']) enter(name);
  for (const name of ['p1', 'p2', 'p3']) begin(name);
  assert.equal(enter('a1'), 'm1');
});

test('one with two requests under way is silent when both have ended', () => {
  const { enter, begin, end } = setUp(1);
  enter('a1');
  begin('a1');
  begin('a1');
  end('a1');
  assert.equal(enter('b1'), 'b1');
  end('a1');
  assert.equal(enter('b2'), 'a1');
});

test('who has to go counts no longer, though it is still about to close', () => {
  const room = new ConnectionRoom<string>(2);
  const come = (name: string) => room.enter(name.charAt(0), name);
  assert.deepEqual(['a1', 'a2', 'b1', 'b2', 'c1'].map(come), [null, null, 'a1', 'b1', 'a2']);
  room.leave('a', 'a1');
  room.end('a', 'a1');
  assert.equal(come('d1'), 'b2');
});
