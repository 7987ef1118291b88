import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteReader } from '../../../../src/connection/cursor/byte-reader.ts';
import { ByteWriter } from '../../../../src/connection/cursor/byte-writer.ts';

/** What is read of a value that was written, and in how many bytes. */
function again<T>(write: (writer: ByteWriter) => ByteWriter, read: (reader: ByteReader) => T): [T, number] {
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
      again(
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
      again(
        (writer) => writer.signed(value),
        (reader) => reader.signed(),
      ),
      [value, bytes],
    );
});

test('texts are bytes of UTF-8 with their length before them', () => {
  const [text, bytes] = again(
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
