import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema } from 'graphql';
import { undescribed } from './undescribed.ts';

test('finds every kind of element without a description', () => {
  const schema = buildSchema(
    'type Query { a(b: In): E } input In { c: Int } enum E { D } interface I { f: Int }',
  );
  assert.deepEqual(undescribed(schema).sort(), [
    'E',
    'E.D',
    'I',
    'I.f',
    'In',
    'In.c',
    'Query',
    'Query.a',
    'Query.a.b',
  ]);
});

test('a description that says nothing is none', () => {
  assert.deepEqual(undescribed(buildSchema('" " type Query { "said" a: Int }')), ['Query']);
});
