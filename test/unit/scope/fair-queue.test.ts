import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FairQueue, NestedFairQueue } from '../../../src/scope/fair-queue.ts';

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

test('who goes ahead goes before the others of the group, and before nobody else', () => {
  const queue = queueOf('a1', 'a2', 'b1');
  queue.add('a', 'a3', true);
  queue.add('a', 'a4', true);
  assert.equal(queue.sizeOf('a'), 4);
  queue.remove('a', 'a4');
  assert.deepEqual(drain(queue), ['a3', 'b1', 'a1', 'a2']);
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

test('a group whose turn is put off keeps it', () => {
  const queue = queueOf('a1', 'b1', 'a2');
  assert.equal(
    queue.next((group) => group !== 'a'),
    'b1',
  );
  assert.equal(
    queue.next(() => false),
    undefined,
  );
  assert.deepEqual(drain(queue), ['a1', 'a2']);
});

test('a group may be taken out of its turn, and the others keep theirs', () => {
  const queue = queueOf('a1', 'b1', 'a2', 'c1');
  assert.equal(queue.take('b'), 'b1');
  assert.equal(queue.take('b'), undefined);
  assert.deepEqual(drain(queue), ['a1', 'c1', 'a2']);
});

test('the lowest is the one with the lowest number, or whose turn is next; an infinite one is none', () => {
  const queue = queueOf('a1', 'b1', 'c1');
  const numbers: Readonly<Record<string, number>> = { a: 2, b: 1, c: 1 };
  assert.equal(
    queue.lowest((group) => numbers[group] ?? 0),
    'b',
  );
  assert.equal(
    queue.lowest(() => Number.POSITIVE_INFINITY),
    undefined,
  );
  assert.deepEqual(drain(queue), ['a1', 'b1', 'c1']);
});

test('it is known of which group most wait, and which of it is the next', () => {
  const queue = queueOf('a1', 'b1', 'b2', 'c1', 'c2');
  assert.equal(queue.longest(), 'b');
  assert.equal(queue.first('b'), 'b1');
  assert.equal(queue.sizeOf('b'), 2, 'nobody is taken out');
  drain(queue);
  assert.deepEqual([queue.longest(), queue.first('b')], [undefined, undefined]);
});

test('owners take turns, however many groups they have, and so do the groups of each', () => {
  const queue = new NestedFairQueue<string, string>();
  for (const member of ['aa1', 'aa2', 'ab1', 'ac1', 'ba1', 'ba2', 'ca1'])
    queue.add(member.charAt(0), member.slice(0, 2), member);
  assert.equal(queue.sizeOf('a'), 3);
  assert.equal(queue.has('a', 'ab'), true);
  assert.equal(queue.has('b', 'ab'), false);
  queue.remove('c', 'ca', 'ca1');
  assert.equal(queue.sizeOf('c'), 0);
  const taken: string[] = [];
  for (let next = queue.next(); next !== undefined; next = queue.next()) taken.push(next);
  assert.deepEqual(taken, ['aa1', 'ba1', 'ab1', 'ba2', 'ac1', 'aa2']);
  assert.equal(queue.sizeOf('a'), 0);
});
