import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteReader } from '../../../../src/connection/cursor/byte-reader.ts';
import { ByteWriter } from '../../../../src/connection/cursor/byte-writer.ts';
import {
  readKey,
  readPosition,
  writeKey,
  writePosition,
} from '../../../../src/connection/cursor/position-codec.ts';
import { LIST_END, LIST_START, type Position } from '../../../../src/connection/cursor/walk-state.ts';
import type { SortKey } from '../../../../src/model/sort-key.ts';

const KEY: SortKey = { time: 1_700_000_000_000, sourceId: 'deploys', nativeId: 'JOB-1', originId: 'ü 名' };

const bytesOf = (position: Position): Buffer => writePosition(new ByteWriter(), position).end();
const again = (position: Position): Position => readPosition(new ByteReader(bytesOf(position)));

test('the ends of the list are one byte each', () => {
  assert.deepEqual([bytesOf(LIST_START), bytesOf(LIST_END)], [Buffer.from([0]), Buffer.from([1])]);
  assert.deepEqual([again(LIST_START), again(LIST_END)], [LIST_START, LIST_END]);
});

for (const side of ['before', 'at', 'after'] as const) {
  test(`a place ${side} a row reads back as it was written`, () => {
    const position: Position = { kind: 'key', key: KEY, side };
    assert.deepEqual(again(position), position);
  });
}

test('so do keys with the most unusual times, and without one', () => {
  for (const time of [null, 0, -1, -8.64e15, 8.64e15, 0.25]) {
    const key = { ...KEY, time };
    assert.deepEqual(readKey(new ByteReader(writeKey(new ByteWriter(), key).end())), key);
  }
});

test('positions follow each other without a gap', () => {
  const writer = new ByteWriter();
  const positions: Position[] = [LIST_END, { kind: 'key', key: KEY, side: 'at' }, LIST_START];
  for (const position of positions) writePosition(writer, position);
  const reader = new ByteReader(writer.end());
  assert.deepEqual([readPosition(reader), readPosition(reader), readPosition(reader)], positions);
  assert.throws(() => reader.byte(), RangeError);
});
