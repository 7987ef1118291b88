import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsSchemas } from '../../../src/create-gateway.ts';
import { namesOfTables, readPage, withFreshTables } from './key-tables.ts';

test('the tables of keys are those of the schemas; `npm run docs:keys` writes them', () => {
  const page = readPage();
  assert.equal(withFreshTables(page), page);
});

test('every kind of source has a table', () => {
  const named = namesOfTables(readPage());
  const families = new Set([...settingsSchemas.keys()].map((name) => name.split('-')[0] ?? name));
  for (const family of families)
    assert(
      named.some((name) => name.startsWith(`${family}`)),
      family,
    );
  for (const name of ['server', 'every source']) assert(named.includes(name), name);
});
