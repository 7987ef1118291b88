import assert from 'node:assert/strict';
import { test } from 'node:test';
import { akSkConfig, createAkSk } from '../../../../../src/backends/huawei-family/auth/ak-sk.ts';
import { fixedKeys } from '../../../../../src/backends/huawei-family/auth/keys.ts';
import { sourceScope } from '../../../../support/source-scope.ts';
import { noSignIn, signable } from '../../../upstream/support.ts';

const project = async () => 'p1';
const KEYS = { type: 'ak-sk', accessKey: 'ACCESSKEY', secretKey: 's3cr3t-key' } as const;

test('tells its keys, and the signatures that a vendor may repeat', async () => {
  const auth = createAkSk(fixedKeys({ ...KEYS, securityToken: 'temporary' }), project);
  assert.deepEqual(auth.secrets(), ['s3cr3t-key', 'ACCESSKEY', 'temporary']);
  const { authorization = '' } = await auth.authorize(signable, sourceScope(), noSignIn);
  const signature = auth.secrets().at(-1) ?? '';
  assert.match(signature, /^[0-9a-f]{64}$/);
  assert.ok(authorization.endsWith(signature));
});

test('keys that cannot work are refused', () => {
  for (const faulty of [
    { ...KEYS, secretKey: '' },
    { ...KEYS, accessKey: 'a b' },
    { ...KEYS, extra: 1 },
  ])
    assert.equal(akSkConfig.safeParse(faulty).success, false, JSON.stringify(faulty));
});
