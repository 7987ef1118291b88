import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  authConfig,
  createAuthenticator,
  signAccessKey,
} from '../../../../src/backends/zstack-family/auth.ts';
import { createClock } from '../../../../src/backends/zstack-family/clock.ts';
import type { SignInIo, SignInRequest } from '../../../../src/upstream/auth/authenticator.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { failsWith, guardsAt } from '../../upstream/support.ts';

const BASE = 'http://10.0.0.5:8080/zstack';
const NOW = Date.UTC(2017, 10, 14, 14, 20, 57);
const HISTORY = {
  method: 'GET',
  url: new URL(`${BASE}/v1/scheduler/job/history?limit=20&sort=-startTime`),
  body: '',
};

function ioOf(answer: (request: SignInRequest) => { status: number; body: unknown }, now = () => NOW) {
  const sent: SignInRequest[] = [];
  const io: SignInIo = {
    sourceId: 'dc1',
    now,
    exchange: async (request) => {
      sent.push(request);
      return { headers: {}, isJson: true, ...answer(request) };
    },
    guardOf: guardsAt(now),
  };
  return { io, sent };
}

const noSignIn = ioOf(() => assert.fail('nobody needs to sign in'));
const authenticator = (config: unknown, zone = 'UTC') =>
  createAuthenticator(authConfig.parse(config), BASE, createClock(zone));

describe('access key', () => {
  const key = { type: 'access-key', id: 'key-1', secret: 'secret' };

  test('the vector of the manual', () => {
    assert.equal(
      signAccessKey('secret', 'GET', 'Tue, 14 Nov 2017 14:20:57 UTC', '/v1/scheduler/job/history'),
      'bUb/dq/GbRqgwVoeXHJKsIwGEt0=',
    );
  });

  test('signs the path without context path and query, at the node’s own time', async () => {
    assert.deepEqual(await authenticator(key).authorize(HISTORY, sourceScope(), noSignIn.io), {
      date: 'Tue, 14 Nov 2017 14:20:57 UTC',
      authorization: 'ZStack key-1:bUb/dq/GbRqgwVoeXHJKsIwGEt0=',
    });
    const local = await authenticator(key, 'Asia/Shanghai').authorize(HISTORY, sourceScope(), noSignIn.io);
    assert.equal(local['date'], 'Tue, 14 Nov 2017 22:20:57 GMT+08:00');
  });
});

describe('account', () => {
  const account = { type: 'account', account: 'admin', password: 'password' };
  const session = { uuid: 'f'.repeat(32), expiredDate: 'Nov 14, 2017 4:20:57 PM' };

  test('signs in with the hash of the password, and keeps the session', async () => {
    const { io, sent } = ioOf(() => ({ status: 200, body: { inventory: session } }));
    const auth = authenticator(account);
    const headers = { authorization: `OAuth ${session.uuid}` };
    assert.deepEqual(await auth.authorize(HISTORY, sourceScope(), io), headers);
    assert.deepEqual(await auth.authorize(HISTORY, sourceScope(), io), headers);
    assert.equal(sent.length, 1);
    assert.deepEqual([sent[0]?.method, sent[0]?.url.href], ['PUT', `${BASE}/v1/accounts/login`]);
    const password =
      'b109f3bbbc244eb82441917ed06d618b9008dd09b3befd1b5e07394c706a8bb980b1d7785e5976ec049b46df5f1326af5a2ea6d103fd07c95385ffab0cacbc86';
    assert.deepEqual(JSON.parse(sent[0]?.body ?? ''), {
      logInByAccount: { accountName: 'admin', password },
    });
  });

  test('a session that still lives is not replaced, for the node would hold two', async () => {
    let now = NOW;
    const { io, sent } = ioOf(
      () => ({ status: 200, body: { inventory: session } }),
      () => now,
    );
    const auth = authenticator(account);
    await auth.authorize(HISTORY, sourceScope(), io);
    now += 2 * 3_600_000 - 1_000;
    await auth.authorize(HISTORY, sourceScope(), io);
    assert.equal(sent.length, 1);
  });

  test('each scheme names its secrets', () => {
    assert.deepEqual(authenticator({ type: 'access-key', id: 'key-1', secret: 'hidden' }).secrets(), [
      'hidden',
      'key-1',
    ]);
    const [password, hash = ''] = authenticator(account).secrets();
    assert.equal(password, account.password);
    assert.match(hash, /^[0-9a-f]{128}$/);
  });

  test('a session that has ended is replaced', async () => {
    let count = 0;
    const { io } = ioOf(() => ({ status: 200, body: { inventory: { uuid: `session-${++count}` } } }));
    const auth = authenticator(account);
    const first = await auth.authorize(HISTORY, sourceScope(), io);
    assert.equal(auth.reject(first), true);
    assert.deepEqual(await auth.authorize(HISTORY, sourceScope(), io), { authorization: 'OAuth session-2' });
  });

  const refusals = [
    ['a wrong password', 503, { error: { code: 'ID.1000', details: 'wrong' } }, 'UPSTREAM_AUTH_FAILED'],
    ['a password to be changed', 503, { error: { code: 'ID.1005' } }, 'UPSTREAM_AUTH_FAILED'],
    ['too many sessions', 503, { error: { code: 'ID.1006' } }, 'UPSTREAM_UNAVAILABLE'],
    ['a disabled account', 503, { error: { code: 'ID.1007' } }, 'UPSTREAM_AUTH_FAILED'],
    ['a second factor that is needed', 503, { error: { code: 'ID.2001' } }, 'UPSTREAM_AUTH_FAILED'],
    ['a second factor that cannot be checked', 503, { error: { code: 'ID.2003' } }, 'UPSTREAM_AUTH_FAILED'],
    ['an answer without a session', 200, { inventory: {} }, 'UPSTREAM_BAD_RESPONSE'],
    ['a page of something else', 200, '<html>', 'UPSTREAM_BAD_RESPONSE'],
  ] as const;
  for (const [what, status, body, code] of refusals) {
    test(what, async () => {
      const { io } = ioOf(() => ({ status, body }));
      const authorize = async () => authenticator(account).authorize(HISTORY, sourceScope(), io);
      await assert.rejects(authorize, failsWith(code));
    });
  }

  test('what the node says of a refusal is told without the password and its hash', async () => {
    const details = ({ body = '' }: SignInRequest) => `password ${account.password} as ${body}`;
    const { io } = ioOf((request) => ({
      status: 503,
      body: { error: { code: 'ID.1000', details: details(request) } },
    }));
    const secret = { ...account, password: 'correct-horse' };
    const authorize = async () => authenticator(secret).authorize(HISTORY, sourceScope(), io);
    await assert.rejects(authorize, (error: unknown) => {
      assert(error instanceof Error);
      assert.doesNotMatch(error.message, /correct-horse|[0-9a-f]{128}/);
      return true;
    });
  });
});
