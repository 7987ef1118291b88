import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { LoopTurns } from '../../../../src/server/admission/loop-turns.ts';

function setUp() {
  let time = 0;
  const turns = new LoopTurns(() => time);
  const begun: string[] = [];
  /** An operation that takes so long before it first waits for anything. */
  const start = (name: string, ms: number): void => {
    const work = (): void => {
      begun.push(name);
      time += ms;
    };
    const wait = turns.begin(name.charAt(0));
    if (wait === null) work();
    else void wait.then(work);
  };
  return { start, begun };
}

test('what is cheap begins at once, however much of it there is', () => {
  const { start, begun } = setUp();
  for (let i = 0; i < 100; i += 1) start(`a${i}`, 0.1);
  assert.equal(begun.length, 100);
});

test('what is dear begins one after another, each in a turn of its own, and callers take turns', async () => {
  const { start, begun } = setUp();
  for (let i = 0; i < 5; i += 1) start(`a${i}`, 80);
  start('b0', 1);
  assert.deepEqual(begun, ['a0']);
  const seen: number[] = [];
  while (begun.length < 6) {
    await turn();
    seen.push(begun.length);
  }
  assert(
    seen.every((count, i) => count - (seen[i - 1] ?? 1) <= 1),
    'never two in one turn',
  );
  assert.deepEqual(begun, ['a0', 'a1', 'b0', 'a2', 'a3', 'a4']);
  await turn();
  await turn();
  start('a5', 80);
  assert.equal(begun.at(-1), 'a5', 'all is as before');
});
