import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { createAccess } from '../../../src/access/create-access.ts';
import { createObserver } from '../../../src/observe/create-observer.ts';
import { createServer } from '../../../src/server.ts';
import { accept, alphaFile } from '../../unit/config/helpers.ts';
import { type Listening, listen } from '../http/listen.ts';
import { type Issuer, type Key, startIssuer } from './start-issuer.ts';

const sha256 = createHash('sha256').update('the key').digest('hex');

let server: Listening;
let issuer: Issuer;
let signer: Key;
const lines: string[] = [];

before(async () => {
  issuer = await startIssuer();
  signer = await issuer.addKey('ES256');
  const jwt = `jwt: { issuer: i, audience: a, jwks: "${issuer.url}" }`;
  const config = accept(
    `access: { roles: { one: { sources: [dc1] } }, apiKeys: [{ name: k, role: one, sha256: ${sha256} }], ${jwt} }\n${alphaFile()}`,
  );
  const resolvers = { Query: { me: (_: unknown, __: unknown, { name }: { name: string }) => name } };
  server = await listen(
    createServer({
      schema: makeExecutableSchema({ typeDefs: 'type Query { me: String }', resolvers }),
      context: (_, { principal: { name } }) => ({
        reportErrors: [],
        name,
        observed: { scope: { id: 'x' }, principal: name, trace: null, shares: async () => [] },
      }),
      access: createAccess(config, '127.0.0.1'),
      version: '0.0.0',
      observer: createObserver({ version: '0.0.0', log: (line) => lines.push(JSON.stringify(line)) }),
    }),
  );
});
after(async () => {
  await server.close();
  await issuer[Symbol.asyncDispose]();
});

const BODY = '{"query":"{ me }"}';

/** Sends these very lines; what comes back, as text. */
async function raw(...head: string[]): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.write(`${head.join('\r\n')}\r\nConnection: close\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`);
  await once(socket, 'close');
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text };
}

const post = (...headers: string[]) =>
  raw('POST /graphql HTTP/1.1', 'Host: 127.0.0.1', 'Content-Type: application/json', ...headers);

const GOOD = 'X-Api-Key: the key';

describe('over the short way and the long one alike', () => {
  for (const [way, extra] of [
    ['short', []],
    ['long', ['Origin: https://app.example.com']],
  ] as const) {
    test(`a credential is needed (${way})`, async () => {
      const { status, text } = await post(...extra);
      assert.equal(status, 401);
      assert.match(text, /www-authenticate: Bearer realm="jobweave"/i);
      assert.match(text, /"code":"UNAUTHENTICATED"/);
    });

    test(`a good one is enough (${way})`, async () => {
      assert.match((await post(GOOD, ...extra)).text, /"me":"key:k"/);
      assert.match((await post('Authorization: Bearer the key', ...extra)).text, /"me":"key:k"/);
      const exp = Math.floor(Date.now() / 1_000) + 60;
      const token = await signer.sign({ iss: 'i', aud: 'a', sub: 'ada', roles: ['one'], exp });
      assert.match((await post(`Authorization: Bearer ${token}`, ...extra)).text, /"me":"jwt:ada"/);
    });

    test(`another host is refused (${way})`, async () => {
      const { status, text } = await raw(
        'POST /graphql HTTP/1.1',
        'Host: evil.example',
        'Content-Type: application/json',
        GOOD,
        ...extra,
      );
      assert.equal(status, 403);
      assert.match(text, /server.allowedHosts/);
    });
  }
});

describe('tricks with headers let nobody in', () => {
  for (const [what, headers] of [
    ['a key twice', [GOOD, GOOD]],
    ['a wrong key after a right one', [GOOD, 'X-Api-Key: x']],
    ['a right key after a wrong one', ['X-Api-Key: x', GOOD]],
    ['a right key under a name with an underscore', ['X_Api_Key: the key']],
    ['a key with something behind it', ['X-Api-Key: the key\u0000']],
    ['a key in a cookie', ['Cookie: x-api-key=the key']],
    ['a wrong bearer before a right one', ['Authorization: Bearer x', 'Authorization: Bearer the key']],
    [
      'headers that claim to be from a proxy',
      [
        'X-Forwarded-User: k',
        'X-Forwarded-For: 127.0.0.1',
        'Forwarded: for=127.0.0.1',
        'X-Real-IP: 127.0.0.1',
      ],
    ],
    ['another method in a header', ['X-HTTP-Method-Override: OPTIONS']],
  ] as const) {
    test(what, async () => {
      const { status, text } = await post(...headers);
      assert(status === 401 || status === 400, text);
      assert.doesNotMatch(text, /"data"/);
    });
  }

  test('a key in the address', async () => {
    const { status } = await raw(
      'POST /graphql?x-api-key=the%20key HTTP/1.1',
      'Host: 127.0.0.1',
      'Content-Type: application/json',
    );
    assert.equal(status, 401);
  });

  for (const target of [
    '/graphql/',
    'http://127.0.0.1/graphql',
    'http://evil.example/graphql',
    '/graphql?x',
    '//graphql',
    '/GRAPHQL',
    '/%67raphql',
    '/x/../graphql',
    '/livez/../graphql',
    '/livez;/graphql',
    '/graphql#/livez',
  ])
    test(`${target} is no way around the gate`, async () => {
      const { text } = await raw(
        `POST ${target} HTTP/1.1`,
        'Host: 127.0.0.1',
        'Content-Type: application/json',
      );
      assert.doesNotMatch(text, /"data"/);
      assert.match(text, /^HTTP\/1\.1 40[0-9]/);
    });

  test('two hosts, or none, are no way around it either', async () => {
    for (const hosts of [['Host: evil.example', 'Host: 127.0.0.1'], []]) {
      const { text } = await raw('POST /graphql HTTP/1.1', ...hosts, 'Content-Type: application/json', GOOD);
      assert.match(text, /^HTTP\/1\.1 40[03]/);
    }
  });

  test('what a token says of its bearer stays in one line of the log', async () => {
    const exp = Math.floor(Date.now() / 1_000) + 60;
    const sub = 'ada\n{"level":"error","event":"forged"}\u2028\u001b[31m';
    const token = await signer.sign({ iss: 'i', aud: 'a', sub, roles: ['one'], exp });
    lines.length = 0;
    assert.equal((await post(`Authorization: Bearer ${token}`)).status, 200);
    assert(lines.some((line) => line.includes('jwt:ada')));
    assert(lines.every((line) => !line.includes('\n')));
  });

  test('no credential stands in the log', () => {
    assert(lines.length > 0);
    for (const line of lines) assert.doesNotMatch(line, /the key|eyJ/);
  });
});
