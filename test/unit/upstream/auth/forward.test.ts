import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createForward, forwardConfig } from '../../../../src/upstream/auth/forward.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { failsWith, noSignIn, signable } from '../support.ts';

const forwardOf = (header: string) => createForward(forwardConfig.parse({ type: 'forward', header }));

test('passes the caller’s header on, and keeps callers apart without keeping their secret', async () => {
  const forward = forwardOf('X-Auth-Token');
  const mine = sourceScope({ headers: { 'x-auth-token': 'mine' } });
  const yours = sourceScope({ headers: { 'x-auth-token': 'yours' } });
  assert.deepEqual(await forward.authorize(signable, mine, noSignIn), { 'x-auth-token': 'mine' });
  assert.notEqual(forward.partition(mine), forward.partition(yours));
  assert.match(forward.partition(mine), /^[0-9a-f]{64}$/);
  assert.equal(forward.reject({ 'x-auth-token': 'mine' }), false);
});

test('without the header it says which is missing', async () => {
  const forward = forwardOf('x-auth-token');
  const missing = (error: unknown) =>
    failsWith('UNAUTHENTICATED')(error) && error instanceof Error && error.message.includes('"x-auth-token"');
  await assert.rejects(async () => forward.authorize(signable, sourceScope(), noSignIn), missing);
  assert.throws(() => forward.partition(sourceScope()), missing);
});

test('tells the credential of the caller whose read it is, whole and without its scheme, and nobody else’s', () => {
  const forward = forwardOf('Authorization');
  const scope = sourceScope({ headers: { authorization: 'OAuth 0123456789abcdef' } });
  assert.deepEqual(forward.secrets(scope), ['OAuth 0123456789abcdef', '0123456789abcdef']);
  assert.deepEqual(forward.secrets(sourceScope()), []);
  assert.deepEqual(forward.secrets(), []);
});

test('a header that carries no credential is refused', () => {
  for (const header of ['host', 'x y', 'Content-Length'])
    assert.equal(forwardConfig.safeParse({ type: 'forward', header }).success, false, header);
});
