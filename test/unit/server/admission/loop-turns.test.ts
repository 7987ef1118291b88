import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoopTurns } from '../../../../src/server/admission/loop-turns.ts';

function setUp() {
  let time = 0;
  let soon: (() => void)[] = [];
  let turns = 0;
  const loop = { now: () => time, soon: (callback: () => void) => void soon.push(callback) };
  const gate = new LoopTurns(() => {
    turns += 1;
  }, loop);
  const work = (ms: number): void => {
    time += ms;
  };
  const turn = (): number => {
    const callbacks = soon;
    soon = [];
    for (const callback of callbacks) callback();
    return turns;
  };
  return { gate, work, turn };
}

test('what is cheap begins at once, however much of it there is', () => {
  const { gate, work } = setUp();
  for (let i = 0; i < 40; i += 1, work(0.1)) assert(gate.hasTime(), `${i}`);
});

test('what is dear begins once in a turn, and again in the next one', () => {
  const { gate, work, turn } = setUp();
  assert(gate.hasTime());
  work(80);
  assert(!gate.hasTime());
  assert.equal(turn(), 1);
  assert(gate.hasTime());
});

test('it is told of each turn after one in which something began, and of no other', () => {
  const { gate, turn } = setUp();
  assert.equal(turn(), 0);
  gate.begin();
  gate.begin();
  assert.equal(turn(), 1);
  assert.equal(turn(), 1);
});
