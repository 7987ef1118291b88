import assert from 'node:assert/strict';
import { test } from 'node:test';
import { streamMark } from '../../../../src/connection/cursor/stream-mark.ts';

test('a stream has one mark, and another stream another', () => {
  assert.equal(streamMark('dc1/a'), streamMark('dc1/a'));
  assert.notEqual(streamMark('dc1/a'), streamMark('dc1/b'));
});

test('marks are the same in every process: cursors outlive it', () => {
  assert.equal(streamMark('dc1/a'), 0x95_69_05_9e_ac);
});

test('thousands of streams have as many marks, of 40 bits', () => {
  const marks = Array.from({ length: 20_000 }, (_, i) => streamMark(`dc1/${i}`));
  assert.equal(new Set(marks).size, 20_000);
  assert(marks.every((mark) => Number.isInteger(mark) && mark >= 0 && mark < 2 ** 40));
});
