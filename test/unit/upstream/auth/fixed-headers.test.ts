import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  basicConfig,
  bearerConfig,
  createBasic,
  createBearer,
  createHeaderToken,
  createNone,
  headerTokenConfig,
  noneConfig,
} from '../../../../src/upstream/auth/fixed-headers.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { noSignIn, signable } from '../support.ts';

const authorizationOf = async (user: string, password: string) =>
  await createBasic({ type: 'basic', user, password }).authorize(signable, sourceScope(), noSignIn);

test('the examples of RFC 7617, one of them beyond ASCII', async () => {
  assert.deepEqual(await authorizationOf('Aladdin', 'open sesame'), {
    authorization: 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
  });
  assert.deepEqual(await authorizationOf('test', '123£'), { authorization: 'Basic dGVzdDoxMjPCow==' });
});

test('tells the password and what is made of it, not the name', () => {
  const auth = createBasic({ type: 'basic', user: 'Aladdin', password: 'open sesame' });
  assert.deepEqual(auth.secrets(), ['open sesame', 'QWxhZGRpbjpvcGVuIHNlc2FtZQ==']);
});

test('what the scheme cannot say is refused', () => {
  const isValid = (user: string, password: string) =>
    basicConfig.safeParse({ type: 'basic', user, password }).success;
  assert.equal(isValid('u', 'p:q'), true);
  for (const [user, password] of [
    ['a:b', 'p'],
    ['', 'p'],
    ['u', ''],
    ['u\n', 'p'],
    ['u', 'p\r\nx: y'],
  ] as const)
    assert.equal(isValid(user, password), false, JSON.stringify([user, password]));
});

test('the token goes into Authorization, and is told as a secret without its scheme', async () => {
  const auth = createBearer({ type: 'bearer', token: 'mF_9.B5f-4.1JqM' });
  assert.deepEqual(await auth.authorize(signable, sourceScope(), noSignIn), {
    authorization: 'Bearer mF_9.B5f-4.1JqM',
  });
  assert.deepEqual(auth.secrets(), ['mF_9.B5f-4.1JqM']);
});

test('a token that is no header is refused', () => {
  for (const token of ['', 'a b', 'a\nb', 'ä'])
    assert.equal(bearerConfig.safeParse({ type: 'bearer', token }).success, false, JSON.stringify(token));
});

test('the token goes as it is into the header that is named', async () => {
  const auth = createHeaderToken(
    headerTokenConfig.parse({ type: 'header-token', header: 'X-Vault-Token', token: 'abc' }),
  );
  assert.deepEqual(await auth.authorize(signable, sourceScope(), noSignIn), { 'x-vault-token': 'abc' });
  assert.deepEqual(auth.secrets(), ['abc']);
  assert.equal(auth.reject({ 'x-vault-token': 'abc' }), false);
});

test('a header that carries no credential, and a token that is no header, are refused', () => {
  for (const [header, token] of [
    ['host', 'abc'],
    ['x y', 'abc'],
    ['x-auth-token', 'a\nb'],
    ['x-auth-token', ''],
  ] as const)
    assert.equal(headerTokenConfig.safeParse({ type: 'header-token', header, token }).success, false, header);
});

test('sends nothing, holds nothing, and shares answers among all', async () => {
  const auth = createNone();
  assert.deepEqual(await auth.authorize(signable, sourceScope(), noSignIn), {});
  assert.deepEqual(auth.secrets(sourceScope()), []);
  assert.equal(auth.partition(sourceScope()), auth.partition(sourceScope()));
  assert.equal(auth.reject({}), false);
  assert.equal(auth.account, undefined, 'sources without credentials share nothing that could be held');
});

test('a credential that nobody would send is refused', () => {
  assert.equal(noneConfig.safeParse({ type: 'none' }).success, true);
  assert.equal(noneConfig.safeParse({ type: 'none', token: 'abc' }).success, false);
});
