import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Crowding } from '../../../../src/server/admission/crowding.ts';

const WAITING = 64;
const FREE = 100;

function setUp() {
  let time = 0;
  const crowding = new Crowding(() => time);
  const after = (ms: number): void => {
    time += ms;
  };
  const room = (waiting = WAITING, free = FREE): number => crowding.room(waiting, free).each;
  return { crowding, after, room };
}

test('a burst finds room in all places, and in those to wait', () => {
  const { crowding, room } = setUp();
  assert.equal(room(), WAITING + FREE);
  assert.equal(room(WAITING, 0), WAITING);
  assert.equal(room(0, 0), 0);
  assert(!crowding.isCrowded);
});

test('where somebody had to be turned away there is less of it for a while, then more, then all', () => {
  const { crowding, after, room } = setUp();
  crowding.note();
  assert(crowding.isCrowded);
  assert.equal(room(), WAITING / 4);
  after(1_999);
  assert.equal(room(), WAITING / 4);
  after(1);
  assert(!crowding.isCrowded);
  assert.equal(room(), WAITING, 'it is tried out');
  after(2_000);
  assert.equal(room(), WAITING + FREE);
});

test('what is turned away meanwhile makes that time no longer; what is turned away at the trial does', () => {
  const { crowding, after, room } = setUp();
  for (let ms = 0; ms < 2_000; ms += 10, after(10)) crowding.note();
  assert.equal(room(), WAITING);
  assert(crowding.isCrowded);
  crowding.note();
  assert.equal(room(), WAITING / 4);
});

/** Of ten who come, so many are served at once, and the others are not. */
const come = (crowding: Crowding, served: number, tens: number): void => {
  for (let i = 0; i < 10 * tens; i += 1) {
    if (i % 10 < served) crowding.served();
    else crowding.notServed();
  }
};

test('where many are served at once it is over before its time, and where few are it is not', () => {
  const { crowding, after, room } = setUp();
  crowding.note();
  after(300);
  come(crowding, 1, 1_000);
  assert(crowding.isCrowded);
  assert.equal(room(), WAITING / 4);
  come(crowding, 4, 100);
  assert(!crowding.isCrowded);
  assert.equal(room(), WAITING + FREE);
});

test('it is not over while others are turned away', () => {
  const { crowding, after, room } = setUp();
  for (let i = 0; i < 100; i += 1, after(10)) {
    crowding.note();
    come(crowding, 5, 10);
    assert.equal(room(), WAITING / 4);
  }
});

test('all together have a little more than one alone', () => {
  const { crowding } = setUp();
  crowding.note();
  assert.deepEqual(crowding.room(WAITING, FREE), { each: 16, all: 24 });
});

test('there are never so few to wait that places inside stay empty, nor more than there are', () => {
  const { crowding, room } = setUp();
  crowding.note();
  assert.equal(room(4, 100), 8);
  assert.equal(room(4, 0), 4);
});
