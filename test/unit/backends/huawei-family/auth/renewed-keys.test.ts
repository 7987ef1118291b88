import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renewedKeys } from '../../../../../src/backends/huawei-family/auth/renewed-keys.ts';
import { failsWith, fakeClock, noSignIn, sourceError } from '../../../upstream/support.ts';

const MINUTE = 60_000;

/** `lives`: minutes that the keys live which are given in turn; `null`: nobody knows, `fail`: none is given. */
function setUp(...lives: readonly (number | null | 'fail')[]) {
  const clock = fakeClock();
  let given = 0;
  const source = renewedKeys(async () => {
    const life = lives[given] ?? lives.at(-1) ?? null;
    given += 1;
    if (life === 'fail') throw sourceError('UPSTREAM_UNAVAILABLE');
    const expiresAt = life === null ? null : clock.now() + life * MINUTE;
    return { accessKey: `AK${given}`, secretKey: `secret-${given}`, securityToken: `t${given}`, expiresAt };
  });
  const io = { ...noSignIn, now: clock.now };
  const accessKey = async () => (await source.keys(io)).accessKey;
  return { source, clock, io, accessKey, given: () => given };
}

test('keys are got once for all who wait, and again 40 minutes before their end', async () => {
  const { accessKey, clock, given } = setUp(6 * 60);
  assert.deepEqual(await Promise.all([accessKey(), accessKey(), accessKey()]), ['AK1', 'AK1', 'AK1']);
  clock.advance((6 * 60 - 40) * MINUTE - 1);
  assert.equal(await accessKey(), 'AK1');
  clock.advance(1);
  assert.deepEqual(await Promise.all([accessKey(), accessKey()]), ['AK2', 'AK2']);
  assert.equal(given(), 2);
});

test('keys that live shorter are renewed at half of their life, those without an end after half an hour', async () => {
  for (const [life, renewedAfter] of [
    [15, 7.5],
    [null, 30],
    [-5, 30],
  ] as const) {
    const { accessKey, clock } = setUp(life);
    await accessKey();
    clock.advance(renewedAfter * MINUTE - 1);
    assert.equal(await accessKey(), 'AK1', `${life}`);
    clock.advance(1);
    assert.equal(await accessKey(), 'AK2', `${life}`);
  }
});

test('while new ones cannot be got the old ones serve to their end', async () => {
  const { accessKey, clock } = setUp(60, 'fail');
  await accessKey();
  clock.advance(59 * MINUTE);
  assert.equal(await accessKey(), 'AK1');
  clock.advance(MINUTE);
  await assert.rejects(accessKey(), failsWith('UPSTREAM_UNAVAILABLE'));
});

test('keys that the vendor refuses are replaced, and told to be secret a little longer', async () => {
  const { accessKey, source, io } = setUp(60);
  const keys = await source.keys(io);
  assert.equal(source.reject(keys), true);
  assert.equal(await accessKey(), 'AK2');
  assert.ok(source.secrets().includes('secret-2'));
});
