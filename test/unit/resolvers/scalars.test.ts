import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ConstValueNode, GraphQLError, Kind, parseConstValue, parseValue } from 'graphql';
import type { FineInstant } from '../../../src/model/fine-instant.ts';
import { DateTime, JsonScalar } from '../../../src/resolvers/scalars.ts';

const SECOND = Date.UTC(2026, 10, 20, 6, 53, 57);

/** As a variable, and as it stands in a query; both must agree. */
function read(value: unknown): FineInstant {
  const literal: ConstValueNode = parseConstValue(JSON.stringify(value));
  const instant = DateTime.parseValue(value);
  assert.deepEqual(DateTime.parseLiteral(literal), instant);
  return instant;
}

test('an instant is RFC 3339 with an offset', () => {
  const cases: readonly (readonly [text: string, instant: number, isLater?: boolean])[] = [
    ['2026-11-20T06:53:57Z', SECOND],
    ['2026-11-20t06:53:57z', SECOND],
    ['2026-11-20 06:53:57Z', SECOND],
    ['2026-11-20T14:53:57+08:00', SECOND],
    ['2026-11-19T23:23:57-07:30', SECOND],
    ['2026-11-20T06:53:57.1Z', SECOND + 100],
    ['2026-11-20T06:53:57.123456789Z', SECOND + 123, true],
    ['2026-11-20T06:53:57.000000001Z', SECOND, true],
    ['2026-11-20T06:53:57.123000000Z', SECOND + 123],
    ['1969-12-31T23:59:59.9999Z', -1, true],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['1969-12-31T23:59:59Z', -1_000],
  ];
  for (const [text, instant, isLater = false] of cases)
    assert.deepEqual(read(text), { instant, isLater }, text);
});

test('everything else is refused, and the message says what is due', () => {
  const bad: readonly unknown[] = [
    '2026-11-20T06:53:57',
    '2026-11-20T06:53Z',
    '2026-11-20',
    '2026-11-20T06:53:57 Z',
    '2026-11-20T06:53:57+0800',
    '2026-11-20T06:53:57.Z',
    '2026-11-20T06:53:57.1234567890Z',
    '2026-02-30T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-11-31T00:00:00+01:00',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-11-20T24:00:00Z',
    '2026-11-20T25:00:00Z',
    '2026-11-20T06:60:00Z',
    '2026-11-20T06:53:57+25:00',
    'yesterday',
    '',
    SECOND,
    true,
    ['2026-11-20T06:53:57Z'],
  ];
  const refusal = { message: /RFC 3339 text with an offset/, extensions: { code: 'BAD_USER_INPUT' } };
  for (const value of bad) {
    assert.throws(() => DateTime.parseValue(value), refusal, String(value));
    const literal = parseConstValue(JSON.stringify(value));
    assert.throws(() => DateTime.parseLiteral(literal), refusal, `literal ${value}`);
  }
});

test('what stands in a query is told with its place, in a few words', () => {
  const literal = parseConstValue(`"${'9'.repeat(1_000)}"`);
  assert.throws(
    () => DateTime.parseLiteral(literal),
    (error: unknown) =>
      error instanceof GraphQLError &&
      /^"9{59}… cannot be read: a DateTime is/.test(error.message) &&
      error.locations?.[0]?.column === 1,
  );
});

test('an instant is written in UTC to the millisecond', () => {
  assert.equal(DateTime.serialize(SECOND), '2026-11-20T06:53:57.000Z');
  assert.equal(DateTime.serialize(-1), '1969-12-31T23:59:59.999Z');
});

test('JSON is any value, also written in a query, with variables in it', () => {
  const value = { a: [1, 1.5, 'x', null, true], b: {} };
  assert.deepEqual([JsonScalar.serialize(value), JsonScalar.parseValue(value)], [value, value]);
  const literal = parseValue('{ a: [1, 1.5, "x", null, true], b: $b }');
  assert.deepEqual(JSON.parse(JSON.stringify(JsonScalar.parseLiteral(literal, { b: {} }))), value);
});

test('of a date alone it is told what it may have meant', () => {
  const meant = /a date alone names no time zone: its midnight in UTC is "2026-11-20T00:00:00Z"\.$/;
  assert.throws(() => DateTime.parseValue('2026-11-20'), { message: meant });
  assert.throws(() => DateTime.parseLiteral({ kind: Kind.STRING, value: '2026-11-20' }), { message: meant });
  assert.throws(() => DateTime.parseValue('2026-02-31'), { message: /T06:53:57Z"\.$/ });
});
