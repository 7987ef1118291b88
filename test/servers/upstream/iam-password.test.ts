import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { createIamPassword } from '../../../src/backends/huawei-family/auth/iam-password.ts';
import { SourceError } from '../../../src/model/source-error.ts';
import type { Clock } from '../../../src/upstream/clock.ts';
import { sourceScope } from '../../support/source-scope.ts';
import { type Handler, json, listen, upstream } from './support.ts';

const config = { type: 'iam-password', domain: 'd', user: 'u', password: 's3cr3t-word' } as const;
const LONG_TOKEN = 'T'.repeat(20_000);

async function signedSource(signIn: Handler, clock?: Clock) {
  let signIns = 0;
  const identity = await listen((request, response) => {
    signIns += 1;
    signIn(request, response);
  });
  const authenticator = createIamPassword(config, {
    endpoint: `http://127.0.0.1:${identity.port}`,
    scope: { projectId: 'p1' },
  });
  const source = await upstream(
    (request, response) => json(response, request.headers['x-auth-token']?.length ?? 0),
    { authenticator, ...(clock === undefined ? {} : { clock }) },
  );
  return {
    source,
    signIns: () => signIns,
    [Symbol.asyncDispose]: async () => {
      await source[Symbol.asyncDispose]();
      await identity.close();
    },
  };
}

test('signs in once for all, with the project as scope, and takes tokens of 20,000 characters', async () => {
  let asked: unknown;
  await using signed = await signedSource((request, response) => {
    void text(request).then((body) => {
      asked = [request.method, request.url, JSON.parse(body)];
      json(response, { token: { expires_at: '2999-01-04T09:05:22.701000Z' } }, 201, {
        'X-Subject-Token': LONG_TOKEN,
      });
    });
  });
  const contexts = [sourceScope(), sourceScope()];
  const answers = await Promise.all(
    contexts.map((context, index) => signed.source.ask(context, `/jobs/${index}`)),
  );
  assert.equal(signed.signIns(), 1);
  assert.equal(
    contexts.reduce((sum, { ledger }) => sum + ledger.requests, 0),
    3,
  );
  assert.deepEqual(answers, [20_000, 20_000]);
  const user = { domain: { name: 'd' }, name: 'u', password: 's3cr3t-word' };
  const auth = { identity: { methods: ['password'], password: { user } }, scope: { project: { id: 'p1' } } };
  assert.deepEqual(asked, ['POST', '/v3/auth/tokens?nocatalog=true', { auth }]);
});

const REFUSALS: readonly (readonly [number, unknown, string, number | null])[] = [
  [
    401,
    { error: { code: 401, message: 'The password s3cr3t-word is wrong.' } },
    'UPSTREAM_AUTH_FAILED',
    null,
  ],
  [401, { error_code: 'IAM.0061', error_msg: 'refused' }, 'UPSTREAM_RATE_LIMITED', 300_000],
  [401, { error: { code: 401, message: 'The user is locked.' } }, 'UPSTREAM_RATE_LIMITED', 300_000],
  [403, {}, 'UPSTREAM_FORBIDDEN', null],
  [404, {}, 'UPSTREAM_AUTH_FAILED', null],
  [
    429,
    { error_code: 'IAM.0012', error_msg: 'threshold reached. Threshold: 5 times per 60 seconds' },
    'UPSTREAM_RATE_LIMITED',
    60_000,
  ],
  [500, {}, 'UPSTREAM_UNAVAILABLE', null],
  [201, { token: {} }, 'UPSTREAM_BAD_RESPONSE', null],
  [204, '', 'UPSTREAM_BAD_RESPONSE', null],
];

for (const [status, body, code, retryAfterMs] of REFUSALS)
  test(`a sign-in that answers ${status} ${JSON.stringify(body)}: ${code}`, async () => {
    await using signed = await signedSource((_, response) => json(response, body, status));
    const tells = (error: unknown) =>
      error instanceof SourceError &&
      error.code === code &&
      error.retryAfterMs === retryAfterMs &&
      error.upstreamStatus === status &&
      error.message.startsWith('Source "s1"') &&
      !error.message.includes('s3cr3t');
    await assert.rejects(signed.source.transport.send({ path: '/jobs' }, sourceScope()), tells);
    assert.equal(signed.source.requests.length, 0);
  });

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 1);
const iso = (time: number): string => new Date(time).toISOString();

/** How long a token is used that comes with such a body. */
const LIVES: readonly (readonly [what: string, body: unknown, lifeMs: number])[] = [
  ['a time', { token: { expires_at: iso(NOW + 24 * HOUR) } }, 24 * HOUR],
  ['a time with six digits', { token: { expires_at: '2026-01-02T00:00:00.000000Z' } }, 24 * HOUR],
  ['a time with an offset', { token: { expires_at: '2026-01-02T08:00:00+0800' } }, 24 * HOUR],
  ['seconds', { token: { expires_at: (NOW + 24 * HOUR) / 1_000 } }, 24 * HOUR],
  ['milliseconds', { token: { expires_at: NOW + 24 * HOUR } }, 24 * HOUR],
  ['null', { token: { expires_at: null } }, HOUR],
  ['a number that is no time', { token: { expires_at: 7 } }, HOUR],
  ['no time', { token: { expires_at: 'tomorrow' } }, HOUR],
  ['an object', { token: { expires_at: {} } }, HOUR],
  ['no end', { token: {} }, HOUR],
  ['no token', {}, HOUR],
  ['a token that is null', { token: null }, HOUR],
  ['a list', [], HOUR],
  ['no body', null, HOUR],
];

for (const [what, body, lifeMs] of LIVES)
  test(`a token with ${what} in its body is used, and replaced in time`, async () => {
    const clock = { time: NOW, now: () => clock.time, sleep: async () => undefined };
    await using signed = await signedSource((_, response) => {
      response.writeHead(201, { 'X-Subject-Token': 'a-token' });
      response.end(body === null ? '' : JSON.stringify(body));
    }, clock);
    const ask = async (after: number) => {
      clock.time = NOW + after;
      return [await signed.source.ask(sourceScope(), `/jobs/${after}`), signed.signIns()];
    };
    assert.deepEqual(await ask(0), [7, 1]);
    assert.deepEqual(await ask(lifeMs * 0.75), [7, 1]);
    assert.deepEqual(await ask(lifeMs), [7, 2]);
  });

test('a sign-in that is throttled is left alone by whoever reads next, and opens no breaker', async () => {
  const body = { error_code: 'IAM.0012', error_msg: 'Threshold: 5 times per 60 seconds' };
  await using signed = await signedSource((_, response) => json(response, body, 429));
  const codes = [];
  for (let page = 0; page < 10; page += 1) codes.push(await signed.source.ask());
  assert.deepEqual(
    codes,
    Array.from({ length: 10 }, () => 'UPSTREAM_RATE_LIMITED'),
  );
  assert.equal(signed.signIns(), 1);
});
