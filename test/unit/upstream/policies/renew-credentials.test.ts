import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Authenticator } from '../../../../src/upstream/auth/authenticator.ts';
import { createNone } from '../../../../src/upstream/auth/fixed-headers.ts';
import { renewCredentials } from '../../../../src/upstream/policies/sign-in.ts';
import type { Call } from '../../../../src/upstream/policy.ts';
import { answerOf, callOf, failsWith, fakeClock, sourceError } from '../support.ts';

/** `faults`: what the vendor says, in turn; `null`: a good answer. */
function setUp(faults: readonly ('CREDENTIALS_EXPIRED' | 'UPSTREAM_FORBIDDEN' | null)[], canRenew = true) {
  const told: string[] = [];
  const authenticator: Authenticator = {
    ...createNone(),
    reject: ({ token }) => {
      told.push(`rejected ${token}`);
      return canRenew;
    },
  };
  let sent = 0;
  const clock = fakeClock();
  const send = renewCredentials(
    's',
    authenticator,
    clock,
  )(async (call: Call) => {
    assert.deepEqual([call.fault, call.sentAt], [null, null], 'an attempt that is not new');
    const code = faults[sent] ?? null;
    sent += 1;
    call.credentials = { token: `t${sent}` };
    call.sentAt = 1;
    if (code === null) return answerOf({ body: `by t${sent}` });
    call.fault = { code, message: null };
    throw sourceError(code === 'CREDENTIALS_EXPIRED' ? 'UPSTREAM_AUTH_FAILED' : code);
  });
  const ask = async () => (await send(callOf())).reply.body;
  return { ask, told, clock, sent: () => sent };
}

test('what goes well is left alone', async () => {
  const { ask, told } = setUp([null]);
  assert.equal(await ask(), 'by t1');
  assert.deepEqual(told, []);
});

test('credentials that have expired are replaced, and the read is sent once more', async () => {
  const { ask, told } = setUp(['CREDENTIALS_EXPIRED', null]);
  assert.equal(await ask(), 'by t2');
  assert.deepEqual(told, ['rejected t1']);
});

test('those that are refused again were replaced in vain: nobody asks a third time', async () => {
  const { ask, told, sent } = setUp(['CREDENTIALS_EXPIRED', 'CREDENTIALS_EXPIRED']);
  await assert.rejects(ask(), failsWith('UPSTREAM_AUTH_FAILED'));
  assert.deepEqual(told, ['rejected t1']);
  assert.equal(sent(), 2);
});

test('where nothing can be replaced, nothing is sent again', async () => {
  const { ask, told, sent } = setUp(['CREDENTIALS_EXPIRED'], false);
  await assert.rejects(ask(), failsWith('UPSTREAM_AUTH_FAILED'));
  assert.deepEqual(told, ['rejected t1']);
  assert.equal(sent(), 1);
});

test('another fault is no matter of credentials, first or second', async () => {
  const first = setUp(['UPSTREAM_FORBIDDEN']);
  await assert.rejects(first.ask(), failsWith('UPSTREAM_FORBIDDEN'));
  assert.deepEqual(first.told, []);
  const second = setUp(['CREDENTIALS_EXPIRED', 'UPSTREAM_FORBIDDEN']);
  await assert.rejects(second.ask(), failsWith('UPSTREAM_FORBIDDEN'));
  assert.deepEqual(second.told, ['rejected t1']);
});

test('what is replaced in vain twice in a row is left alone for a moment, for longer each time', async () => {
  const { ask, clock, told, sent } = setUp([
    ...Array.from({ length: 6 }, () => 'CREDENTIALS_EXPIRED' as const),
    null,
    'CREDENTIALS_EXPIRED',
    'CREDENTIALS_EXPIRED',
  ]);
  const refused = () => assert.rejects(ask(), failsWith('UPSTREAM_AUTH_FAILED'));
  for (const [ms, after] of [
    [0, 2],
    [0, 4],
    [999, 4],
    [1, 6],
    [1_999, 6],
  ] as const) {
    clock.advance(ms);
    await refused();
    assert.equal(sent(), after);
  }
  clock.advance(1);
  assert.equal(await ask(), 'by t7');
  await refused();
  assert.equal(await ask(), 'by t10');
  assert.equal(told.length, 4);
});
