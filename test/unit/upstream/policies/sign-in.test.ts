import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Authenticator } from '../../../../src/upstream/auth/authenticator.ts';
import { createCredentialRegistry } from '../../../../src/upstream/auth/credential-registry.ts';
import { createNone } from '../../../../src/upstream/auth/fixed-headers.ts';
import type { HttpClient } from '../../../../src/upstream/http/http-client.ts';
import { signIn } from '../../../../src/upstream/policies/sign-in.ts';
import type { Call } from '../../../../src/upstream/policy.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { answerOf, callOf, fakeClock, settle, sourceError, timeOf } from '../support.ts';

const closing = new AbortController().signal;
const noHttp: HttpClient = () => Promise.reject(new Error('nothing to ask'));

function setUp(scheme: Partial<Authenticator>, http: HttpClient = noHttp) {
  const clock = fakeClock(1_000);
  const authenticator: Authenticator = { ...createNone(), ...scheme };
  const credentials = createCredentialRegistry(clock.now);
  const endpoint = 'http://127.0.0.1';
  const policy = signIn({
    sourceId: 's',
    endpoint,
    authenticator,
    credentials,
    http,
    time: timeOf(clock),
    closing,
  });
  return { policy, clock };
}

test('a read carries its credentials, and when it left our lines', async () => {
  const { policy } = setUp({ authorize: async () => ({ authorization: 'Bearer t' }) });
  let sent: Call | null = null;
  await policy(async (call) => {
    sent = { ...call };
    return answerOf();
  })(callOf({ headers: { 'if-none-match': '"v1"' } }));
  const { credentials, headers, sentAt, sentMoment } = sent ?? assert.fail('nothing was sent');
  assert.deepEqual(credentials, { authorization: 'Bearer t' });
  assert.deepEqual([headers, sentAt, sentMoment], [{ 'if-none-match': '"v1"' }, 1_000, 7]);
});

test('a signature covers the very address that is asked', async () => {
  const { policy } = setUp({
    authorize: async ({ method, url, body }) => ({ signed: `${method} ${url} ${body}` }),
  });
  const call = callOf({ url: new URL('http://127.0.0.1/jobs?q=a%3D1') });
  await policy(async () => answerOf())(call);
  assert.deepEqual(call.credentials, { signed: 'GET http://127.0.0.1/jobs?q=a%3D1 ' });
});

test('without credentials nothing is sent', async () => {
  const refused = sourceError('UPSTREAM_AUTH_FAILED');
  const { policy } = setUp({ authorize: () => Promise.reject(refused) });
  await assert.rejects(policy(() => assert.fail('sent'))(callOf()), refused);
});

describe('a credential that the vendor may lock', () => {
  const account = { who: ['key'], proof: 'secret' };
  const outcomes = {
    UPSTREAM_AUTH_FAILED: 'held',
    UPSTREAM_FORBIDDEN: 'proven',
    NOT_FOUND: 'proven',
    UPSTREAM_TIMEOUT: 'open',
    UPSTREAM_RATE_LIMITED: 'open',
  } as const;
  for (const [code, meaning] of Object.entries(outcomes))
    test(`${code}: it is ${meaning}`, async () => {
      const { policy } = setUp({ account });
      const sent: PromiseWithResolvers<void>[] = [];
      const send = policy(async () => {
        const one = Promise.withResolvers<void>();
        sent.push(one);
        await one.promise;
        throw sourceError(code as keyof typeof outcomes);
      });
      const asked = Array.from({ length: 6 }, () => send(callOf()).catch(() => undefined));
      await settle();
      assert.equal(sent.length, 1, 'the first one goes alone');
      sent[0]?.resolve();
      await settle();
      assert.equal(sent.length, { held: 1, proven: 6, open: 4 }[meaning]);
      for (let done = 0; done < 6; done += 1) {
        for (const one of sent) one.resolve();
        await settle();
      }
      await Promise.all(asked);
      assert.equal(sent.length, { held: 1, proven: 6, open: 6 }[meaning]);
    });
});

test('a sign-in spends of the asker’s ledger, but ends only with the source', async () => {
  const scope = sourceScope();
  const http: HttpClient = async (request, { signal, ledger }) => {
    assert.equal(signal, closing);
    assert.equal(ledger, scope.ledger);
    return { reply: { status: 201, headers: {}, body: request.body, isJson: true }, bytes: 1 };
  };
  const url = new URL('http://127.0.0.1/login');
  const { policy } = setUp(
    {
      authorize: async (_request, _scope, io) => {
        const { body } = await io.exchange({ method: 'POST', url, body: 'p4ss' });
        return { token: `${body} of ${io.sourceId} at ${io.now()}` };
      },
    },
    http,
  );
  const call = callOf({ scope });
  await policy(async () => answerOf())(call);
  assert.deepEqual(call.credentials, { token: 'p4ss of s at 1000' });
});
