import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bearerConfig, createBearer } from '../../../../src/upstream/auth/bearer.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { noSignIn, signable } from '../support.ts';

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
