import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readText } from '../../../../src/datasource/wire/fields.ts';
import { parseJson } from '../../../../src/model/exact-json.ts';

test('a text, or what it is written with where the vendor writes another kind', () => {
  for (const [json, text] of [
    ['"a"', 'a'],
    ['" a "', ' a '],
    ['"null"', 'null'],
    ['""', null],
    ['null', null],
    ['8123', '8123'],
    ['8123.0', '8123'],
    ['-1', '-1'],
    ['1.5', '1.5'],
    ['0', '0'],
    ['true', 'true'],
    ['false', 'false'],
    ['[653247040368672769]', undefined],
    ['{}', undefined],
    ['[]', undefined],
    ['["a"]', undefined],
    ['1e400', undefined],
  ] as const)
    assert.equal(readText(parseJson(json)), text, json);
  assert.equal(readText(undefined), null);
});

test('a number of any length is told to the digit', () => {
  const [id, negative] = Object.values(
    parseJson('{"a": 653247040368672769, "b":-9223372036854775808}') ?? {},
  );
  assert.equal(readText(id), '653247040368672769');
  assert.equal(readText(negative), '-9223372036854775808');
});
