import assert from 'node:assert/strict';
import { test } from 'node:test';
import { akSkConfig, createAkSk } from '../../../../src/backends/huawei-family/auth/ak-sk.ts';
import {
  createIamPassword,
  iamPasswordConfig,
} from '../../../../src/backends/huawei-family/auth/iam-password.ts';
import { createForward, forwardConfig } from '../../../../src/upstream/auth/forward.ts';
import { createStaticToken, staticTokenConfig } from '../../../../src/upstream/auth/static-token.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { failsWith } from '../support.ts';

const request = { method: 'GET', url: new URL('http://127.0.0.1/'), body: '' };
const io = { sourceId: 's', now: Date.now, exchange: () => Promise.reject(new Error('no sign-in')) };

test('forward passes the caller’s header on, and keeps callers apart without keeping their secret', async () => {
  const forward = createForward(forwardConfig.parse({ type: 'forward', header: 'X-Auth-Token' }));
  const mine = sourceScope({ headers: { 'x-auth-token': 'mine' } });
  const yours = sourceScope({ headers: { 'x-auth-token': 'yours' } });
  assert.deepEqual(await forward.authorize(request, mine, io), { 'x-auth-token': 'mine' });
  assert.notEqual(forward.partition(mine), forward.partition(yours));
  assert.match(forward.partition(mine), /^[0-9a-f]{64}$/);
  assert.equal(forward.reject({ 'x-auth-token': 'mine' }), false);
});

test('forward without the header says which is missing', async () => {
  const forward = createForward(forwardConfig.parse({ type: 'forward', header: 'x-auth-token' }));
  const missing = (error: unknown) =>
    failsWith('UNAUTHENTICATED')(error) && error instanceof Error && error.message.includes('"x-auth-token"');
  await assert.rejects(forward.authorize(request, sourceScope(), io), missing);
  assert.throws(() => forward.partition(sourceScope()), missing);
});

test('a static token goes into X-Auth-Token', async () => {
  const auth = createStaticToken(staticTokenConfig.parse({ type: 'token', token: 'abc' }));
  assert.deepEqual(await auth.authorize(request, sourceScope(), io), { 'x-auth-token': 'abc' });
  assert.equal(auth.reject({ 'x-auth-token': 'abc' }), false);
});

test('each scheme names its secrets', () => {
  const user = { type: 'iam-password', domain: 'd', user: 'u', password: 'p4ss' } as const;
  const iam = createIamPassword(user, { endpoint: 'http://127.0.0.1', scope: { projectId: 'p' } });
  const keys = createAkSk({ type: 'ak-sk', accessKey: 'AK', secretKey: 'SK' });
  const fixed = createStaticToken({ type: 'token', token: 'abc' });
  const forward = createForward({ type: 'forward', header: 'x-auth-token' });
  assert.deepEqual(
    [iam, keys, fixed, forward].map(({ secrets }) => secrets),
    [['p4ss'], ['SK'], ['abc'], []],
  );
});

test('configuration that cannot work is refused', () => {
  const faulty = [
    [forwardConfig, { type: 'forward', header: 'host' }],
    [forwardConfig, { type: 'forward', header: 'x y' }],
    [staticTokenConfig, { type: 'token', token: 'a\nb' }],
    [staticTokenConfig, { type: 'token', token: '' }],
    [akSkConfig, { type: 'ak-sk', accessKey: 'a', secretKey: '' }],
    [akSkConfig, { type: 'ak-sk', accessKey: 'a', secretKey: 'b', extra: 1 }],
    [iamPasswordConfig, { type: 'iam-password', domain: 'd', user: 'u', password: 'p', endpoint: 'ftp://x' }],
  ] as const;
  for (const [schema, value] of faulty)
    assert.equal(schema.safeParse(value).success, false, JSON.stringify(value));
});
