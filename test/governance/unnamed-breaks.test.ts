import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unnamedBreaks } from './unnamed-breaks.ts';

const OLD = 'type Query { job(id: ID!): Job } type Job { id: ID! name: String resource: String }';

const CASES: readonly (readonly [what: string, now: string, told: string, breaks: number])[] = [
  ['nothing', OLD, '', 0],
  ['a field more', OLD.replace('name', 'kind: String name'), '', 0],
  ['a field less', OLD.replace('resource: String', ''), '', 1],
  ['a field less, named', OLD.replace('resource: String', ''), '`Job.resource` is gone.', 0],
  ['a field less, its type named', OLD.replace('resource: String', ''), '`Job` has less.', 0],
  ['a field less, another one named', OLD.replace('resource: String', ''), '`Job.name` is gone.', 1],
  ['an argument that must be given', OLD.replace('id: ID!)', 'id: ID!, now: Int!)'), '', 1],
  ['an argument that must be given, named', OLD.replace('id: ID!)', 'id: ID!, now: Int!)'), '`Query.job`', 0],
  ['a value that can be null now', OLD.replace('{ id: ID! name', '{ id: ID name'), '', 1],
];

for (const [what, now, told, breaks] of CASES)
  test(`${what}: ${breaks} to be named`, async () => {
    assert.equal((await unnamedBreaks(OLD, now, told)).length, breaks);
  });
