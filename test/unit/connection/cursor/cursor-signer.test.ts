import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCursorSigner } from '../../../../src/connection/cursor/cursor-codec.ts';

const signer = createCursorSigner('a key for tests only');

/** Payloads of 0 to 3 bytes more: the text ends in each of the ways that base64 can end. */
const TEXTS = ['x', 'xy', 'xyz', 'payload!'].map((payload) => signer.sign(Buffer.from(payload)));

/** The text with one bit of its bytes turned over. */
function flipped(text: string, bit: number): string {
  const bytes = Buffer.from(text, 'latin1');
  bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return bytes.toString('latin1');
}

test('what was sealed opens again', () => {
  assert.equal(signer.verify(signer.sign(Buffer.from('payload')))?.toString(), 'payload');
  assert.equal(
    createCursorSigner('a key for tests only')
      .verify(TEXTS[0] ?? '')
      ?.toString(),
    'x',
  );
});

test('no text opens of which one bit is another', () => {
  for (const text of TEXTS)
    for (let bit = 0; bit < text.length * 8; bit++) {
      assert.equal(signer.verify(flipped(text, bit)), null, `${text}, bit ${bit}`);
    }
});

test('no text opens that is cut, at either end, or longer', () => {
  for (const text of TEXTS) {
    for (let length = 0; length < text.length; length++)
      assert.equal(signer.verify(text.slice(0, length)), null);
    for (let from = 1; from < text.length; from++) assert.equal(signer.verify(text.slice(from)), null);
    for (const more of ['A', '=', '==', ' ', '\n', 'AAAA']) assert.equal(signer.verify(text + more), null);
  }
});

test('a text that another key sealed does not open, nor does a signer of nothing', () => {
  assert.equal(createCursorSigner('another key').verify(TEXTS[0] ?? ''), null);
  assert.equal(signer.verify(signer.sign(Buffer.alloc(0))), null);
});

test('the same bytes in the other alphabet of base64 are another text', () => {
  const payloads = Array.from({ length: 40 }, (_, i) => signer.sign(Buffer.from([i, 255, 254, 253])));
  const foreign = payloads
    .filter((text) => /[-_]/.test(text))
    .map((text) => text.replaceAll('-', '+').replaceAll('_', '/'));
  assert(foreign.length > 0);
  for (const text of foreign) assert.equal(signer.verify(text), null);
});
