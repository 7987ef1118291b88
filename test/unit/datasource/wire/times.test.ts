import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readTime } from '../../../../src/datasource/wire/times.ts';
import { parseJson } from '../../../../src/model/exact-json.ts';

const read = (value: unknown): string | null | undefined => {
  const time = readTime(value);
  return typeof time === 'number' ? new Date(time).toISOString() : time;
};

function table(cases: readonly (readonly [value: unknown, expected: string | null | undefined])[]): void {
  for (const [value, expected] of cases) assert.equal(read(value), expected, JSON.stringify(value));
}

test('ISO 8601 and what is like it: blanks, no seconds, any fraction', () => {
  table([
    ['2022-03-07T10:40:43.858Z', '2022-03-07T10:40:43.858Z'],
    ['2022-03-07T10:40:43Z', '2022-03-07T10:40:43.000Z'],
    ['2022-03-07t10:40:43z', '2022-03-07T10:40:43.000Z'],
    [' 2016-12-02T09:06:46,7 ', '2016-12-02T09:06:46.700Z'],
    ['2016-12-02 09:06:46', '2016-12-02T09:06:46.000Z'],
    ['2024-09-04T12:30Z', '2024-09-04T12:30:00.000Z'],
    ['2024-09-04T12:29', '2024-09-04T12:29:00.000Z'],
    ['2024-09-04 12:29', '2024-09-04T12:29:00.000Z'],
    ['2016-02-29T09:06:46Z', '2016-02-29T09:06:46.000Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['20161202T090646Z', '2016-12-02T09:06:46.000Z'],
    ['20161202T090646.706+0800', '2016-12-02T01:06:46.706Z'],
    ['2016/12/02 09:06:46', '2016-12-02T09:06:46.000Z'],
  ]);
});

test('of a fraction three digits count, however many there are', () => {
  const digits = '1234567890123456';
  for (let count = 1; count <= digits.length; count++) {
    const expected = `2022-03-07T10:40:43.${digits.slice(0, Math.min(count, 3)).padEnd(3, '0')}Z`;
    assert.equal(read(`2022-03-07T10:40:43.${digits.slice(0, count)}Z`), expected);
  }
  assert.equal(read('2022-03-07T10:40:43.999999999Z'), '2022-03-07T10:40:43.999Z');
});

test('offsets in every spelling; a time that names no zone is UTC', () => {
  table([
    ['2016-12-02T09:06:46.706', '2016-12-02T09:06:46.706Z'],
    ['2016-12-02T09:06:46+08:00', '2016-12-02T01:06:46.000Z'],
    ['2016-12-02T09:06:46-0330', '2016-12-02T12:36:46.000Z'],
    ['2024-08-26T10:20:30+08', '2024-08-26T02:20:30.000Z'],
    ['2024-08-26T10:20:30-00', '2024-08-26T10:20:30.000Z'],
    ['2024-08-26 10:20:30.123456+00', '2024-08-26T10:20:30.123Z'],
    ['2024-08-26T10:20+05:45', '2024-08-26T04:35:00.000Z'],
    ['2024-08-26 10:20:30 +0000', '2024-08-26T10:20:30.000Z'],
    ['2024-08-26 10:20:30 UTC', '2024-08-26T10:20:30.000Z'],
    ['2024-08-26 10:20:30GMT', '2024-08-26T10:20:30.000Z'],
    ['2024-08-26 10:20:30.123456789 +0800 CST', '2024-08-26T02:20:30.123Z'],
    ['2024-08-26T10:20:30+08:00[Asia/Shanghai]', '2024-08-26T02:20:30.000Z'],
    ['2024-08-26T10:20:30Z[UTC]', '2024-08-26T10:20:30.000Z'],
  ]);
});

test('seconds or milliseconds since 1970, as a number or a text, whole or not', () => {
  table([
    [1_725_453_000_000, '2024-09-04T12:30:00.000Z'],
    ['1725453000000', '2024-09-04T12:30:00.000Z'],
    [1_725_453_000, '2024-09-04T12:30:00.000Z'],
    ['1725453000', '2024-09-04T12:30:00.000Z'],
    [1_725_453_000.123, '2024-09-04T12:30:00.123Z'],
    ['1.656042837002E12', '2022-06-24T03:53:57.002Z'],
    ['1656042837001.0', '2022-06-24T03:53:57.001Z'],
    ['1656042837001.9', '2022-06-24T03:53:57.001Z'],
    ['1.656042837e9', '2022-06-24T03:53:57.000Z'],
    ['2022-06-24T03:53:57Z', '2022-06-24T03:53:57.000Z'],
    [100_000_000, '1973-03-03T09:46:40.000Z'],
    [9_999_999_999, '2286-11-20T17:46:39.000Z'],
    [100_000_000_000, '1973-03-03T09:46:40.000Z'],
    [9_999_999_999_999, '2286-11-20T17:46:39.999Z'],
  ]);
});

test('a placeholder, a zero of any clock and an end of time are no time', () => {
  const none = [
    undefined,
    null,
    '',
    ' ',
    'null',
    'NULL',
    'None',
    'nil',
    '-',
    '--',
    'N/A',
    '<nil>',
    '(null)',
    'NaT',
    'Invalid date',
    0,
    '0',
    '0.0',
    -1,
    '-1',
    -62_135_596_800,
    -62_135_596_800_000,
    '0001-01-01T00:00:00Z',
    '0001-01-01 00:00:00 +0000 UTC',
    '0001-01-01T08:05:43+08:05',
    '0000-00-00 00:00:00',
    '0000-00-00T00:00:00Z',
    '1601-01-01T00:00:00Z',
    '1900-01-01 00:00:00',
    '1970-01-01T00:00:00Z',
    '1970-01-01 08:00:00',
    '1969-12-31T16:00:00-08:00',
    '9999-12-31T23:59:59Z',
    '9999-12-31 23:59:59.999',
  ];
  table(none.map((value) => [value, null]));
});

test('what is no time cannot be read', () => {
  const garbage = [
    'yesterday',
    '2016-12-02',
    '12:30',
    '2016-13-02T09:06:46Z',
    '2016-00-02T09:06:46Z',
    '2016-12-32T09:06:46Z',
    '2016-12-00T09:06:46Z',
    '2016-02-30T09:06:46Z',
    '2015-02-29T09:06:46Z',
    '2016-12-02T25:06:46Z',
    '2016-12-02T09:60:46Z',
    '2016-12-02T09:06:61Z',
    '2016-12-02T09:06:46.Z',
    '2016-12-02T09:06:46+25:00',
    '2016-12-02T09:06:46+08:60',
    '2016-12-02T09:06:46Zulu time',
    '2016-12-02T09:06:46 CST',
    '2016-12-02X09:06:46Z',
    '20161202',
    2016,
    12_345_678_901,
    1e15,
    9e15,
    1e300,
    '2024-09-04T24:00:01Z',
    '17254530000000000',
    [2024, 9, 4],
    [2024, 13, 4, 12, 30],
    [2024, 9, 4, '12', 30],
    'Wed, 04 Sxp 2024 12:30:00 GMT',
    'Wed Sep 04 12:30:00 CST 2024',
    '04/09/2024 12:30',
    true,
    false,
    {},
    [],
    [1_725_453_000_000],
  ];
  table(garbage.map((value) => [value, undefined]));
  assert.equal(readTime(parseJson('9223372036854775807')), undefined);
});

test('times as other languages write them', () => {
  const at = Date.UTC(2024, 8, 4, 12, 30);
  for (const value of [
    [2024, 9, 4, 12, 30],
    [2024, 9, 4, 12, 30, 0],
    'Wed, 04 Sep 2024 12:30:00 GMT',
    'Wed, 04 Sep 2024 14:30:00 +0200',
    'Wed Sep 04 12:30:00 UTC 2024',
    'Wed Sep  4 12:30:00 2024',
    '2024-9-4 12:30:00',
    '2024/9/4 12:30:00',
    '20240904123000',
    '2024-09-04 12:30:00.0000001 +0000 UTC m=+0.104',
    '2024-09-04T20:30:00+08:00:00',
    1_725_453_000_000_000,
    '1725453000000000',
    parseJson('1725453000000000000'),
  ])
    assert.equal(readTime(value), at, JSON.stringify(value));
  assert.equal(readTime([2024, 9, 4, 12, 30, 5, 123_000_000]), at + 5_123);
  assert.equal(readTime('2024-9-4 8:30:00'), Date.UTC(2024, 8, 4, 8, 30));
  assert.equal(readTime('2024-09-03T24:00:00Z'), Date.UTC(2024, 8, 4));
});

test('the end of time in seconds is none', () => {
  for (const seconds of [253_402_300_799, 253_402_214_400, '253402300800'])
    assert.equal(readTime(seconds), null);
});

test('a time without a zone is of the zone that is given; others keep their own', () => {
  const shanghai = (wall: number): number => wall - 8 * 3_600_000;
  assert.equal(readTime('2017-06-20 10:31:54', shanghai), Date.UTC(2017, 5, 20, 2, 31, 54));
  assert.equal(readTime('2017-06-20T10:31:54Z', shanghai), Date.UTC(2017, 5, 20, 10, 31, 54));
  assert.equal(readTime('2017-06-20T10:31:54+01:00', shanghai), Date.UTC(2017, 5, 20, 9, 31, 54));
  assert.equal(readTime('1970-01-01 08:00:00', shanghai), null);
});

const twoDigits = (most: number) => fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(2, '0'));

/** Mostly as vendors write times, now and then on no calendar, or a sign off. */
const nearlyUsual = fc
  .tuple(
    fc.constantFrom('1969', '1970', '2023', '2024', '2100', '9999', '20a4'),
    twoDigits(13),
    twoDigits(32),
    fc.constantFrom('T', ' ', 't', '-'),
    twoDigits(24),
    twoDigits(60),
    twoDigits(61),
    fc.constantFrom('', '.000', '.250', '.999', ',500', '.1', '.12x', '.123456'),
    fc.constantFrom('', 'Z', 'z', '+08:00', ' UTC'),
  )
  .map(
    ([year, month, day, between, hour, minute, second, fraction, zone]) =>
      `${year}-${month}-${day}${between}${hour}:${minute}:${second}${fraction}${zone}`,
  );

test('the usual form is read by its places as the pattern reads it, which a blank before it leads to', () => {
  const anHourAhead = (wall: number): number => wall - 3_600_000;
  fc.assert(
    fc.property(nearlyUsual, (text) =>
      assert.equal(readTime(text, anHourAhead), readTime(` ${text}`, anHourAhead)),
    ),
    { numRuns: 5_000 },
  );
});
