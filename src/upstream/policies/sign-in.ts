import { SourceError } from '../../model/source-error.ts';
import type { Authenticator, SignInIo } from '../auth/authenticator.ts';
import { beginAttempt, type Call } from '../call.ts';
import type { Clock } from '../clock.ts';
import type { HttpClient } from '../http/http-client.ts';
import type { Policy } from './policy.ts';
import type { Time } from './speaks-of-vendor.ts';
import { type WatchOptions, watchedHttp } from './watched.ts';

export interface SignInOptions extends Pick<WatchOptions, 'watch'> {
  readonly sourceId: string;
  readonly authenticator: Authenticator;
  /** For the requests of signing in, which pass none of the policies. */
  readonly http: HttpClient;
  readonly time: Time;
  /** Ends sign-ins; an asker who leaves does not. */
  readonly closing: AbortSignal;
}

/**
 * Gives a read its credentials; signs in if needed. It comes after everything that waits: a signature is made for the moment
 * in which it is sent, and from here on we wait for the vendor.
 */
export function signIn({ sourceId, authenticator, http, time, closing, watch }: SignInOptions): Policy {
  const exchange = watchedHttp(http, { sourceId, watch, secrets: (scope) => authenticator.secrets(scope) });
  const ioFor = ({ scope }: Call): SignInIo => ({
    sourceId,
    now: time.now,
    exchange: async (request) => (await exchange(request, scope, closing)).reply,
  });
  return (next) => async (call) => {
    call.sentAt = time.now();
    call.sentMoment = time.loop.now();
    const request = { method: 'GET', url: call.url, body: '' };
    call.credentials = await authenticator.authorize(request, call.scope, ioFor(call));
    const answer = await next(call);
    authenticator.accepted?.(call.credentials);
    return answer;
  };
}

/**
 * Credentials that the vendor calls expired are replaced, and the read is sent once more: it waits for its turn again,
 * because it costs the vendor one more request. If they are called expired again, replacing them did not help.
 */
export const renewCredentials =
  (authenticator: Authenticator, clock: Pick<Clock, 'now'>): Policy =>
  (next) =>
  async (call) => {
    try {
      return await next(call);
    } catch (error) {
      if (!isExpired(call)) throw error;
      if (!authenticator.reject(call.credentials)) throw inVain(error, call, authenticator, clock);
    }
    beginAttempt(call, call.begunAt, call.attempt);
    try {
      return await next(call);
    } catch (error) {
      throw isExpired(call) ? inVain(error, call, authenticator, clock) : error;
    }
  };

const isExpired = ({ fault }: Call): boolean => fault?.code === 'CREDENTIALS_EXPIRED';

function inVain(
  error: unknown,
  call: Call,
  { refused }: Authenticator,
  { now }: Pick<Clock, 'now'>,
): unknown {
  if (error instanceof SourceError) refused?.(call.credentials, error, now());
  return error;
}
