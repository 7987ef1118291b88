import { SourceError } from '../../model/source-error.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import { beginAttempt, type Call } from '../call.ts';
import type { Clock } from '../clock.ts';
import type { Policy } from './policy.ts';

/**
 * Credentials that the vendor calls expired are replaced, and the read is sent once more: it waits for its turn again, for
 * it costs the vendor one more request. Credentials that are called expired again were replaced in vain.
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
    beginAttempt(call, call.begunAt);
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
