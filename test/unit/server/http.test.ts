import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tinyGateway } from './tiny-gateway.ts';

const url = (path: string): string => `http://gateway${path}`;

/** With what shows that no page of another origin sends it. */
const PREFLIGHTED = { 'x-jobweave-preflight': '1' };

test('/livez answers while the process does', async () => {
  const { server } = tinyGateway({ isReady: () => false });
  const response = await server.fetch(url('/livez'));
  assert.equal(response.status, 200);
  assert.equal(await response.text(), 'ok');
});

test('/readyz follows isReady', async () => {
  let ready = false;
  const { server } = tinyGateway({ isReady: () => ready });
  assert.equal((await server.fetch(url('/readyz'))).status, 503);
  ready = true;
  assert.equal((await server.fetch(url('/readyz'))).status, 200);
});

for (const path of ['/', '/health', '/graphqlx', '/graphql/livez', '/x/livez', '/x?y=/graphql']) {
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
