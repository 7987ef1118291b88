import type { GoodReply } from '../../../src/datasource/contract/transport.ts';
import { SourceError, type SourceErrorCode } from '../../../src/model/source-error.ts';
import { abortError } from '../../../src/scope/abort.ts';
import type { SignableRequest, SignInIo } from '../../../src/upstream/auth/authenticator.ts';
import { createCredentialRegistry } from '../../../src/upstream/auth/credential-registry.ts';
import type { Clock } from '../../../src/upstream/clock.ts';
import type { Time } from '../../../src/upstream/policies/speaks-of-vendor.ts';
import { type Answer, type Call, newCall } from '../../../src/upstream/policy.ts';
import { sourceScope } from '../../support/source-scope.ts';

export interface FakeClock extends Clock {
  readonly slept: number[];
  advance(ms: number): void;
}

/** Sleeping takes no time but moves the clock. */
export function fakeClock(start = 1_000_000): FakeClock {
  let time = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => time,
    advance: (ms) => {
      time += ms;
    },
    sleep: async (ms, signal) => {
      if (signal.aborted) throw abortError(signal);
      slept.push(ms);
      time += ms;
    },
  };
}

export const sourceError = (
  code: SourceErrorCode,
  more: { retryAfterMs?: number; upstreamStatus?: number } = {},
) => new SourceError({ code, message: code, ...more });

export const failsWith = (code: SourceErrorCode) => (error: unknown) =>
  error instanceof SourceError && error.code === code;

/** Lets everything that is ready run. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A read to be signed, for schemes that do not look at it. */
export const signable: SignableRequest = { method: 'GET', url: new URL('http://127.0.0.1/'), body: '' };

/** Guards of accounts that nobody else uses. */
export function guardsAt(now: () => number): SignInIo['guardOf'] {
  const credentials = createCredentialRegistry(now);
  return (account) => credentials.guardOf(account, { sourceId: 's', place: '' });
}

/** For schemes that need no sign-in. */
export const noSignIn: SignInIo = {
  sourceId: 's',
  now: Date.now,
  exchange: () => Promise.reject(new Error('no sign-in')),
  guardOf: guardsAt(Date.now),
};

/** One read, of which a test says only what it is about. */
export function callOf(fields: Partial<Call> = {}): Call {
  const { scope = sourceScope(), headers = {}, key = '/jobs', partition = 'source' } = fields;
  const { place = partition } = fields;
  const request = fields.request ?? { path: '/jobs' };
  const url = new URL(`http://127.0.0.1${request.path}`);
  const address = fields.url ?? url;
  return { ...newCall({ request, url, key, partition, place, scope, headers }), address, ...fields };
}

/** A good answer, of which a test says only what it is about. */
export const answerOf = (fields: Partial<GoodReply> = {}, isShared = false): Answer => ({
  reply: { status: 200, headers: {}, body: {}, isJson: true, asked: 0, ...fields },
  bytes: 10,
  isShared,
});

/** Time as the policies see it: nothing blocks the event loop. */
export const timeOf = ({ now }: Pick<Clock, 'now'>): Time => ({
  now,
  loop: { now: () => 7, listenedSince: () => true, listenedFor: () => 0 },
});
