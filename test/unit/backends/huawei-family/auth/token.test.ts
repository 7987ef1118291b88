import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAuthenticator } from '../../../../../src/backends/huawei-family/auth/create-authenticator.ts';
import { tokenConfig } from '../../../../../src/backends/huawei-family/auth/token.ts';
import { projectSettings } from '../../../../../src/backends/huawei-family/project-settings.ts';
import { sourceScope } from '../../../../support/source-scope.ts';
import { noSignIn, signable } from '../../../upstream/support.ts';

test('a token that somebody else renews goes into X-Auth-Token', async () => {
  const settings = projectSettings.parse({
    region: 'cn-north-4',
    projectId: 'p',
    auth: { type: 'token', token: 'abc' },
  });
  const auth = createAuthenticator(settings);
  assert.deepEqual(await auth.authorize(signable, sourceScope(), noSignIn), { 'x-auth-token': 'abc' });
});

test('a token that is no header is refused', () => {
  for (const token of ['a\nb', ''])
    assert.equal(tokenConfig.safeParse({ type: 'token', token }).success, false);
});
