import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusesOf, statusReader, wordsFor } from '../../../../src/datasource/contract/status-table.ts';

const TABLE = { WAITING: 'QUEUED', PLANNED: 'QUEUED', Done: 'SUCCEEDED' } as const;

test('words are read whatever their case and the spaces around them', () => {
  const read = statusReader(TABLE);
  const words = ['WAITING', 'waiting', ' Planned ', 'DONE', 'DONE?', '', null, undefined, 'constructor'];
  const unknown = ['UNKNOWN', 'UNKNOWN', 'UNKNOWN', 'UNKNOWN', 'UNKNOWN'];
  assert.deepEqual(words.map(read), ['QUEUED', 'QUEUED', 'QUEUED', 'SUCCEEDED', ...unknown]);
});

test('the statuses of a table are each there once, and a word that nobody has heard is one more', () => {
  assert.deepEqual(statusesOf(TABLE), ['QUEUED', 'SUCCEEDED', 'UNKNOWN']);
});

test('statuses are said in all words that mean them; the unknown cannot be said', () => {
  assert.deepEqual(wordsFor(TABLE, ['QUEUED']), ['WAITING', 'PLANNED']);
  assert.deepEqual(wordsFor(TABLE, ['SUCCEEDED', 'FAILED']), ['Done']);
  assert.deepEqual(wordsFor(TABLE, ['FAILED']), []);
  assert.equal(wordsFor(TABLE, ['QUEUED', 'UNKNOWN']), null);
});
