import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  ByteReader,
  ByteWriter,
  readHint,
  readKey,
  readPosition,
  writeHint,
  writeKey,
  writePosition,
} from '../../../../src/connection/cursor/cursor-parts.ts';
import { LIST_END, LIST_START, type Position } from '../../../../src/connection/cursor/walk-state.ts';
import { type Hint, NO_HINT, type Passed } from '../../../../src/datasource/feed/hint.ts';
import type { SortKey } from '../../../../src/model/sort-key.ts';

const KEY: SortKey = { time: 1_700_000_000_000, sourceId: 'deploys', nativeId: 'JOB-1', originId: 'ü 名' };

const positionBytes = (position: Position): Buffer => writePosition(new ByteWriter(), position).end();
const again = (position: Position): Position => readPosition(new ByteReader(positionBytes(position)));

test('the ends of the list are one byte each', () => {
  assert.deepEqual(
    [positionBytes(LIST_START), positionBytes(LIST_END)],
    [Buffer.from([0]), Buffer.from([1])],
  );
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

const BASE = 1_700_000_000_000;
const UNTIL = { time: BASE, sourceId: 's', nativeId: 'job-1', originId: 'o' };

function hintBytes(hint: Partial<Hint>): Buffer {
  const writer = new ByteWriter();
  writeHint(writer, { ...NO_HINT, ...hint }, BASE);
  return writer.end();
}

const readBack = (hint: Partial<Hint>): Hint => readHint(new ByteReader(hintBytes(hint)), BASE);

test('a hint that tells nothing is one byte', () => {
  assert.deepEqual(hintBytes({}), Buffer.from([0]));
  assert.deepEqual(readBack({}), NO_HINT);
});

describe('reads back as it was written:', () => {
  const passed = (anchors: readonly number[]): Passed => ({ anchors, until: UNTIL });
  const hints: Readonly<Record<string, Partial<Hint>>> = {
    'the first index': { index: 0 },
    'a far index': { index: 2 ** 40 },
    'the end of a list': { watermark: 'end' },
    'rows without a time': { watermark: { time: null } },
    'the very time of the base': { watermark: { time: BASE } },
    'a time before it': { watermark: { time: BASE - 1 } },
    'a time long after it': { watermark: { time: BASE + 2 ** 50 } },
    'one anchor': { anchors: [0] },
    'as many anchors as there may be': { anchors: [1, 2 ** 32 - 1, 3] },
    slack: { slack: 86_400_000 },
    'a list that is read whole': { whole: { passed: null } },
    'what was given out before that was known': { whole: { passed: passed([1, 2, 3]) } },
    'that nothing was': { whole: { passed: passed([]) } },
    'all of it': {
      index: 7,
      watermark: { time: BASE + 5 },
      anchors: [1, 2],
      slack: 30,
      whole: { passed: passed([4]) },
    },
  };
  for (const [what, hint] of Object.entries(hints))
    test(what, () => assert.deepEqual(readBack(hint), { ...NO_HINT, ...hint }));
});

test('a time near the base takes few bytes', () => {
  assert.equal(hintBytes({ watermark: { time: BASE - 60_000 } }).length, 4);
});

test('a time that no whole distance tells is left out, which costs requests only', () => {
  for (const time of [BASE + 0.5, BASE + 2 ** 53, Number.MAX_VALUE])
    assert.equal(readBack({ watermark: { time } }).watermark, 'none', String(time));
});

test('slack that is no whole number is rounded up: less of it would lose rows', () => {
  assert.equal(readBack({ slack: 0.2 }).slack, 1);
});

test('of too many anchors the last ones stay, for they stand furthest', () => {
  assert.deepEqual(readBack({ anchors: [1, 2, 3, 4] }).anchors, [2, 3, 4]);
  const passed = { anchors: [1, 2, 3, 4], until: UNTIL };
  assert.deepEqual(readBack({ whole: { passed } }).whole?.passed?.anchors, [2, 3, 4]);
});

/** What is read of a value that was written, and in how many bytes. */
function throughBytes<T>(
  write: (writer: ByteWriter) => ByteWriter,
  read: (reader: ByteReader) => T,
): [T, number] {
  const bytes = write(new ByteWriter()).end();
  return [read(new ByteReader(bytes)), bytes.length];
}

test('a small count is one byte, a larger one as many as it takes', () => {
  for (const [value, bytes] of [
    [0, 1],
    [127, 1],
    [128, 2],
    [2 ** 14, 3],
    [2 ** 40, 6],
    [Number.MAX_SAFE_INTEGER, 8],
  ] as const)
    assert.deepEqual(
      throughBytes(
        (writer) => writer.count(value),
        (reader) => reader.count(),
      ),
      [value, bytes],
    );
});

test('whole numbers of either sign are short where they are small', () => {
  for (const [value, bytes] of [
    [0, 1],
    [-1, 1],
    [63, 1],
    [-64, 1],
    [64, 2],
    [-(2 ** 50), 8],
  ] as const)
    assert.deepEqual(
      throughBytes(
        (writer) => writer.signed(value),
        (reader) => reader.signed(),
      ),
      [value, bytes],
    );
});

test('texts are bytes of UTF-8 with their length before them', () => {
  const [text, bytes] = throughBytes(
    (writer) => writer.text('é名'),
    (reader) => reader.text(),
  );
  assert.deepEqual([text, bytes], ['é名', 6]);
});

test('bytes, 32 bits and any number stand as they are', () => {
  const bytes = new ByteWriter()
    .byte(255)
    .uint32(2 ** 32 - 1)
    .number(-0.5)
    .bytes(Buffer.from('xy'))
    .end();
  const reader = new ByteReader(bytes);
  assert.deepEqual([reader.byte(), reader.uint32(), reader.number()], [255, 2 ** 32 - 1, -0.5]);
  assert.equal(reader.bytes(2).toString(), 'xy');
});

test('where the bytes end too early, reading throws', () => {
  const reader = new ByteReader(Buffer.from([5, 1]));
  assert.throws(() => reader.text(), RangeError);
});
