import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  buildASTSchema,
  isObjectType,
  Kind,
  lexicographicSortSchema,
  parse,
  printSchema,
  stripIgnoredCharacters,
} from 'graphql';
import { prefixed } from '../../../src/federation/prefix-types.ts';
import { subgraphSdl } from '../../../src/federation/subgraph-sdl.ts';
import { readSdl } from '../../../src/server/read-sdl.ts';
import { executableSchema } from '../../support/create-test-gateway.ts';

const sdl = subgraphSdl(readSdl(), { typePrefix: '' });

/** Coordinate → its marks, as they are written. */
function marksOf(text: string): Record<string, string> {
  const show = (node: {
    readonly directives?: readonly { readonly loc?: { start: number; end: number } }[];
  }) => (node.directives ?? []).map(({ loc }) => text.slice(loc?.start, loc?.end)).join(' ');
  const entries = parse(text).definitions.flatMap((type) => {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    const fields = (type.fields ?? []).map((field): [string, string] => [
      `${type.name.value}.${field.name.value}`,
      show(field),
    ]);
    return [[type.name.value, show(type)] as [string, string], ...fields];
  });
  return Object.fromEntries(entries.filter(([, marks]) => marks !== ''));
}

test('what others may refer to, share or not see is marked, and nothing else', () => {
  assert.deepEqual(marksOf(sdl), {
    CloudResource: '@key(fields: "id") @key(fields: "nativeId") @key(fields: "sourceId nativeId")',
    'CloudResource.type': '@shareable',
    Job: '@key(fields: "id")',
    'Job.raw': '@tag(name: "raw")',
    Origin: '@key(fields: "id")',
    PageInfo: '@shareable',
    'Query.node': '@shareable @inaccessible',
    'Query.nodes': '@shareable @inaccessible',
    Source: '@key(fields: "id")',
    Task: '@key(fields: "id")',
    'Task.raw': '@tag(name: "raw")',
  });
});

test('apart from the marks it is the public schema', () => {
  const bare = (text: string): string => {
    const schema = lexicographicSortSchema(buildASTSchema(parse(text), { assumeValidSDL: true }));
    return stripIgnoredCharacters(printSchema(schema).replace(/"""[\s\S]*?"""/g, ''));
  };
  assert.equal(bare(sdl.replace(/^extend schema.*$/m, '')), bare(readSdl()));
});

test('a prefix is on every name that others are likely to have, wherever it stands, and on no other', () => {
  const document = subgraphSdl(readSdl(), { typePrefix: 'Jw' });
  const rest = document.replace(/\bJw(?=Count|Origin|Source|Task)/g, '');
  assert.equal(rest, sdl);
  assert(!/[:[ `](Count|Origin|Source|Task)\b[^:]/.test(document.replace(/"""[\s\S]*?"""/g, '')));
  for (const name of ['Source', 'SourceReport', 'Task', 'TaskEdge', 'Origin', 'Count', 'CountPrecision'])
    assert.equal(prefixed(name, 'Jw'), `Jw${name}`);
  for (const name of ['Job', 'JobConnection', 'PageInfo', 'Query', 'CloudResource', 'Counter', 'Tasks'])
    assert.equal(prefixed(name, 'Jw'), name);
});

test('the schema that runs has the same names', () => {
  const types = executableSchema({ typePrefix: 'Jw' }).getTypeMap();
  for (const name of ['Task', 'Source', 'Origin', 'Count']) {
    assert(isObjectType(types[`Jw${name}`]), name);
    assert.equal(types[name], undefined);
  }
});
