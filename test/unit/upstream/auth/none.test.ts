import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNone, noneConfig } from '../../../../src/upstream/auth/none.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { noSignIn, signable } from '../support.ts';

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
