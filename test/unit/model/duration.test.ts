import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instantBefore, readDuration } from '../../../src/model/duration.ts';

test('a length of time is ISO 8601 text and more than nothing', () => {
  for (const text of ['PT24H', 'P7D', 'PT1H30M', 'P1M', 'P1Y2M3DT4H', 'PT0.5S', 'P2W'])
    assert.notEqual(readDuration(text), null, text);
  for (const text of [
    '',
    'P',
    'PT',
    '24h',
    'PT0S',
    'P0D',
    '-PT1H',
    'PT1H ',
    'P1.5D',
    '1',
    24,
    null,
    undefined,
    {},
  ])
    assert.equal(readDuration(text), null, String(text));
  assert.equal(readDuration(`PT${'1'.repeat(100)}S`), null);
});

test('days are 24 hours, months those of the calendar, and nothing is before all time', () => {
  const now = Date.UTC(2026, 2, 31, 12);
  const before = (text: string): string => new Date(instantBefore(now, text)).toISOString();
  assert.equal(before('PT24H'), '2026-03-30T12:00:00.000Z');
  assert.equal(before('P1D'), before('PT24H'));
  assert.equal(before('P1M'), '2026-02-28T12:00:00.000Z');
  assert.equal(before('PT0.5S'), '2026-03-31T11:59:59.500Z');
  assert.equal(instantBefore(now, 'P300000Y'), -8.64e15);
});
