import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHeaderToken, headerTokenConfig } from '../../../../src/upstream/auth/header-token.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { noSignIn, signable } from '../support.ts';

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
