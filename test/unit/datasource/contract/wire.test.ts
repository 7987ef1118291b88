import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { z } from 'zod';
import {
  epochTime,
  isoTime,
  optionalCount,
  optionalNumber,
  optionalText,
  optionalTime,
  requiredText,
  rowList,
} from '../../../../src/datasource/contract/wire.ts';

const UNREADABLE = Symbol('unreadable');
const DIGITS = '123456789';

function read(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : UNREADABLE;
}

function table(schema: z.ZodType, cases: readonly (readonly [value: unknown, expected: unknown])[]): void {
  for (const [value, expected] of cases) assert.equal(read(schema, value), expected, JSON.stringify(value));
}

test('a list of nothing may be null; absent or of another kind, it is no list', () => {
  assert.deepEqual(read(rowList, null), []);
  assert.deepEqual(read(rowList, [1, null]), [1, null]);
  for (const value of [undefined, {}, '', 0]) assert.equal(read(rowList, value), UNREADABLE);
});

test('a time may have 0 to 9 digits of a fraction, of which three count', () => {
  const second = Date.UTC(2022, 2, 7, 10, 40, 43);
  assert.equal(read(isoTime, '2022-03-07T10:40:43Z'), second);
  for (let digits = 1; digits <= 9; digits++) {
    const expected = second + Number(DIGITS.slice(0, Math.min(digits, 3)).padEnd(3, '0'));
    assert.equal(read(isoTime, `2022-03-07T10:40:43.${DIGITS.slice(0, digits)}Z`), expected);
  }
  assert.equal(read(isoTime, '2022-03-07T10:40:43.999999999Z'), second + 999);
});

test('a time without a zone is UTC, one with an offset is not', () => {
  table(isoTime, [
    ['2016-12-02T09:06:46.706', Date.UTC(2016, 11, 2, 9, 6, 46, 706)],
    ['2016-12-02 09:06:46', Date.UTC(2016, 11, 2, 9, 6, 46)],
    [' 2016-12-02T09:06:46,7 ', Date.UTC(2016, 11, 2, 9, 6, 46, 700)],
    ['2016-12-02T09:06:46+08:00', Date.UTC(2016, 11, 2, 1, 6, 46)],
    ['2016-12-02T09:06:46-0330', Date.UTC(2016, 11, 2, 12, 36, 46)],
  ]);
});

test('what is no time is unreadable', () => {
  const garbage = [
    'yesterday',
    '2016-12-02',
    '2016-12-02T09:06Z',
    '2016-13-02T09:06:46Z',
    '2016-12-32T09:06:46Z',
    '2016-02-30T09:06:46Z',
    '2015-02-29T09:06:46Z',
    '2016-12-02T25:06:46Z',
    '2016-12-02T09:60:46Z',
    '2016-12-02T09:06:46.1234567890Z',
    '2016-12-02T09:06:46.Z',
    '2016-12-02T09:06:46+25:00',
    '2016-12-02T09:06:46Zulu',
    '',
    1_480_669_606_706,
    null,
  ];
  table(
    isoTime,
    garbage.map((value) => [value, UNREADABLE]),
  );
  assert.equal(read(isoTime, '2016-02-29T09:06:46Z'), Date.UTC(2016, 1, 29, 9, 6, 46));
});

test('an epoch time is a number or a text of digits', () => {
  table(epochTime, [
    [1_656_042_837_000, 1_656_042_837_000],
    ['1656042837000', 1_656_042_837_000],
    [0, 0],
    [-1, UNREADABLE],
    [1.5, UNREADABLE],
    [8.64e15 + 2, UNREADABLE],
    [Number.POSITIVE_INFINITY, UNREADABLE],
    ['', UNREADABLE],
    ['-1', UNREADABLE],
    ['1e3', UNREADABLE],
    ['12345678901234567', UNREADABLE],
    [null, UNREADABLE],
    [true, UNREADABLE],
  ]);
});

test('a time that is absent, null or empty is none; garbage is not taken for none', () => {
  for (const time of [isoTime, epochTime]) {
    table(optionalTime(time), [
      [undefined, null],
      [null, null],
      ['', null],
      ['garbage', UNREADABLE],
      [{}, UNREADABLE],
    ]);
  }
  table(optionalTime(isoTime), [['2016-12-02T09:06:46', Date.UTC(2016, 11, 2, 9, 6, 46)]]);
  table(optionalTime(epochTime), [[0, 0]]);
});

test('texts: absent, null and empty are one; another kind is unreadable', () => {
  table(optionalText, [
    [undefined, null],
    [null, null],
    ['', null],
    ['a', 'a'],
    [1, UNREADABLE],
  ]);
  table(requiredText, [
    ['a', 'a'],
    ['', UNREADABLE],
    [undefined, UNREADABLE],
    [7, UNREADABLE],
  ]);
});

test('counts fit into GraphQL’s Int, numbers need not', () => {
  table(optionalCount, [
    [undefined, null],
    [null, null],
    [0, 0],
    [JSON.parse('900.0'), 900],
    [2_147_483_647, 2_147_483_647],
    [2_147_483_648, UNREADABLE],
    [1.5, UNREADABLE],
    ['1', UNREADABLE],
  ]);
  table(optionalNumber, [
    [undefined, null],
    [null, null],
    [-1, -1],
    [1.5, 1.5],
    ['1', UNREADABLE],
  ]);
});
