import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseJson } from '../../../src/model/exact-json.ts';
import { cleanValues, needleSearch, rememberingCleaner } from '../../../src/secrets/clean-values.ts';

const SESSION = '4f1d0c9e7b2a48d6a5c3e8f7091b2d3c';
const TOKEN = 'MIIFvgYJKoZ/hvcN+QcCoIIFrzCCBas=';
const PASSWORD = 'S3cret "words"/of mine';
const cleaner = cleanValues([SESSION, TOKEN, PASSWORD]);

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** What a vendor may make of it, and what is left. */
const WHOLE: Readonly<Record<string, readonly [text: string, clean: string]>> = {
  itself: [SESSION, '***'],
  'in a sentence': [`session ${SESSION} has ended`, 'session *** has ended'],
  'after the name of a scheme': [`OAuth ${SESSION}`, 'OAuth ***'],
  'within a word': [`x${SESSION}y`, 'x***y'],
  twice: [`${TOKEN} ${TOKEN}`, '*** ***'],
  'with blanks and quotes': [`pwd ${PASSWORD}.`, 'pwd ***.'],
  'in hexadecimal digits': [Buffer.from(TOKEN).toString('hex'), '***'],
  'in capital hexadecimal digits': [Buffer.from(TOKEN).toString('hex').toUpperCase(), '***'],
  'percent-encoded': [`?t=${encodeURIComponent(TOKEN)}&x`, '?t=***&x'],
  'percent-encoded with small letters': [
    encodeURIComponent(PASSWORD).replaceAll(/%../g, (code) => code.toLowerCase()),
    '***',
  ],
  'in JSON in a text': [`got ${JSON.stringify({ p: PASSWORD })}`, 'got {"p":"***"}'],
  'in JSON in JSON in a text': [
    JSON.stringify(JSON.stringify({ p: PASSWORD })),
    String.raw`"{\"p\":\"***\"}"`,
  ],
};

/** Cut where vendors cut what they repeat. */
const PIECES: Readonly<Record<string, readonly [text: string, clean: string]>> = {
  'the beginning': [`token ${TOKEN.slice(0, 10)}... expired`, 'token ***... expired'],
  'the end': [`token ...${SESSION.slice(-9)} expired`, 'token ...*** expired'],
  both: [`${SESSION.slice(0, 8)}****${SESSION.slice(-8)}`, '*'.repeat(10)],
  'all but the end': [SESSION.slice(0, -1), '***'],
};

for (const [name, cases] of Object.entries({ WHOLE, PIECES }))
  describe(name.toLowerCase(), () => {
    for (const [what, [text, clean]] of Object.entries(cases))
      test(what, () => {
        assert.equal(cleaner.mayHold(text), true);
        assert.equal(cleaner.text(text), clean);
      });
  });

test('in base64 it is found wherever it begins, but for what its neighbours share', () => {
  for (const before of ['', 'u:', 'us:', 'user:', 'admin2:']) {
    const clean = cleaner.text(`Basic ${base64(`${before}${PASSWORD}!`)}`);
    assert.match(clean, /^Basic .{0,12}\*\*\*.{0,4}$/, before);
  }
});

test('escapes that only some writers use hide nothing', () => {
  const slashes = JSON.stringify({ t: TOKEN }).replaceAll('/', '\\/').replaceAll('=', '\\u003d');
  assert.equal(cleaner.mayHold(slashes), true);
  assert.deepEqual(cleaner.value(JSON.parse(slashes)), { t: '***' });
  assert.deepEqual(cleaner.value({ dump: slashes }), { dump: '***' });
});

test('ids that begin alike, and words of a password, stay', () => {
  const alike = `${SESSION.slice(0, 8)}${'0'.repeat(24)}`;
  assert.equal(cleaner.text(alike), alike);
  assert.equal(cleaner.text(SESSION.slice(0, 7)), SESSION.slice(0, 7));
  const words = cleanValues(['my-secret-password', 'short']);
  for (const text of ['password', 'my-secret', 'Your password has expired', 'short'])
    assert.equal(words.text(text), text);
  assert.equal(words.text('my-secret-password'), '***');
});

test('a piece is found though the secret begins or ends with signs or letters alone', () => {
  const token = '+-JLzyhsYN-H7-cZ9RBlXKrfSo5-cZIk1cBG6WTn0a-tail=_ends-here==';
  const own = cleanValues([token]);
  for (const length of [12, 16, 40])
    assert.equal(own.text(`charset ${token.slice(0, length)}: not known`), 'charset ***: not known');
  assert.equal(own.text(`token ...${token.slice(-26)} expired`), 'token ...*** expired');
});

/** Of fewer characters one in a few thousand may be taken for words. */
test('of a random secret no piece of 20 characters or more is left, wherever vendors cut it', () => {
  const bytes = fc.noShrink(fc.uint8Array({ minLength: 48, maxLength: 64 }));
  const hash = bytes.map((array) => createHash('sha512').update(array).digest());
  const encoding = fc.constantFrom('base64', 'base64url', 'hex');
  const edge = fc.constantFrom('', '+-', '--__', '==', 'abcdefgh', 'PASSWORD', 'Password');
  const cut = fc.integer({ min: 20, max: 40 });
  fc.assert(
    fc.property(hash, encoding, edge, cut, fc.boolean(), (digest, as, words, length, isHead) => {
      const secret = `${words}${digest.toString(as)}${words}`;
      const piece = isHead ? secret.slice(0, words.length + length) : secret.slice(-words.length - length);
      assert.equal(cleanValues([secret]).text(`got ${piece}... here`), 'got ***... here');
    }),
    { numRuns: 5_000 },
  );
});

test('keys are cleaned of it, and numbers that are it; all else stays as it is', () => {
  const digits = cleanValues([SESSION, '653247040368672769', '12345678']);
  const body = parseJson(`{"${SESSION}":[653247040368672769,12345678,123456789,true,null,"x"]}`);
  assert.deepEqual(digits.value(body), { '***': ['***', '***', 123456789, true, null, 'x'] });
});

test('a password that is but a word for one does not take away the names of other secrets', () => {
  const text = '{"password":"hush"}';
  assert.equal(cleanValues(['password', 'Credentials']).text(text), text);
});

test('without secrets nothing is looked for', () => {
  const none = cleanValues(['', '1234567']);
  assert.equal(none.mayHold('1234567'), false);
  assert.equal(none.text('1234567'), '1234567');
});

test('the next moment’s secrets are known, and those of the last are forgotten', () => {
  const cleanerFor = rememberingCleaner();
  const [first, second] = [cleanerFor([SESSION, TOKEN]), cleanerFor([SESSION, TOKEN])];
  assert.equal(first, second);
  const next = cleanerFor([TOKEN, PASSWORD]);
  assert.deepEqual([SESSION, TOKEN, PASSWORD].map(next.text), [SESSION, '***', '***']);
});

test('wherever a secret stands in JSON, nothing of it is left', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9+/=_-]{12,40}$/);
  const around = fc.string({ maxLength: 20 });
  fc.assert(
    fc.property(secret, around, around, fc.nat(3), (value, before, after, depth) => {
      let dirty: unknown = { text: `${before}${value}${after}` };
      for (let i = 0; i < depth; i += 1) dirty = [{ dump: JSON.stringify(dirty) }];
      const body = JSON.stringify(dirty);
      const own = cleanValues([value]);
      assert.equal(own.mayHold(body), true);
      assert.equal(JSON.stringify(own.value(JSON.parse(body))).includes(value), false);
    }),
    { numRuns: 1_000 },
  );
});

const holdsOne = (needles: readonly string[], text: string): boolean =>
  needleSearch(needles)(Buffer.from(text));

test('a needle is found at either end, in the middle, and nowhere else', () => {
  const needles = ['abcdefgh', 'abcdefgi'];
  for (const text of ['abcdefgh', 'xabcdefgi', 'abcdefghx', `${'x'.repeat(100)}abcdefgh${'x'.repeat(9)}`])
    assert.equal(holdsOne(needles, text), true, text);
  for (const text of ['', 'abcdefg', 'abcdefgx', 'xabcdefg', 'abcd efgh'])
    assert.equal(holdsOne(needles, text), false, text);
  assert.equal(holdsOne([], 'abcdefgh'), false);
});

test('a needle is found at every place of a text', () => {
  for (let before = 0; before < 20; before += 1)
    for (let behind = 0; behind < 20; behind += 1) {
      const text = `${'x'.repeat(before)}abcdefgh${'y'.repeat(behind)}`;
      assert.equal(holdsOne(['abcdefgh'], text), true, text);
    }
});

/** Few letters, so that texts nearly hold their needles, and some beyond one byte that share a number with others. */
const letters = (least: number, most: number) =>
  fc
    .array(fc.constantFrom('a', 'b', 'á', '\u0461', '\u2c61', '😀'), { minLength: least, maxLength: most })
    .map((some) => some.join(''));

/** As secrets are cut, perhaps within a character. */
const cut = fc.tuple(letters(8, 12), fc.nat(3)).map(([text, from]) => text.slice(from).slice(0, 8));

test('it finds what a plain search finds, and nothing that does not begin like a needle', () => {
  const needles = fc.array(
    cut.filter(({ length }) => length === 8),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(needles, letters(0, 60), (needles, text) => {
      const isFound = holdsOne(needles, text);
      if (needles.some((needle) => text.includes(needle))) assert.equal(isFound, true);
      const mayBe = needles.some((needle) => text.includes(needle.slice(1, 2)));
      if (!mayBe) assert.equal(isFound, false);
    }),
    { numRuns: 5_000 },
  );
});

test('a secret whose end cuts a character in two is found', () => {
  for (const secret of ['abcdefg😀hijklmnop', '😀😀😀😀😀😀', 'a😀bcdefgh😀ijk😀😀'])
    for (const body of [`{"a":"${secret}"}`, `"${secret}"`, `${'x'.repeat(9)}${secret}`]) {
      const own = cleanValues([secret]);
      assert.equal(own.mayHold(body, Buffer.from(body)), true, secret);
      assert.equal(own.mayHold(body), true, secret);
    }
});

test('what was harmless stays so, and what was not is found each time, however many texts there are', () => {
  const own = cleanValues([SESSION]);
  for (let round = 0; round < 3; round += 1)
    for (let i = 0; i < 250; i += 1) {
      assert.equal(own.mayHold(`text ${i}`), false);
      assert.equal(own.mayHold(`text ${i} ${SESSION}`), true);
    }
});
