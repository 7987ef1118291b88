import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsOf } from '../../../../src/upstream/auth/words-of.ts';

test('the whole value, and each part that is long enough to be a secret, once', () => {
  assert.deepEqual(wordsOf('abcdefgh'), ['abcdefgh']);
  assert.deepEqual(wordsOf('OAuth 0123456789'), ['OAuth 0123456789', '0123456789']);
  assert.deepEqual(wordsOf('X Access=ABCDEFGH, Signature=0123456789abcdef'), [
    'X Access=ABCDEFGH, Signature=0123456789abcdef',
    'ABCDEFGH',
    'Signature',
    '0123456789abcdef',
  ]);
  assert.deepEqual(wordsOf('short'), []);
});
