import assert from 'node:assert/strict';
import { test } from 'node:test';
import { basicConfig, createBasic } from '../../../../src/upstream/auth/basic.ts';
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
