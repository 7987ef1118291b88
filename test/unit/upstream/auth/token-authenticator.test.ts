import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SourceError } from '../../../../src/model/source-error.ts';
import type { SignInIo } from '../../../../src/upstream/auth/authenticator.ts';
import { createCredentialRegistry } from '../../../../src/upstream/auth/credential-registry.ts';
import { createTokenAuthenticator } from '../../../../src/upstream/auth/token-authenticator.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { failsWith, fakeClock, noSignIn, settle, sourceError } from '../support.ts';

const request = { method: 'GET', url: new URL('http://127.0.0.1/'), body: '' };

function setUp(signIn?: (count: number) => Promise<void>, lifeMs: number | null = 600_000) {
  const clock = fakeClock();
  const io: SignInIo = { ...noSignIn, now: clock.now };
  let count = 0;
  const authenticator = createTokenAuthenticator({
    signIn: async () => {
      count += 1;
      const mine = count;
      await signIn?.(mine);
      return { token: `t${mine}`, expiresAt: lifeMs === null ? null : clock.now() + lifeMs };
    },
    headers: (token) => ({ 'x-auth-token': token }),
  });
  const authorize = async (signal = new AbortController().signal) =>
    authenticator.authorize(request, sourceScope({ signal }), io);
  return { clock, authenticator, authorize, count: () => count };
}

test('one sign-in serves all who wait, and is kept until shortly before its end', async () => {
  const { authorize, clock, count } = setUp();
  const all = await Promise.all(Array.from({ length: 100 }, () => authorize()));
  assert.equal(count(), 1);
  assert.ok(all.every((headers) => headers['x-auth-token'] === 't1'));
  clock.advance(539_000);
  await authorize();
  assert.equal(count(), 1);
  clock.advance(2_000);
  assert.deepEqual(await authorize(), { 'x-auth-token': 't2' });
});

test('100 concurrent rejections of one token make one new sign-in', async () => {
  const { authenticator, authorize, count } = setUp(() => settle());
  const old = await authorize();
  const retried = await Promise.all(
    Array.from({ length: 100 }, async (_, index) => {
      if (index % 2 === 1) for (let turn = 0; turn < index; turn += 1) await settle();
      assert.equal(authenticator.reject(old), true);
      return authorize();
    }),
  );
  assert.equal(count(), 2);
  assert.ok(retried.every((headers) => headers['x-auth-token'] === 't2'));
});

test('a waiter who leaves does not cancel the sign-in of the others', async () => {
  const gate = Promise.withResolvers<void>();
  const { authorize, count } = setUp(() => gate.promise);
  const leaving = new AbortController();
  const left = authorize(leaving.signal);
  const stayed = authorize();
  leaving.abort();
  await assert.rejects(left, failsWith('DEADLINE_EXCEEDED'));
  gate.resolve();
  assert.deepEqual(await stayed, { 'x-auth-token': 't1' });
  assert.equal(count(), 1);
});

test('all who wait share a failure; one that may pass is not held', async () => {
  const { authorize, count } = setUp(async (mine) => {
    if (mine === 1) throw sourceError('UPSTREAM_UNAVAILABLE');
  });
  const outcomes = await Promise.allSettled([authorize(), authorize(), authorize()]);
  assert.ok(outcomes.every((outcome) => outcome.status === 'rejected'));
  assert.equal(count(), 1);
  assert.deepEqual(await authorize(), { 'x-auth-token': 't2' });
});

test('a refusal is held for 1 s, then 2 s, but not for ever', async () => {
  const { authorize, clock, count } = setUp(async (mine) => {
    if (mine <= 2) throw sourceError('UPSTREAM_AUTH_FAILED');
  });
  const refused = () => assert.rejects(authorize(), failsWith('UPSTREAM_AUTH_FAILED'));
  await refused();
  await refused();
  assert.equal(count(), 1);
  clock.advance(1_000);
  await refused();
  assert.equal(count(), 2);
  clock.advance(1_999);
  await refused();
  assert.equal(count(), 2);
  clock.advance(1);
  assert.deepEqual(await authorize(), { 'x-auth-token': 't3' });
});

test('a 429 is held for as long as the vendor asks, and who comes meanwhile is told for how long', async () => {
  const { authorize, clock, count } = setUp(async (mine) => {
    if (mine === 1) throw sourceError('UPSTREAM_RATE_LIMITED', { retryAfterMs: 60_000, upstreamStatus: 429 });
  });
  await assert.rejects(authorize(), failsWith('UPSTREAM_RATE_LIMITED'));
  clock.advance(59_000);
  const left = (error: unknown) =>
    error instanceof SourceError && error.retryAfterMs === 1_000 && error.upstreamStatus === null;
  await assert.rejects(authorize(), left);
  assert.equal(count(), 1);
  clock.advance(1_000);
  assert.deepEqual(await authorize(), { 'x-auth-token': 't2' });
});

test('a 429 that asks for nothing is held like a refusal, one that asks for a day for ten minutes', async () => {
  for (const [told, heldMs] of [
    [{}, 1_000],
    [{ retryAfterMs: 86_400_000 }, 600_000],
  ] as const) {
    const { authorize, clock, count } = setUp(async (mine) => {
      if (mine === 1) throw sourceError('UPSTREAM_RATE_LIMITED', told);
    });
    await assert.rejects(authorize());
    clock.advance(heldMs - 1);
    await assert.rejects(authorize(), failsWith('UPSTREAM_RATE_LIMITED'));
    assert.equal(count(), 1);
    clock.advance(1);
    await authorize();
  }
});

test('a sign-in whose answer is lost is not begun anew at once, and never held for longer than 5 s', async () => {
  const { authorize, clock, count } = setUp(() => Promise.reject(sourceError('UPSTREAM_TIMEOUT')));
  for (const [signIns, heldMs] of [1_000, 2_000, 4_000, 5_000, 5_000].entries()) {
    await assert.rejects(authorize(), failsWith('UPSTREAM_TIMEOUT'));
    clock.advance(heldMs - 1);
    await assert.rejects(authorize(), failsWith('UPSTREAM_TIMEOUT'));
    assert.equal(count(), signIns + 1);
    clock.advance(1);
  }
});

test('a token that lives shorter than the refresh margin is still used', async () => {
  const { authorize, clock, count } = setUp(undefined, 10_000);
  await authorize();
  clock.advance(7_000);
  await authorize();
  assert.equal(count(), 1);
  clock.advance(1_001);
  await authorize();
  assert.equal(count(), 2);
});

test('an end in the past or none at all does not mean a sign-in for every request', async () => {
  for (const life of [-3_600_000, null]) {
    const { authorize, count } = setUp(undefined, life);
    await authorize();
    await authorize();
    assert.equal(count(), 1);
  }
});

test('a token that was refused is replaced at once', async () => {
  const { authenticator, authorize, count } = setUp();
  authenticator.reject(await authorize());
  assert.deepEqual(await authorize(), { 'x-auth-token': 't2' });
  assert.equal(count(), 2);
});

describe('an account that the vendor may lock', () => {
  const CODES = ['UPSTREAM_AUTH_FAILED', 'UPSTREAM_FORBIDDEN'] as const;
  for (const code of CODES)
    test(`${code}: a sign-in for another scope of it is held too, under its own name`, async () => {
      const clock = fakeClock();
      const credentials = createCredentialRegistry(clock.now);
      const account = { who: ['iam', 'user'], proof: 'secret' };
      let signIns = 0;
      const sources = ['a', 'b'].map((sourceId) => {
        const io: SignInIo = {
          ...noSignIn,
          sourceId,
          now: clock.now,
          guardOf: (one) => credentials.guardOf(one, { sourceId, place: '' }),
        };
        const authenticator = createTokenAuthenticator({
          signIn: async () => {
            signIns += 1;
            throw new SourceError({ code, message: `Source "${sourceId}" could not sign in.` });
          },
          headers: (token) => ({ token }),
          account,
        });
        return async () => authenticator.authorize(request, sourceScope(), io);
      });
      for (const round of [1, 2, 3]) {
        for (const [i, authorize] of [...sources.entries(), ...sources.entries()])
          await assert.rejects(authorize(), { code, message: new RegExp(`^Source "${'ab'[i]}" could not`) });
        assert.equal(signIns, round);
        clock.advance(60_000 * 2 ** (round - 1));
      }
    });
});

test('tells the token of now and the one before, which may still be on its way', async () => {
  const { authenticator, authorize } = setUp();
  assert.deepEqual(authenticator.secrets(), []);
  for (let count = 0; count < 3; count += 1) authenticator.reject(await authorize());
  assert.deepEqual(authenticator.secrets(), ['t2', 't3']);
});
