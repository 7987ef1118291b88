import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { getOperationAST, parse, validate } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { graphiqlTabs } from '../../../src/server/graphiql/graphiql-tabs.ts';
import { readSdl } from '../../../src/server/read-sdl.ts';
import { tinyGateway } from './tiny-gateway.ts';

const NOW = new Date('2026-03-01T09:00:00Z');

describe('the tabs', () => {
  const schema = makeExecutableSchema({ typeDefs: readSdl() });
  for (const { query, variables = '{}' } of graphiqlTabs(NOW)) {
    test(`${query.match(/query (\w+)/)?.[1]} asks what the schema has`, () => {
      const document = parse(query);
      assert.deepEqual(validate(schema, document), []);
      const definitions = getOperationAST(document)?.variableDefinitions ?? [];
      assert.deepEqual(getVariableValues(schema, definitions, JSON.parse(variables)).errors, undefined);
    });
  }

  test('the first needs no variables', () => {
    assert.equal(graphiqlTabs(NOW)[0]?.variables, undefined);
  });

  test('yesterday begins at midnight UTC, over the end of a month too', () => {
    assert.match(graphiqlTabs(NOW)[1]?.variables ?? '', /"since": "2026-02-28T00:00:00.000Z"/);
  });

  test('no tab can end the script that it becomes part of', () => {
    for (const { query, variables = '' } of graphiqlTabs(NOW)) assert.doesNotMatch(query + variables, /</);
  });
});

describe('the page', () => {
  const { server } = tinyGateway();
  const get = (headers: Record<string, string>) =>
    server.fetch('http://gateway/graphql', { headers: { accept: 'text/html', ...headers } });

  test('is zipped where that is understood, and the same where it is not', async () => {
    const zipped = await get({ 'accept-encoding': 'gzip, br' });
    assert.equal(zipped.headers.get('content-encoding'), 'gzip');
    assert.equal(zipped.headers.get('content-type'), 'text/html; charset=utf-8');
    const body = await zipped.bytes();
    assert(body.byteLength < 3_000_000, `${body.byteLength} bytes`);
    const unzipped = new Blob([body]).stream().pipeThrough(new DecompressionStream('gzip'));
    const plain = await get({ 'accept-encoding': 'identity' });
    assert.equal(plain.headers.get('content-encoding'), null);
    assert.equal(await new Response(unzipped).text(), await plain.text());
  });

  test('is not sent again to whoever has it', async () => {
    const etag = (await get({})).headers.get('etag') ?? '';
    const again = await get({ 'if-none-match': etag });
    assert.equal(again.status, 304);
    assert.equal(await again.text(), '');
  });

  test('may load nothing from elsewhere', async () => {
    const policy = (await get({})).headers.get('content-security-policy') ?? '';
    assert.match(policy, /^default-src 'none'; script-src 'sha256-[^']+';/);
    assert.doesNotMatch(policy, /https?:|\*/);
  });

  test('is for browsers alone', async () => {
    const response = await get({ accept: 'application/json' });
    assert.equal(response.headers.get('content-type')?.includes('html'), false);
  });
});
