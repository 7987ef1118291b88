import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { gzipSync } from 'node:zlib';
import type { FaultReader } from '../../../src/datasource/contract/transport.ts';
import { SourceError } from '../../../src/model/source-error.ts';
import { createTokenAuthenticator } from '../../../src/upstream/auth/token-authenticator.ts';
import { createTransport } from '../../../src/upstream/create-transport.ts';
import { upstreamLimits } from '../../../src/upstream/upstream-limits.ts';
import { sourceScope } from '../../support/source-scope.ts';
import { type Handler, json, listen, noFault, outcome, portOf, token, upstream } from './support.ts';

const unheard: unknown[] = [];
const hear = (reason: unknown) => unheard.push(reason);
before(() => {
  process.on('unhandledRejection', hear);
  process.on('warning', hear);
});
after(() => {
  process.off('unhandledRejection', hear);
  process.off('warning', hear);
  assert.deepEqual(unheard, []);
});

/** An envelope as vendors have them: `{ "fault": CODE }`. */
const readFault: FaultReader = ({ body }) => {
  if (typeof body !== 'object' || body === null || !('fault' in body)) return null;
  if (body.fault === 'expired') return { code: 'CREDENTIALS_EXPIRED', message: 'Session expired' };
  return { code: 'UPSTREAM_REJECTED', nativeCode: 'X.1', message: 'no such field' };
};

const send =
  (status: number, body: string | Buffer, headers: Record<string, string> = {}): Handler =>
  (_request, response) =>
    response.writeHead(status, headers).end(body);

const JSON_TYPE = { 'content-type': 'application/json' };
const GZIP = { ...JSON_TYPE, 'content-encoding': 'gzip' };

const MATRIX: readonly (readonly [name: string, handler: Handler, expected: unknown])[] = [
  ['a good answer', (_, response) => json(response, { jobs: [] }), { jobs: [] }],
  ['gzip', send(200, gzipSync('{"jobs":[]}'), GZIP), { jobs: [] }],
  ['reset at once', (request) => request.socket.resetAndDestroy(), 'UPSTREAM_UNAVAILABLE'],
  ['closed at once', (request) => request.socket.destroy(), 'UPSTREAM_UNAVAILABLE'],
  [
    'reset in the body',
    (request, response) => {
      response.writeHead(200, { ...JSON_TYPE, 'content-length': '100' }).write('{"jobs":');
      setTimeout(() => request.socket.resetAndDestroy(), 20);
    },
    'UPSTREAM_UNAVAILABLE',
  ],
  ['hang before headers', () => {}, 'UPSTREAM_TIMEOUT'],
  ['hang in the body', (_, response) => response.writeHead(200, JSON_TYPE).write('{'), 'UPSTREAM_TIMEOUT'],
  [
    'slow drip',
    (_, response) => {
      response.writeHead(200, JSON_TYPE);
      const drip = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(drip));
    },
    'UPSTREAM_TIMEOUT',
  ],
  ['500', send(500, 'oops'), 'UPSTREAM_UNAVAILABLE'],
  ['503 text', send(503, 'Service Unavailable'), 'UPSTREAM_UNAVAILABLE'],
  ['503 fault', send(503, '{"fault":"x"}', JSON_TYPE), 'UPSTREAM_REJECTED'],
  ['503 with bad gzip', send(503, 'no gzip', GZIP), 'UPSTREAM_UNAVAILABLE'],
  ['200 fault', send(200, '{"fault":"x"}', JSON_TYPE), 'UPSTREAM_REJECTED'],
  ['429', send(429, '{}', JSON_TYPE), 'UPSTREAM_RATE_LIMITED'],
  ['401 for ever', send(401, '{}', JSON_TYPE), 'UPSTREAM_AUTH_FAILED'],
  ['403', send(403, '{}', JSON_TYPE), 'UPSTREAM_FORBIDDEN'],
  ['404', send(404, '{}', JSON_TYPE), 'UPSTREAM_REJECTED'],
  ['truncated JSON', send(200, '{"jobs":[', JSON_TYPE), 'UPSTREAM_BAD_RESPONSE'],
  [
    'HTML',
    send(200, '<html><body>Log in</body></html>', { 'content-type': 'text/html' }),
    'UPSTREAM_BAD_RESPONSE',
  ],
  ['empty', send(200, '', JSON_TYPE), 'UPSTREAM_BAD_RESPONSE'],
  ['304 nobody asked for', send(304, ''), 'UPSTREAM_BAD_RESPONSE'],
  [
    'body over the limit',
    send(200, JSON.stringify(['x'.repeat(20_000)]), JSON_TYPE),
    'UPSTREAM_BAD_RESPONSE',
  ],
  ['gzip bomb', send(200, gzipSync(Buffer.alloc(5_000_000, ' ')), GZIP), 'UPSTREAM_BAD_RESPONSE'],
  ['bad gzip', send(200, '{"jobs":[]}', GZIP), 'UPSTREAM_BAD_RESPONSE'],
  [
    'nested too deep',
    send(200, `${'['.repeat(4_000)}${']'.repeat(4_000)}`, JSON_TYPE),
    'UPSTREAM_BAD_RESPONSE',
  ],
  ['endless redirect', send(302, '', { location: '/jobs' }), 'UPSTREAM_BAD_RESPONSE'],
];

for (const [name, handler, expected] of MATRIX)
  test(`${name}: ${JSON.stringify(expected)}`, async () => {
    const timeoutMs = expected === 'UPSTREAM_TIMEOUT' ? 100 : 5_000;
    await using source = await upstream(handler, { readFault, limits: { maxBodyBytes: 10_000, timeoutMs } });
    assert.deepEqual(await source.ask(), expected);
    assert.equal(source.requests.length, 1);
    // The source is as well afterwards as it was before: no place, no socket is lost.
    assert.deepEqual(await source.ask(), expected);
  });

test('refused: UPSTREAM_UNAVAILABLE, which says so without the address', async () => {
  const gone = await listen(() => {});
  await gone.close();
  const transport = createTransport({
    sourceId: 's1',
    endpoint: `http://127.0.0.1:${gone.port}`,
    authenticator: token,
    readFault: noFault,
    limits: upstreamLimits.parse({ retries: 0 }),
  });
  const saysRefused = (error: unknown) =>
    error instanceof SourceError &&
    error.code === 'UPSTREAM_UNAVAILABLE' &&
    error.message === 'Source "s1" refused the connection.';
  await assert.rejects(transport.send({ path: '/jobs' }, sourceScope()), saysRefused);
  await transport.close();
});

test('something that does not speak HTTP: UPSTREAM_BAD_RESPONSE', async (t) => {
  const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n')).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  assert.equal(await askAt(`http://127.0.0.1:${portOf(server.address())}`), 'UPSTREAM_BAD_RESPONSE');
});

test('TLS failures: UPSTREAM_UNAVAILABLE, and the process lives', async (t) => {
  await using plain = await upstream((_, response) => json(response, {}), { scheme: 'https' });
  assert.equal(await plain.ask(), 'UPSTREAM_UNAVAILABLE');
  // Without a certificate every handshake fails.
  const server = createTlsServer({}).listen(0, '127.0.0.1');
  server.on('tlsClientError', () => {});
  t.after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  assert.equal(await askAt(`https://127.0.0.1:${portOf(server.address())}`), 'UPSTREAM_UNAVAILABLE');
});

async function askAt(endpoint: string): Promise<unknown> {
  const limits = upstreamLimits.parse({ retries: 0 });
  const transport = createTransport({
    sourceId: 's1',
    endpoint,
    authenticator: token,
    readFault: noFault,
    limits,
  });
  const code = await outcome(transport, sourceScope(), '/jobs');
  await transport.close();
  return code;
}

test('401 once, or a 503 that means the same: signs in again and asks once more', async () => {
  for (const [status, body] of [
    [401, {}],
    [503, { fault: 'expired' }],
  ] as const) {
    let signIns = 0;
    const authenticator = createTokenAuthenticator({
      signIn: async () => {
        signIns += 1;
        return { token: `t${signIns}`, expiresAt: null };
      },
      headers: (value) => ({ 'x-auth-token': value }),
    });
    const handler: Handler = (request, response) =>
      request.headers['x-auth-token'] === 't1' ? json(response, body, status) : json(response, { jobs: [] });
    await using source = await upstream(handler, { authenticator, readFault });
    const contexts = Array.from({ length: 20 }, () => sourceScope());
    const answers = await Promise.all(
      contexts.map((context, index) => source.ask(context, `/jobs/${index}`)),
    );
    assert.ok(answers.every((answer) => typeof answer === 'object'));
    assert.equal(signIns, 2);
    const spent = contexts.reduce((sum, { ledger }) => sum + ledger.requests, 0);
    assert.equal(spent, source.requests.length);
    assert.equal(source.transport.health().breaker, 'closed');
  }
});

test('credentials that stay refused: UPSTREAM_AUTH_FAILED after one replay, and no leak of them', async () => {
  const authenticator = createTokenAuthenticator({
    signIn: async () => ({ token: 'very-s3cr3t-token', expiresAt: null }),
    headers: (value) => ({ authorization: `OAuth ${value}` }),
  });
  const readEcho: FaultReader = ({ status, body }) =>
    status === 401 ? { code: 'CREDENTIALS_EXPIRED', message: `no session ${String(body)}` } : null;
  const echo: Handler = (request, response) =>
    response.writeHead(401).end(request.headers.authorization?.split(' ')[1]);
  await using source = await upstream(echo, { authenticator, readFault: readEcho });
  const leaksNothing = (error: unknown) =>
    error instanceof SourceError &&
    error.code === 'UPSTREAM_AUTH_FAILED' &&
    error.message.includes('no session') &&
    !error.message.includes('s3cr3t');
  await assert.rejects(source.transport.send({ path: '/jobs' }, sourceScope()), leaksNothing);
  assert.equal(source.requests.length, 2);
});

test('a fault reader that stumbles is a bad answer, not a crash', async () => {
  const stumble: FaultReader = () => {
    throw new TypeError('stumbled');
  };
  await using source = await upstream((_, response) => json(response, {}), { readFault: stumble });
  assert.equal(await source.ask(), 'UPSTREAM_BAD_RESPONSE');
});

test('a credential that is no HTTP is told apart from a failing vendor', async () => {
  const authenticator = { ...token, authorize: async () => ({ 'x-auth-token': 'a\nb' }) };
  await using source = await upstream((_, response) => json(response, {}), { authenticator });
  assert.equal(await source.ask(), 'UPSTREAM_REJECTED');
  assert.equal(source.requests.length, 0);
});
