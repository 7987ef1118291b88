import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isExactNumber, parseJson, plainDigits } from '../../../src/model/exact-json.ts';

const BEYOND = [
  '653247040368672769',
  '-653247040368672769',
  '9007199254740993',
  '9223372036854775807',
  '-9223372036854775808',
  '18446744073709551615',
  '123456789012345678901234567890',
];

test('an integer that a double cannot hold is written again as it was read', () => {
  for (const digits of BEYOND) {
    for (const json of [
      `{"id":${digits}}`,
      `[1,${digits},"x"]`,
      `{"a":{"b":[{"id":${digits}}]},"c":${digits}}`,
    ])
      assert.equal(JSON.stringify(parseJson(json)), json);
    const alone: unknown = parseJson(`\n  ${digits}\n`);
    assert(isExactNumber(alone));
    assert.equal(alone.rawJSON, digits);
  }
});

test('all else is what JSON.parse makes of it', () => {
  const texts = [
    '{"id":9007199254740991,"at":1656042837002,"n":-1,"f":1.5,"e":1E3,"z":900.0}',
    '{"uuid":"1234567890123456789012345678901a","dump":"{\\"id\\": 653247040368672769}"}',
    '[0.1234567890123456789, 1.0, 1e21]',
    'null',
    '"653247040368672769"',
    '{"__proto__":{"a":1}}',
  ];
  for (const text of texts) assert.deepEqual(parseJson(text), JSON.parse(text), text);
});

test('what is no JSON is refused', () => {
  for (const text of ['', '{', '{"id":653247040368672769', 'NaN', "{'a':1}", '[ 653247040368672769,]'])
    assert.throws(() => parseJson(text), SyntaxError, text);
});

test('a long number is found wherever it stands in a text', () => {
  for (let before = 0; before < 40; before++) {
    const text = `{"${'x'.repeat(before)}":12345678901234567890,"b":"${'7'.repeat(before)}"}`;
    assert.equal(JSON.stringify(parseJson(text)), text);
  }
});

test('integers that are written with an exponent keep their digits', () => {
  const text = '{"id":6.53247040368672769E17}';
  assert.equal(JSON.stringify(parseJson(text)), text);
  assert.equal(plainDigits('6.53247040368672769E17'), '653247040368672769');
  assert.equal(plainDigits('-1.2345e5'), '-123450');
  for (const other of ['12', '1.5', '1e3', '6.532E2', '1.25e1']) assert.equal(plainDigits(other), other);
});
