import { SourceError, type SourceErrorCode } from '../../../src/model/source-error.ts';
import { abortError } from '../../../src/scope/abort-error.ts';
import type { SignableRequest, SignInIo } from '../../../src/upstream/auth/authenticator.ts';
import type { Clock } from '../../../src/upstream/clock.ts';

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

/** For schemes that need no sign-in. */
export const noSignIn: SignInIo = {
  sourceId: 's',
  now: Date.now,
  exchange: () => Promise.reject(new Error('no sign-in')),
};
