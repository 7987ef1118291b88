import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isObjectType } from 'graphql';
import { createSchema } from '../../../src/create-schema.ts';
import { STEADY_FIELDS } from '../../../src/resolvers/steady-fields.ts';
import { readSdl } from '../../../src/server/read-sdl.ts';

/** What is looked up, what is so at the moment, what has a list of its own, and what not everybody may see. */
const NOT_STEADY: Readonly<Record<string, readonly string[]>> = {
  CloudResource: ['jobs'],
  Job: ['source', 'name', 'elapsedSeconds', 'tasks', 'details', 'raw'],
  JobError: [],
  JobProgress: [],
  Origin: ['source', 'name', 'jobs'],
};

test('of each type that has steady fields every field is one, or is known not to be', () => {
  const schema = createSchema(readSdl(), []);
  assert.deepEqual(Object.keys(STEADY_FIELDS).sort(), Object.keys(NOT_STEADY).sort());
  for (const [name, steady] of Object.entries(STEADY_FIELDS)) {
    const type = schema.getType(name);
    assert.ok(isObjectType(type));
    assert.deepEqual(
      [...steady, ...(NOT_STEADY[name] ?? [])].sort(),
      Object.keys(type.getFields()).sort(),
      name,
    );
    assert.deepEqual(type.extensions.steadyFields, steady);
  }
});
