import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SourceError } from '../../../../src/model/source-error.ts';
import type { Authenticator, Permit } from '../../../../src/upstream/auth/authenticator.ts';
import { createCredentialRegistry } from '../../../../src/upstream/auth/credential-registry.ts';
import { createNone } from '../../../../src/upstream/auth/fixed-headers.ts';
import { LOCKED } from '../../../../src/upstream/fault/locked.ts';
import { failsWith, fakeClock, settle } from '../support.ts';

const KEY = { who: ['access-key', 'AK'], proof: 'secret' };
const MINUTE = 60_000;
const never = new AbortController().signal;

function setUp() {
  const clock = fakeClock();
  const registry = createCredentialRegistry(clock.now);
  const enter = async (place = 'css', account = KEY, signal = never) =>
    registry.guardOf(account, { sourceId: place, place }).enter(signal);
  return { clock, registry, enter };
}

const refusal = (place: string) =>
  new SourceError({ code: 'UPSTREAM_AUTH_FAILED', message: `Source "${place}" answered HTTP 401.` });

const refuse = async (permit: Promise<Permit>, place = 'css') => (await permit).refused(refusal(place));

/** Those of many who have got in by now. */
async function within(permits: readonly Promise<Permit>[]): Promise<readonly Permit[]> {
  const inside: Permit[] = [];
  for (const permit of permits)
    permit.then(
      (one) => inside.push(one),
      () => undefined,
    );
  await settle();
  return inside;
}

test('the first use is alone; once it is taken, nobody waits, for ten minutes', async () => {
  const { enter, clock } = setUp();
  const crowd = Array.from({ length: 50 }, () => enter());
  const [first, ...others] = await within(crowd);
  assert.equal(others.length, 0);
  first?.accepted();
  assert.equal((await within(crowd)).length, 50);
  clock.advance(10 * MINUTE - 1);
  assert.equal((await within([enter(), enter()])).length, 2);
  clock.advance(1);
  assert.equal((await within([enter(), enter()])).length, 1);
});

test('a refusal is everybody’s, under their own name; three in a quarter of an hour at most', async () => {
  const { enter, clock } = setUp();
  let sent = 0;
  for (let minute = 0; minute < 45; minute += 1) {
    const crowd = ['css', 'vbs', 'css', 'workspace'].map(async (place) => {
      const permit = await enter(place);
      sent += 1;
      await settle();
      permit.refused(refusal(place));
    });
    const outcomes = await Promise.allSettled(crowd);
    const heldBack = outcomes.filter(({ status }) => status === 'rejected');
    assert.ok(heldBack.length >= 3);
    clock.advance(MINUTE);
  }
  assert.ok(sent <= 9, `${sent} in three quarters of an hour`);
  await assert.rejects(enter('vbs'), {
    code: 'UPSTREAM_AUTH_FAILED',
    retryable: false,
    message:
      /^Source "vbs" answered HTTP 401\. The gateway does not send these credentials for another \d+ s/,
  });
});

test('those who wait for the first use get its refusal, and those who leave get in nobody’s way', async () => {
  const { enter } = setUp();
  const first = enter();
  const leaving = new AbortController();
  const [waiting, left] = [enter('vbs'), enter('css', KEY, leaving.signal)];
  leaving.abort();
  await assert.rejects(left, failsWith('DEADLINE_EXCEEDED'));
  await refuse(first);
  await assert.rejects(waiting, failsWith('UPSTREAM_AUTH_FAILED'));
});

test('where the first use tells nothing, no more go at once than may all be refused', async () => {
  const { enter } = setUp();
  (await enter()).left();
  const crowd = Array.from({ length: 9 }, () => enter());
  const inside = await within(crowd);
  assert.equal(inside.length, 3);
  inside[0]?.left();
  assert.equal((await within(crowd)).length, 4);
});

test('a secret that was replaced meanwhile is noticed by a few', async () => {
  const { enter, clock } = setUp();
  for (const place of ['css', 'vbs']) (await enter(place)).accepted();
  const old = await Promise.all([enter(), enter('vbs')]);
  for (const permit of old) permit.refused(refusal('css'));
  // A single refusal may be about what was asked for: one more is allowed to find out.
  const crowd = [enter(), enter('vbs'), enter('workspace')];
  const [first, ...others] = await within(crowd);
  assert.equal(others.length, 0);
  first?.refused(refusal('css'));
  for (const left of await Promise.allSettled(crowd.slice(1))) assert.equal(left.status, 'rejected');
  clock.advance(15 * MINUTE - 1);
  await assert.rejects(enter('vbs'), failsWith('UPSTREAM_AUTH_FAILED'));
});

test('a refusal at one place only stops that place', async () => {
  const { enter, clock } = setUp();
  (await enter('css')).accepted();
  await refuse(enter('other-cloud'));
  (await enter('css')).accepted();
  await assert.rejects(enter('other-cloud'), failsWith('UPSTREAM_AUTH_FAILED'));
  let tries = 1;
  for (let second = 0; second < 15 * 60; second += 5) {
    clock.advance(5_000);
    (await enter('css')).accepted();
    const permit = await enter('other-cloud').catch(() => null);
    if (permit === null) continue;
    tries += 1;
    permit.refused(refusal('other-cloud'));
  }
  assert.equal(tries, 4, 'at 0, 60, 180 s, and when the first is 15 minutes old');
});

test('what was sent before a refusal does not take it back', async () => {
  const { enter } = setUp();
  (await enter()).accepted();
  const [slow, quick] = await Promise.all([enter(), enter()]);
  await refuse(Promise.resolve(quick ?? assert.fail()));
  slow?.accepted();
  assert.equal((await within([enter(), enter()])).length, 1);
});

test('a lock is held for as long as it lasts, even if the secret was right', async () => {
  const { enter, clock } = setUp();
  (await enter()).accepted();
  const locked = new SourceError({
    code: 'UPSTREAM_RATE_LIMITED',
    message: 'Source "css" answered HTTP 401.',
    retryAfterMs: 300_000,
    cause: LOCKED,
  });
  (await enter()).refused(locked);
  clock.advance(1_000);
  await assert.rejects(enter('vbs'), {
    code: 'UPSTREAM_RATE_LIMITED',
    retryable: true,
    retryAfterMs: 299_000,
    origin: 'gateway',
  });
  clock.advance(299_000);
  (await enter('vbs')).accepted();
  assert.equal((await within([enter(), enter('vbs')])).length, 2);
});

describe('two secrets of one account', () => {
  const WRONG = { ...KEY, proof: 'wrong' };
  const WORSE = { ...KEY, proof: 'worse' };

  test('are counted together', async () => {
    const { enter, clock } = setUp();
    await refuse(enter('css', WRONG));
    await refuse(enter('css', WORSE));
    clock.advance(MINUTE);
    await refuse(enter('css', WRONG));
    clock.advance(5 * MINUTE);
    // The hold of the second has passed, but a fourth failure within 15 minutes is one too many.
    await assert.rejects(enter('css', WORSE), failsWith('UPSTREAM_AUTH_FAILED'));
    clock.advance(10 * MINUTE);
    await refuse(enter('css', WORSE));
  });

  test('are under way together three times at most, first uses alone', async () => {
    const { enter } = setUp();
    const crowd = Array.from({ length: 9 }, (_, i) => enter('css', { ...KEY, proof: `wrong-${i}` }));
    const inside = await within(crowd);
    assert.equal(inside.length, 3);
    for (const permit of inside) permit.refused(refusal('css'));
    for (const outcome of (await Promise.allSettled(crowd)).slice(3))
      assert.equal(outcome.status, 'rejected');
  });

  test('do not hold up the right one', async () => {
    const { enter } = setUp();
    await refuse(enter('css', WRONG));
    (await enter('css')).accepted();
    await assert.rejects(enter('css', WRONG), failsWith('UPSTREAM_AUTH_FAILED'));
    assert.equal((await within([enter(), enter()])).length, 2);
  });
});

test('of authenticators that sign in alike there is one', () => {
  const { registry } = setUp();
  const like = (sharedAs: string): Authenticator => ({ ...createNone(), sharedAs });
  const [first, second, other] = [like('a'), like('a'), like('b')];
  assert.equal(registry.oneOf(first), first);
  assert.equal(registry.oneOf(second), first);
  assert.equal(registry.oneOf(other), other);
  const alone = createNone();
  assert.equal(registry.oneOf(alone), alone);
});
