import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Operations } from '../../../src/server/routes.ts';
import { tinyGateway } from './tiny-gateway.ts';

const url = (path: string): string => `http://gateway${path}`;

/** With what shows that no page of another origin sends it. */
const PREFLIGHTED = { 'x-jobweave-preflight': '1' };
const operationsOf = (isReady: () => boolean, metrics: Operations['metrics'] = null): Operations => ({
  readiness: () => ({
    isReady: isReady(),
    sources: [
      { id: 'dc1', state: 'HEALTHY', code: null },
      { id: 'apps', state: 'DOWN', code: 'UPSTREAM_TIMEOUT' },
    ],
  }),
  metrics,
});

test('/livez answers while the process does', async () => {
  const { server } = tinyGateway({ operations: operationsOf(() => false) });
  const response = await server.fetch(url('/livez'));
  assert.equal(response.status, 200);
  assert.equal(await response.text(), 'ok');
});

test('/readyz tells whether requests should come, and how each source does', async () => {
  let ready = false;
  const { server } = tinyGateway({ operations: operationsOf(() => ready) });
  const refused = await server.fetch(url('/readyz'));
  assert.equal(refused.status, 503);
  assert.equal(await refused.text(), 'not ready\ndc1 HEALTHY\napps DOWN UPSTREAM_TIMEOUT');
  ready = true;
  const response = await server.fetch(url('/readyz'));
  assert.equal(response.status, 200);
  assert.match(await response.text(), /^ok\n/);
});

test('where metrics are read elsewhere, there are none here, and nobody is sent to them', async () => {
  const { server } = tinyGateway({ operations: operationsOf(() => true) });
  const response = await server.fetch(url('/metrics'));
  assert.equal(response.status, 404);
  assert.doesNotMatch(await response.text(), /metrics/);
});

test('a browser that comes to the door is led to GraphiQL', async () => {
  const { server } = tinyGateway();
  const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
  const response = await server.fetch(url('/'), { headers, redirect: 'manual' });
  assert.deepEqual([response.status, response.headers.get('location')], [302, '/graphql']);
  assert.equal((await server.fetch(url('/'))).status, 404);
});

for (const path of ['/x', '/health', '/graphqlx', '/graphql/livez', '/x/livez', '/x?y=/graphql']) {
  test(`${path} is nowhere, and the answer says where the API is`, async () => {
    const { server } = tinyGateway();
    const response = await server.fetch(url(path), { headers: { accept: 'text/html' } });
    assert.equal(response.status, 404);
    assert.match(await response.text(), /GraphQL.* is at \/graphql;/);
  });
}

const post = (body: string, type = 'application/json'): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': type, 'content-length': String(Buffer.byteLength(body)) },
  body,
});

test('a body of more than a mebibyte is refused', async () => {
  const { server } = tinyGateway();
  const query = (length: number) =>
    JSON.stringify({ query: '{ hello }', variables: { pad: 'x'.repeat(length) } });
  assert.equal((await server.fetch(url('/graphql'), post(query(1_000_000)))).status, 200);
  assert.equal((await server.fetch(url('/graphql'), post(query(1_048_576)))).status, 413);
});

test('several operations in one request are refused', async () => {
  const { server } = tinyGateway();
  const response = await server.fetch(url('/graphql'), post('[{"query":"{hello}"},{"query":"{hello}"}]'));
  assert.equal(response.status, 400);
});

test('file uploads are refused', async () => {
  const { server } = tinyGateway();
  const body = new FormData();
  body.set('operations', '{"query":"{hello}"}');
  assert.equal(
    (await server.fetch(url('/graphql'), { method: 'POST', body, headers: { ...PREFLIGHTED } })).status,
    415,
  );
});

test('a query by GET is answered', async () => {
  const { server } = tinyGateway();
  const response = await server.fetch(url('/graphql?query={hello}'), {
    headers: { accept: 'application/json', ...PREFLIGHTED },
  });
  assert.deepEqual(await response.json(), { data: { hello: 'Hello world' } });
});

test('pages of other origins may not read', async () => {
  const { server } = tinyGateway();
  const asked = {
    headers: { origin: 'https://elsewhere.example', accept: 'application/json', ...PREFLIGHTED },
  };
  const response = await server.fetch(url('/graphql?query={hello}'), asked);
  assert.equal(response.headers.get('access-control-allow-origin'), null);
});

const asking = (accept: string): RequestInit => ({ headers: { accept, ...PREFLIGHTED } });

for (const [accept, type] of [
  ['application/vnd.github.v3+json', 'application/json'],
  ['application/json; charset=iso-8859-1', 'application/json'],
  ['text/plain, */*;q=0.1', 'application/json'],
  ['application/json;q=0.1, application/graphql-response+json', 'application/graphql-response+json'],
] as const) {
  test(`who accepts ${accept} gets ${type}`, async () => {
    const { server } = tinyGateway();
    const response = await server.fetch(url('/graphql?query={hello}'), asking(accept));
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), `${type}; charset=utf-8`);
    assert.deepEqual(await response.json(), { data: { hello: 'Hello world' } });
  });
}

test('an error about the request itself comes in the type that was asked for', async () => {
  const { server } = tinyGateway();
  const response = await server.fetch(url('/graphql?query={'), asking('application/vnd.github.v3+json'));
  assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8');
});

test('who accepts nothing that is spoken here is told what is, whatever the query', async () => {
  const { server } = tinyGateway();
  for (const init of [
    asking('text/csv'),
    { ...post('{'), headers: { accept: 'text/html', ...PREFLIGHTED } },
  ]) {
    const response = await server.fetch(url('/graphql?query={hello}'), init);
    assert.equal(response.status, 406);
    assert.equal(response.headers.get('content-type'), 'application/json');
    const { errors } = await response.json();
    assert.match(errors[0].message, /application\/json or application\/graphql-response\+json/);
    assert.equal(errors[0].extensions.code, 'BAD_USER_INPUT');
  }
});
