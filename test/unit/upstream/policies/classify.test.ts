import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FaultReader, GoodReply } from '../../../../src/datasource/contract/transport.ts';
import { createNone } from '../../../../src/upstream/auth/fixed-headers.ts';
import { classify } from '../../../../src/upstream/policies/classify.ts';
import { answerOf, callOf, failsWith, fakeClock } from '../support.ts';

function setUp(reply: Partial<GoodReply>, readFault: FaultReader = () => null) {
  const policy = classify({
    sourceId: 's',
    endpoint: 'https://vendor.example.com/base',
    authenticator: { ...createNone(), secrets: () => ['configured-s3cr3t'] },
    readFault,
    clock: fakeClock(),
  });
  return policy(async () => answerOf(reply));
}

test('what was asked for passes as it is', async () => {
  const call = callOf();
  assert.deepEqual(await setUp({ body: { jobs: [] } })(call), answerOf({ body: { jobs: [] } }));
  assert.equal(call.fault, null);
});

test('a fault becomes an error, and the policies around are told of it', async () => {
  const allowance = { requests: 1, perMs: 1_000 };
  const send = setUp({ status: 403 }, () => ({ code: 'UPSTREAM_RATE_LIMITED', message: 'slow', allowance }));
  const call = callOf();
  await assert.rejects(send(call), {
    code: 'UPSTREAM_RATE_LIMITED',
    message: 'Source "s" answered HTTP 403: slow.',
    upstreamStatus: 403,
  });
  assert.deepEqual(call.fault?.allowance, allowance);
});

test('credentials that have expired are told from those that were never good', async () => {
  const call = callOf();
  await assert.rejects(setUp({ status: 401 })(call), failsWith('UPSTREAM_AUTH_FAILED'));
  assert.equal(call.fault?.code, 'CREDENTIALS_EXPIRED');
});

test('304 is an answer to those who asked for what is new, and to nobody else', async () => {
  const send = setUp({ status: 304, isJson: false, body: '' });
  await send(callOf({ isConditional: true }));
  await assert.rejects(send(callOf()), failsWith('UPSTREAM_BAD_RESPONSE'));
});

test('a vendor that repeats what it was sent, or where it stands, does not come through with it', async () => {
  const words = 'host vendor.example.com, header abcdefgh.ijkl, key configured-s3cr3t, end';
  const send = setUp({ status: 400 }, () => ({ code: 'UPSTREAM_REJECTED', message: words }));
  await assert.rejects(send(callOf({ credentials: { authorization: 'OAuth abcdefgh.ijkl' } })), {
    message: 'Source "s" answered HTTP 400: host [redacted], header [redacted], key [redacted], end.',
  });
});

test('a fault reader that stumbles has met a bad answer', async () => {
  const send = setUp({}, () => {
    throw new TypeError('stumbled');
  });
  await assert.rejects(send(callOf()), failsWith('UPSTREAM_BAD_RESPONSE'));
});
