import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Listening } from './listen.ts';
import { startTestServer } from './start-test-server.ts';

let server: Listening;
before(async () => {
  server = await startTestServer();
});
after(() => server.close());

const ask = (accept: string): Promise<Response> =>
  fetch(server.url, {
    method: 'POST',
    headers: { accept, 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ jobs { nodes { id } } }' }),
  });

test('a client that names its own vendor’s type of JSON gets JSON', async () => {
  const response = await ask('application/vnd.github.v3+json');
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8');
  assert.deepEqual(await response.json(), { data: { jobs: { nodes: [{ id: 'job-0' }, { id: 'job-1' }] } } });
});

test('a refusal says what to ask for', async () => {
  const response = await ask('text/csv');
  assert.equal(response.status, 406);
  assert.match(await response.text(), /application\/json or application\/graphql-response\+json/);
});
