import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { admit, refuse } from '../../../src/access/caller.ts';
import type { Access } from '../../../src/access/create-access.ts';
import { OPEN_ACCESS } from '../../../src/access/open-access.ts';
import { ALL_RIGHTS } from '../../../src/scope/principal.ts';
import { tinyGateway } from './tiny-gateway.ts';

const CLOSED: Access = {
  ...OPEN_ACCESS,
  authenticate: () =>
    refuse({
      status: 401,
      code: 'UNAUTHENTICATED',
      message: 'no',
      headers: { 'www-authenticate': 'Bearer' },
    }),
};

const seeing = (rights: Partial<typeof ALL_RIGHTS>): Access => ({
  ...OPEN_ACCESS,
  authenticate: () => admit({ name: 'key:x', rights: { ...ALL_RIGHTS, ...rights } }, 'x-api-key'),
});

const JSON_TYPE = { 'content-type': 'application/json' };

/** One request to a gateway of its own, unless one is given. */
async function send(
  access: Access,
  path: string,
  init: RequestInit = {},
  { server } = tinyGateway({ access, allowedOrigins: ['https://app.example.com'] }),
) {
  const response = await server.fetch(`http://gateway${path}`, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const post = (query: string, headers: Record<string, string> = JSON_TYPE): RequestInit => ({
  method: 'POST',
  headers: { accept: 'application/json', ...headers },
  body: JSON.stringify({ query }),
});

describe('who may not come in', () => {
  test('gets an error as GraphQL clients read it, before the query is looked at', async () => {
    const { status, headers, text } = await send(CLOSED, '/graphql', post('{ nonsense'));
    assert.equal(status, 401);
    assert.equal(headers.get('www-authenticate'), 'Bearer');
    assert.equal(headers.get('content-type'), 'application/json; charset=utf-8');
    assert.deepEqual(JSON.parse(text), {
      errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  test('gets it in the type that was asked for', async () => {
    const accept = 'application/graphql-response+json';
    const { headers } = await send(CLOSED, '/graphql', post('{ hello }', { ...JSON_TYPE, accept }));
    assert.equal(headers.get('content-type'), `${accept}; charset=utf-8`);
  });

  test('sees no metrics', async () => {
    assert.equal((await send(CLOSED, '/metrics')).status, 401);
    assert.equal((await send(seeing({ sources: ['dc*'] }), '/metrics')).status, 403);
    assert.equal((await send(seeing({}), '/metrics')).status, 200);
  });

  test('may still ask how the gateway is, and where what is', async () => {
    for (const [path, status] of [
      ['/livez', 200],
      ['/readyz', 200],
      ['/elsewhere', 404],
    ] as const)
      assert.equal((await send(CLOSED, path)).status, status, path);
  });

  test('may load GraphiQL, where there is one', async () => {
    const page = { headers: { accept: 'text/html' } };
    assert.equal((await send(CLOSED, '/graphql', page)).status, 200);
    assert.equal((await send({ ...CLOSED, hasGraphiql: false }, '/graphql', page)).status, 403);
  });
});

describe('what a page of another origin could send without asking', () => {
  const query = encodeURIComponent('{hello}');
  const form = (type: string): RequestInit => ({ ...post('{hello}', { 'content-type': type }) });
  for (const [what, path, init] of [
    ['GET', `/graphql?query=${query}`, { headers: { accept: 'application/json' } }],
    ['GET with a body’s type', `/graphql?query=${query}`, { headers: { accept: '*/*', ...JSON_TYPE } }],
    ['a form', '/graphql', form('application/x-www-form-urlencoded')],
    ['text', '/graphql', form('text/plain')],
    ['text that calls itself JSON', '/graphql', form('text/plain; application/json')],
    ['a form of parts', '/graphql', form('multipart/form-data; boundary=x')],
    ['GraphQL as it is', '/graphql', form('application/graphql')],
    ['no type', '/graphql', { method: 'POST', body: new Blob(['{}']) }],
  ] as const) {
    test(`${what} is refused without a header that shows the contrary`, async () => {
      const { status, text } = await send(OPEN_ACCESS, path, init);
      assert.equal(status, 403);
      assert.equal(JSON.parse(text).errors[0].extensions.code, 'FORBIDDEN');
    });
  }

  for (const header of [
    'x-jobweave-preflight',
    'apollo-require-preflight',
    'x-apollo-operation-name',
    'x-graphql-yoga-csrf',
    'graphql-preflight',
  ])
    test(`GET with ${header} is answered`, async () => {
      const init = { headers: { accept: 'application/json', [header]: '1' } };
      assert.equal((await send(OPEN_ACCESS, `/graphql?query=${query}`, init)).status, 200);
    });

  test('who asks by GET is told what to send, whatever it accepts', async () => {
    for (const accept of ['application/json', 'application/graphql-response+json', '*/*']) {
      const { status, text } = await send(OPEN_ACCESS, `/graphql?query=${query}`, { headers: { accept } });
      assert.equal(status, 403);
      const [{ message, extensions }] = JSON.parse(text).errors;
      assert.equal(extensions.code, 'FORBIDDEN');
      assert.match(
        message,
        /JSON with POST \(`content-type: application\/json`\), or add the header `x-jobweave-preflight: 1`/,
      );
    }
  });

  test('JSON is answered, whatever stands behind its type', async () => {
    const type = { 'content-type': 'application/json; charset=UTF-8' };
    assert.equal((await send(OPEN_ACCESS, '/graphql', post('{hello}', type))).status, 200);
  });
});

describe('a host that is not ours', () => {
  const access: Access = { ...OPEN_ACCESS, isAllowedHost: (host) => host !== 'evil.example' };
  const from = { ...post('{hello}', { ...JSON_TYPE, host: 'evil.example' }) };

  test('gets nothing but probes', async () => {
    assert.equal((await send(access, '/graphql', from)).status, 403);
    assert.equal((await send(access, '/metrics', { headers: { host: 'evil.example' } })).status, 403);
    assert.equal((await send(access, '/livez', { headers: { host: 'evil.example' } })).status, 200);
  });
});

describe('pages of other origins', () => {
  const asking = (origin: string): RequestInit => ({
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-api-key',
    },
  });

  test('may ask and read where their origin is configured, without cookies', async () => {
    const { status, headers } = await send(CLOSED, '/graphql', asking('https://app.example.com'));
    assert.equal(status, 204);
    assert.equal(headers.get('access-control-allow-origin'), 'https://app.example.com');
    assert.equal(headers.get('access-control-allow-headers'), 'x-api-key');
    assert.equal(headers.get('access-control-allow-credentials'), null);
    const origin = 'https://app.example.com';
    const answer = await send(CLOSED, '/graphql', post('{hello}', { ...JSON_TYPE, origin }));
    assert.equal(answer.headers.get('access-control-allow-origin'), origin, 'a refusal can be read too');
    assert.match(answer.headers.get('vary') ?? '', /origin/i);
  });

  for (const origin of [
    'https://evil.example',
    'null',
    'https://app.example.com.evil.example',
    'http://app.example.com',
  ]) {
    test(`${origin} may not`, async () => {
      for (const init of [asking(origin), post('{hello}', { ...JSON_TYPE, origin })]) {
        const { headers } = await send(OPEN_ACCESS, '/graphql', init);
        assert.equal(headers.get('access-control-allow-origin'), null);
        assert.match(headers.get('vary') ?? '', /origin/i);
      }
    });
  }
});

describe('the schema', () => {
  const blind = seeing({ introspection: false });

  for (const query of [
    '{ __schema { types { name } } }',
    '{ __type(name: "Query") { name } }',
    '{ a: hello ...X } fragment X on Query { b: __schema { queryType { name } } }',
  ])
    test(`${query} is for those with the right`, async () => {
      const { text } = await send(blind, '/graphql', post(query));
      assert.match(text, /is not for you/);
      assert.equal(JSON.parse(text).errors[0].extensions.code, 'FORBIDDEN');
      assert.doesNotMatch(text, /"data":\{/);
      assert.match((await send(seeing({}), '/graphql', post(query))).text, /"data":\{/);
    });

  const MISTAKES: readonly (readonly [string, RequestInit])[] = [
    ['a field', post('{ helo }')],
    ['an argument', post('{ hello(nam: "x") }')],
    ['a type', post('query ($x: Strin) { hello(name: $x) }')],
  ];

  for (const [what, init] of MISTAKES)
    test(`${what} that is nearly right is guessed only for those with the right`, async () => {
      assert.match((await send(seeing({}), '/graphql', init)).text, /Did you mean/);
      const { text } = await send(blind, '/graphql', init);
      assert.doesNotMatch(text, /[Dd]id you mean/);
      assert.equal(JSON.parse(text).errors.length, 1);
    });

  test('what was answered to one is not kept for another', async () => {
    let access = seeing({});
    const gateway = tinyGateway({
      access: { ...OPEN_ACCESS, authenticate: (header) => access.authenticate(header) },
    });
    const text = async (query: string): Promise<string> =>
      (await send(access, '/graphql', post(query), gateway)).text;
    for (const round of [1, 2]) {
      access = seeing({});
      assert.match(await text('{ helo }'), /Did you mean/, `${round}`);
      assert.match(await text('{ __schema { types { name } } }'), /"data":\{/);
      access = blind;
      assert.doesNotMatch(await text('{ helo }'), /Did you mean/);
      assert.doesNotMatch(await text('{ __schema { types { name } } }'), /"data":\{/);
    }
  });

  test('`__typename` is no secret', async () => {
    assert.equal(
      (await send(blind, '/graphql', post('{ __typename }'))).text,
      '{"data":{"__typename":"Query"}}',
    );
  });
});
