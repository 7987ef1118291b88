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
  assert.deepEqual(['b1', 'b2'].map(enter), ['a3', 'a1']);
  begin('b1');
  begin('b2');
  assert.equal(enter('c1'), 'c1', 'nobody else is silent');
});

test('who leaves leaves room', () => {
  const { enter, leave } = setUp(2);
  for (const name of ['a1', 'a2']) enter(name);
  leave('a1');
  assert.equal(enter('b1'), null);
});
