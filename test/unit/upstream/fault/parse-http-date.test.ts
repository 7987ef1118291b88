import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHttpDate } from '../../../../src/upstream/fault/parse-http-date.ts';

/** As on a machine of that zone; at once, so that no other test meets it. */
function inZone<T>(zone: string, read: () => T): T {
  const { TZ } = process.env;
  process.env['TZ'] = zone;
  try {
    return read();
  } finally {
    if (TZ === undefined) delete process.env['TZ'];
    else process.env['TZ'] = TZ;
  }
}

test('the three forms of RFC 9110 §5.6.7 are the same moment, wherever this runs', () => {
  for (const form of [
    'Sun, 06 Nov 1994 08:49:37 GMT',
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994',
  ])
    assert.equal(
      inZone('Asia/Shanghai', () => parseHttpDate(form)),
      Date.UTC(1994, 10, 6, 8, 49, 37),
      form,
    );
});

test('what is no date of HTTP is none', () => {
  for (const text of ['', '0', '-1', '2026-01-01T00:00:00Z', 'never', 'Sun, 99 Nov 1994 08:49:37 GMT'])
    assert.equal(parseHttpDate(text), null, text);
});
