import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSettledRows } from '../../../src/datasource/settled-rows.ts';

const MINUTE = 60_000;

test('rows are kept for a minute', () => {
  let now = 0;
  const rows = createSettledRows(() => now);
  rows.keep('a', []);
  assert.equal(rows.get('b'), null);
  now = MINUTE;
  assert.deepEqual(rows.get('a'), []);
  now = MINUTE + 1;
  assert.equal(rows.get('a'), null);
});

test('to keep them again begins the minute anew', () => {
  let now = 0;
  const rows = createSettledRows(() => now);
  rows.keep('a', []);
  now = MINUTE;
  rows.keep('a', []);
  now = 2 * MINUTE;
  assert.deepEqual(rows.get('a'), []);
});

test('of more than a thousand the oldest goes', () => {
  const rows = createSettledRows(() => 0);
  for (let i = 0; i < 1_000; i++) rows.keep(String(i), []);
  rows.keep('0', []);
  rows.keep('one more', []);
  assert.equal(rows.get('1'), null);
  for (const key of ['0', '2', '999', 'one more']) assert.deepEqual(rows.get(key), [], key);
});
