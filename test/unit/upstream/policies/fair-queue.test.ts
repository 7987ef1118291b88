import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FairQueue } from '../../../../src/upstream/policies/bulkhead.ts';

function queueOf(...members: readonly string[]) {
  const queue = new FairQueue<string, string>();
  for (const member of members) queue.add(member.charAt(0), member);
  return queue;
}

const drain = (queue: FairQueue<string, string>): string[] => {
  const taken: string[] = [];
  for (let next = queue.next(); next !== undefined; next = queue.next()) taken.push(next);
  return taken;
};

test('groups take turns, members of a group keep their order', () => {
  assert.deepEqual(drain(queueOf('a1', 'a2', 'a3', 'b1', 'c1', 'c2')), ['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
});

test('a group that comes late is next after those that wait, however many members they have', () => {
  const queue = queueOf('a1', 'a2', 'a3');
  assert.equal(queue.next(), 'a1');
  queue.add('b', 'b1');
  assert.deepEqual(drain(queue), ['a2', 'b1', 'a3']);
});

test('who leaves is not called, and a group that nobody waits for any more does not count', () => {
  const queue = queueOf('a1', 'b1', 'b2');
  assert.equal(queue.size, 2);
  queue.remove('a', 'a1');
  assert.deepEqual([queue.size, queue.has('a'), queue.has('b')], [1, false, true]);
  queue.remove('a', 'a1');
  queue.remove('b', 'b2');
  assert.deepEqual(drain(queue), ['b1']);
  assert.equal(queue.size, 0);
});
