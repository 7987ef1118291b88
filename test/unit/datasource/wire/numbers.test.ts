import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCount, readFlag, readNumber, type ValueReader } from '../../../../src/datasource/wire/fields.ts';
import { parseJson } from '../../../../src/model/exact-json.ts';

/** JSON on the left; `undefined`: it cannot be read. */
function table(
  read: ValueReader<unknown>,
  cases: readonly (readonly [json: string, expected: unknown])[],
): void {
  for (const [json, expected] of cases) assert.equal(read(parseJson(json)), expected, json);
  assert.equal(read(undefined), null, 'absent');
}

const NOTHING = [
  'null',
  '""',
  '" "',
  '"null"',
  '"NULL"',
  '"None"',
  '"nil"',
  '"-"',
  '"--"',
  '"N/A"',
  '"undefined"',
];
const NONE = NOTHING.map((json) => [json, null] as const);
const ODD = ['{}', '[]', '[1]', '"ten"', '"1,000"', '"0x10"', '"1e"', '"Infinity"', '"NaN 7"'];

test('a number, or a text of its digits', () => {
  table(readNumber, [
    ...NONE,
    ...ODD.map((json) => [json, undefined] as const),
    ['-1', -1],
    ['1.5', 1.5],
    ['"900"', 900],
    ['" 900 "', 900],
    ['"-1"', -1],
    ['"+1"', 1],
    ['"1.5"', 1.5],
    ['"1.656042837002E12"', 1_656_042_837_002],
    ['"1e-3"', 0.001],
    ['1e400', undefined],
    ['"1e400"', undefined],
    ['9007199254740993', 9_007_199_254_740_992],
    ['true', undefined],
  ]);
});

test('a count is a whole number that GraphQL’s Int can carry; a negative one is none', () => {
  table(readCount, [
    ...NONE,
    ['0', 0],
    ['900.0', 900],
    ['"10"', 10],
    ['"10.0"', 10],
    ['2147483647', 2_147_483_647],
    ['2147483648', undefined],
    ['4294967295', undefined],
    ['9007199254740993', undefined],
    ['1e12', undefined],
    ['1.5', undefined],
    ['"ten"', undefined],
    ['{}', undefined],
    ['false', undefined],
    ['-1', null],
    ['"-1"', null],
    ['-9223372036854775808', null],
  ]);
});

test('a yes or no, as JSON, Python, databases and forms write it', () => {
  table(readFlag, [
    ...NONE,
    ['true', true],
    ['false', false],
    ['"true"', true],
    ['"True"', true],
    ['"TRUE"', true],
    ['"False"', false],
    ['" false "', false],
    ['1', true],
    ['0', false],
    ['"1"', true],
    ['"0"', false],
    ['"yes"', true],
    ['"N"', false],
    ['"t"', true],
    ['2', undefined],
    ['"yes, it did"', undefined],
    ['{}', undefined],
  ]);
});
