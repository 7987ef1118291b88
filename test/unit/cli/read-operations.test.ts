import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildSchema } from 'graphql';
import { readOperations } from '../../../src/cli/read-operations.ts';
import { StartFault } from '../../../src/cli/start-fault.ts';

const schema = buildSchema('type Query { hello: String }');
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'operations-'));
});
after(() => rm(folder, { recursive: true }));

async function load(content: string | null): Promise<ReadonlyMap<string, string>> {
  const file = content === null ? 'missing.json' : 'operations.json';
  if (content !== null) await writeFile(join(folder, file), content);
  return readOperations(join(folder, file), schema);
}

test('a map, and the manifest of Apollo, are read', async () => {
  assert.deepEqual([...(await load('{"a": "{ hello }"}'))], [['a', '{ hello }']]);
  const operations = [{ id: 'b', name: 'B', type: 'query', body: 'query B { hello }' }];
  const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
  assert.deepEqual([...(await load(JSON.stringify(manifest)))], [['b', 'query B { hello }']]);
});

for (const [what, content, words] of [
  [
    'a file that is missing',
    null,
    /missing.json: the file of `server.knownOperations` cannot be read \(ENOENT\)/,
  ],
  ['no JSON', 'query { hello }', /operations.json: this is no JSON; give a map of ids/],
  ['a list', '["{ hello }"]', /operations.json: this is no list of operations; give a map/],
  ['an operation with a mistake', '{"a": "{ hello }", "b": "{"}', /operation "b": Syntax Error/],
  ['an operation of another schema', '{"a": "{ bye }"}', /operation "a": Cannot query field "bye"/],
] as const)
  test(`${what} is told before anything starts`, () =>
    assert.rejects(load(content), (error) => error instanceof StartFault && words.test(error.message)));
