import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { needleSearch } from '../../../src/secrets/needle-search.ts';

test('a needle is found at either end, in the middle, and nowhere else', () => {
  const search = needleSearch(['abcdefgh', 'abcdefgi']);
  for (const text of ['abcdefgh', 'xabcdefgi', 'abcdefghx', `${'x'.repeat(100)}abcdefgh${'x'.repeat(9)}`])
    assert.equal(search(text), true, text);
  for (const text of ['', 'abcdefg', 'abcdefgx', 'xabcdefg', 'abcd efgh'])
    assert.equal(search(text), false, text);
  assert.equal(needleSearch([])('abcdefgh'), false);
});

/** Few letters, so that texts nearly hold their needles, and some beyond one byte that share a number with others. */
const letters = (least: number, most: number) =>
  fc
    .array(fc.constantFrom('a', 'b', 'á', '\u0461', '\u2c61', '😀'.charAt(0)), {
      minLength: least,
      maxLength: most,
    })
    .map((some) => some.join(''));

test('it finds what a plain search finds', () => {
  fc.assert(
    fc.property(fc.array(letters(8, 8), { maxLength: 6 }), letters(0, 60), (needles, text) => {
      assert.equal(
        needleSearch(needles)(text),
        needles.some((needle) => text.includes(needle)),
      );
    }),
    { numRuns: 2_000 },
  );
});
