import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPageArguments } from '../../../src/resolvers/read-arguments.ts';

test('`first` goes forward, `last` backward; 20 where neither is said', () => {
  const cases = [
    [undefined, undefined, 20, true],
    [null, null, 20, true],
    [7, null, 7, true],
    [0, undefined, 0, true],
    [500, undefined, 500, true],
    [null, 7, 7, false],
    [undefined, 0, 0, false],
    [undefined, 500, 500, false],
  ] as const;
  for (const [first, last, size, isForward] of cases)
    assert.deepEqual(readPageArguments(first, last), { size, isForward }, `${first}, ${last}`);
});

test('what cannot be is refused by the name of its argument, with what would be right', () => {
  const cases = [
    [1, 1, /Both `first` and `last`.*give one of them/],
    [0, 0, /Both/],
    [-1, null, /`first` is -1; give a number from 0 to 500/],
    [null, -1, /`last` is -1; give a number from 0 to 500/],
    [501, null, /`first` is 501; give at most 500/],
    [null, 501, /`last` is 501; give at most 500/],
  ] as const;
  for (const [first, last, message] of cases) {
    assert.throws(() => readPageArguments(first, last), {
      message,
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
});
