import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { tinyGateway } from './tiny-gateway.ts';

const HELLO = 'query Hello($name: String) { hello(name: $name) }';
const id = createHash('sha256').update(HELLO).digest('hex');
const texts = new Map([[id, HELLO]]);

async function send(only: boolean, body: unknown, init: RequestInit = {}, path = '/graphql') {
  const { server } = tinyGateway({ knownOperations: { texts, only } });
  const response = await server.fetch(`http://gateway${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
    ...init,
  });
  const { data, errors } = await response.json();
  return { status: response.status, data, code: errors?.[0].extensions.code, message: errors?.[0].message };
}

const variables = { name: 'Ada' };
const persistedQuery = { version: 1, sha256Hash: id };

for (const only of [true, false]) {
  test(`an operation that is known is named by its id, ${only ? 'and there are no others' : 'beside others'}`, async () => {
    for (const named of [{ documentId: id }, { extensions: { persistedQuery } }])
      assert.deepEqual((await send(only, { ...named, variables })).data, { hello: 'Hello Ada' });
    const query = new URLSearchParams({ extensions: JSON.stringify({ persistedQuery }) });
    const get = {
      method: 'GET',
      headers: { accept: 'application/json', 'x-jobweave-preflight': '1' },
      body: null,
    };
    assert.deepEqual((await send(only, null, get, `/graphql?${query}`)).data, { hello: 'Hello world' });
  });

  test(`an id that is not known is told in the way that clients act on (only: ${only})`, async () => {
    for (const other of ['x', '__proto__', 'constructor', id.toUpperCase(), ''])
      assert.equal((await send(only, { documentId: other })).code, 'PERSISTED_QUERY_NOT_FOUND', other);
  });
}

test('a text beside the id does not smuggle in another operation', async () => {
  const evil = { query: '{ count }', documentId: id, extensions: { persistedQuery } };
  assert.deepEqual(await send(true, evil), {
    status: 403,
    data: undefined,
    code: 'FORBIDDEN',
    message: 'Only operations that are known here are executed: send the id of one, and no `query`.',
  });
});

for (const [what, body] of [
  ['a text', { query: '{ hello }' }],
  ['a text that is known, but sent', { query: HELLO }],
  ['introspection', { query: '{ __schema { types { name } } }' }],
  ['a text that is a number', { query: 1 }],
] as const)
  test(`a safelist refuses ${what}`, async () => assert.equal((await send(true, body)).code, 'FORBIDDEN'));

for (const [what, body] of [
  ['nothing', {}],
  ['null', null],
  ['a list', [{ documentId: id }]],
  ['a text', 'x'],
  ['an empty text', { query: '' }],
  ['an id that is no text', { documentId: { toString: id } }],
  ['extensions that are none', { extensions: { persistedQuery: null } }],
] as const)
  test(`a safelist executes nothing for ${what}, and says what is wrong`, async () => {
    const { data, status, message } = await send(true, body);
    assert.equal(data, undefined);
    assert(message.length > 10);
    assert(status < 500, `${status}`);
  });

test('without a file, a `documentId` is not understood', async () => {
  const { server } = tinyGateway();
  const response = await server.fetch('http://gateway/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ documentId: id }),
  });
  assert.equal(response.status, 400);
});
