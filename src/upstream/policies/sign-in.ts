import type { Authenticator, SignInIo } from '../auth/authenticator.ts';
import type { Call } from '../call.ts';
import type { HttpClient } from '../http/http-client.ts';
import type { Policy } from './policy.ts';
import type { Time } from './speaks-of-vendor.ts';

export interface SignInOptions {
  readonly sourceId: string;
  readonly authenticator: Authenticator;
  /** For the requests of signing in, which pass none of the policies. */
  readonly http: HttpClient;
  readonly time: Time;
  /** Ends sign-ins, which no asker's leaving ends. */
  readonly closing: AbortSignal;
}

/**
 * Gives a read its credentials; signs in if need be. After all that waits: a signature is made for the moment in which it is
 * sent, and from here on it is the vendor who is waited for.
 */
export function signIn({ sourceId, authenticator, http, time, closing }: SignInOptions): Policy {
  const ioFor = ({ scope: { ledger } }: Call): SignInIo => ({
    sourceId,
    now: time.now,
    exchange: async (request) => (await http(request, { ledger, signal: closing })).reply,
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
