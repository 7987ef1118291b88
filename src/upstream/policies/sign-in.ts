import { SourceError } from '../../model/source-error.ts';
import type { Account, AccountGuard, Authenticator, Permit, SignInIo } from '../auth/authenticator.ts';
import type { CredentialRegistry } from '../auth/credential-registry.ts';
import { createFailureHold } from '../auth/failure-hold.ts';
import { isRefusal } from '../auth/guarded.ts';
import type { Clock } from '../clock.ts';
import type { HttpClient } from '../http/http-client.ts';
import {
  type Answer,
  beginAttempt,
  type Call,
  DONE,
  gatePolicy,
  type Headers,
  type Passage,
  type Policy,
  type Send,
} from '../policy.ts';
import type { Time } from './speaks-of-vendor.ts';
import { type WatchOptions, watchedHttp } from './watched.ts';

export interface SignInOptions extends Pick<WatchOptions, 'watch'> {
  readonly sourceId: string;
  readonly endpoint: string;
  readonly authenticator: Authenticator;
  readonly credentials: CredentialRegistry;
  /** For the requests of signing in, which pass none of the policies. */
  readonly http: HttpClient;
  readonly time: Time;
  /** Ends sign-ins; an asker who leaves does not. */
  readonly closing: AbortSignal;
}

/**
 * Gives a read its credentials; signs in if needed. It comes after everything that waits: a signature is made for the moment
 * in which it is sent, and from here on we wait for the vendor, or for what he says of the same credentials.
 */
export function signIn(options: SignInOptions): Policy {
  const { sourceId, authenticator, credentials, http, time, closing, watch } = options;
  const exchange = watchedHttp(http, { sourceId, watch, secrets: (scope) => authenticator.secrets(scope) });
  const place = new URL(options.endpoint).host;
  const guardOf = (account: Account, where: string): AccountGuard =>
    credentials.guardOf(account, { sourceId, place: where });
  const ioFor = ({ scope }: Call): SignInIo => ({
    sourceId,
    now: time.now,
    exchange: async (request) => {
      try {
        return (await exchange(request, scope, closing)).reply;
      } catch (error) {
        const isElsewhere = request.url.host !== place && error instanceof SourceError;
        throw isElsewhere ? atSignIn(error, sourceId) : error;
      }
    },
    guardOf: (account) => guardOf(account, ''),
  });
  const fixed = authenticator.account === undefined ? null : guardOf(authenticator.account, place);
  const prepare = authenticator.prepare?.bind(authenticator);

  const guards = new WeakMap<Account, AccountGuard>();
  const guardHere = (account: Account): AccountGuard => {
    const guard = guards.get(account) ?? guardOf(account, place);
    guards.set(account, guard);
    return guard;
  };

  /** The guard of what it is sent with. */
  const prepared = async (
    call: Call,
    io: SignInIo,
    prepare: NonNullable<Authenticator['prepare']>,
  ): Promise<AccountGuard | null> => {
    const { url, account } = await prepare(call.url, io, call.scope);
    call.address = url;
    return account === undefined ? fixed : guardHere(account);
  };

  const authorize = (call: Call, io: SignInIo, use: Passage): Passage | Promise<Passage> => {
    const request = { method: 'GET', url: call.address, body: '' };
    const failed = (error: unknown): never => {
      throw use.failed(call, error);
    };
    const authorized = (headers: Headers): Passage => {
      call.credentials = headers;
      return use;
    };
    try {
      const headers = authenticator.authorize(request, call.scope, io);
      return headers instanceof Promise ? headers.then(authorized, failed) : authorized(headers);
    } catch (error) {
      return failed(error);
    }
  };

  const enter = (call: Call, io: SignInIo, guard: AccountGuard | null): Passage | Promise<Passage> => {
    const permit = guard === null ? null : guard.enter(call.scope.signal);
    if (permit instanceof Promise) return permit.then((given) => authorize(call, io, useOf(given)));
    return authorize(call, io, permit === null ? DONE : useOf(permit));
  };

  const begin = (call: Call): void => {
    call.sentAt = time.now();
    call.sentMoment = time.loop.now();
  };

  return gatePolicy((call) => {
    begin(call);
    const io = ioFor(call);
    const entered =
      prepare === undefined
        ? enter(call, io, fixed)
        : prepared(call, io, prepare).then((guard) => enter(call, io, guard));
    if (!(entered instanceof Promise)) return entered;
    // Signing in has been answered: what is asked for has had no time yet.
    return entered.then((passage) => {
      begin(call);
      return passage;
    });
  });
}

/** What broke on the way there is not about the place that jobs are read from. */
const atSignIn = (error: SourceError, sourceId: string): SourceError =>
  error.reworded(error.message.replace(`Source "${sourceId}"`, `Source "${sourceId}", where it signs in,`));

/** One use of credentials that the vendor may lock. */
const useOf = (permit: Permit): Passage => ({
  passed: () => permit.accepted(),
  failed: (_, error) => {
    if (isRefusal(error)) permit.refused(error);
    else if (knowsWhoAsks(error)) permit.accepted();
    else permit.left();
    return error;
  },
});

const knowsWhoAsks = (error: unknown): boolean =>
  error instanceof SourceError && (error.code === 'UPSTREAM_FORBIDDEN' || error.code === 'NOT_FOUND');

/** Renewals in vain, in a row, after which they are held: a single one may be about what was asked for. */
const MOST_IN_VAIN = 1;

/**
 * Credentials that the vendor calls expired are replaced, and the read is sent once more: it waits for its turn again,
 * because it costs the vendor one more request. If they are called expired again, replacing them did not help; if that goes
 * on, nobody asks for a moment.
 */
export function renewCredentials(
  sourceId: string,
  authenticator: Authenticator,
  { now }: Pick<Clock, 'now'>,
): Policy {
  const hold = createFailureHold();
  let inVain = 0;
  const worked = (): void => {
    inVain = 0;
    hold.clear();
  };
  const sendRenewed = async (call: Call, next: Send): Promise<Answer> => {
    beginAttempt(call, call.begunAt, call.attempt);
    try {
      const answer = await next(call);
      worked();
      return answer;
    } catch (error) {
      if (isExpired(call)) {
        inVain += 1;
        if (inVain > MOST_IN_VAIN) hold.remember(error, now(), sourceId);
      }
      throw error;
    }
  };
  return (next) => async (call) => {
    if (inVain > MOST_IN_VAIN) hold.throwIfHeld(now(), sourceId);
    try {
      const answer = await next(call);
      if (inVain > 0) worked();
      return answer;
    } catch (error) {
      if (!isExpired(call) || !authenticator.reject(call.credentials)) throw error;
    }
    return sendRenewed(call, next);
  };
}

const isExpired = ({ fault }: Call): boolean => fault?.code === 'CREDENTIALS_EXPIRED';
