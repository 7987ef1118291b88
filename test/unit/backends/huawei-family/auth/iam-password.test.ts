import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createIamPassword,
  iamPasswordConfig,
} from '../../../../../src/backends/huawei-family/auth/iam-password.ts';
import { sourceScope } from '../../../../support/source-scope.ts';
import { noSignIn, signable } from '../../../upstream/support.ts';

const USER = { type: 'iam-password', domain: 'd', user: 'u', password: 'p4ss' } as const;

test('tells its password, and the token once it has one', async () => {
  const auth = createIamPassword(USER, { endpoint: 'http://127.0.0.1', scope: { projectId: 'p' } });
  assert.deepEqual(auth.secrets(), ['p4ss']);
  const reply = { status: 201, headers: { 'x-subject-token': 'tok' }, body: { token: {} }, isJson: true };
  await auth.authorize(signable, sourceScope(), { ...noSignIn, exchange: async () => reply });
  assert.deepEqual(auth.secrets(), ['p4ss', 'tok']);
});

test('an endpoint that is no address of a web service is refused', () => {
  assert.equal(iamPasswordConfig.safeParse(USER).success, true);
  assert.equal(iamPasswordConfig.safeParse({ ...USER, endpoint: 'ftp://x' }).success, false);
});
