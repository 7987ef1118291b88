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
  ['an operation with a mistake', '{"a": "{ hello }", "b": "{"}', /json:1:20 operation "b": Syntax Error/],
  ['an operation of another schema', '{"a": "{ bye }"}', /operation "a": Cannot query field "bye"/],
  [
    'an operation that is too large',
    JSON.stringify({ a: `{ ${'hello '.repeat(3_000)}}` }),
    /operation "a": The document has more than 2000 tokens/,
  ],
  [
    'one that has too many names',
    JSON.stringify({ a: `{ ${Array.from({ length: 31 }, (_, i) => `a${i}: hello`).join(' ')} }` }),
    /operation "a": The document has 31 aliases; 30 are allowed \(`server\.limits\.aliases`\)/,
  ],
] as const)
  test(`${what} is told before anything starts`, () =>
    assert.rejects(load(content), (error) => error instanceof StartFault && words.test(error.message)));

test('every fault is told, with its place in the file and in the operation', async () => {
  const operations = ['{ hello }', '{\n  hello\n  bye }', '{ bye good }'].map((body, i) => ({
    id: `op${i % 2}`,
    body,
  }));
  const text = JSON.stringify({ format: 'apollo-persisted-query-manifest', operations }, null, 2);
  const path = join(folder, 'operations.json');
  await assert.rejects(load(text), (error) => {
    assert(error instanceof StartFault);
    assert.deepEqual(error.message.split('\n'), [
      `${path}:8:5 operation "op1": Cannot query field "bye" on type "Query". (line 3, column 3 of it)`,
      `${path}:12:5 operation "op0": another one has the same id; keep one`,
      `${path}:12:5 operation "op0": Cannot query field "bye" on type "Query". (line 1, column 3 of it)`,
      `${path}:12:5 operation "op0": Cannot query field "good" on type "Query". (line 1, column 7 of it)`,
    ]);
    return true;
  });
});

test('limits that are wider let wider operations in', async () => {
  const names = Array.from({ length: 31 }, (_, i) => `a${i}: hello`).join(' ');
  await writeFile(join(folder, 'wide.json'), JSON.stringify({ a: `{ ${names} }` }));
  assert.equal(readOperations(join(folder, 'wide.json'), schema, { aliases: 40 }).size, 1);
});
