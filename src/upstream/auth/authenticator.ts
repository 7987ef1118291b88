import type { Reply } from '../../datasource/contract/transport.ts';
import type { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';

/** What a vendor counts failures of, and locks for all who use it. */
export interface Account {
  /** By what the vendor knows it, such as the access key, or the user with his domain. No secret. */
  readonly who: readonly string[];
  /** The password or the secret; only its hash is kept. */
  readonly proof: string;
}

/** One use of an account; exactly one of the three is called, when it has ended. */
export interface Permit {
  /** It is good there: nobody waits for this use. */
  readonly isProven: boolean;
  accepted(): void;
  refused(error: SourceError): void;
  /** It ended without telling anything about the account. */
  left(): void;
}

/** One way of using an account. */
export interface AccountGuard {
  /**
   * A permit where it may be used at once, as it may once it is proven; else a promise of it. Throws the refusal of before for as
   * long as it is held.
   */
  enter(signal: AbortSignal): Permit | Promise<Permit>;
}

/** What of a request a signature covers. */
export interface SignableRequest {
  readonly method: string;
  /** Exactly as it is sent. */
  readonly url: URL;
  /** `''`: none. */
  readonly body: string;
}

export interface SignInRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How a scheme reaches the network: the source's own time-out, body limit and ledger, but neither its queue nor its retries. */
export interface SignInIo {
  readonly sourceId: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** The answer, with any status; throws `SourceError` where there is none. Goes on when the asker who began it leaves. */
  exchange(request: SignInRequest): Promise<Reply>;
  /** Keeps the vendor from locking what is signed in with. */
  guardOf(account: Account): AccountGuard;
}

/** What has to be known before a read is sent. */
export interface Prepared {
  readonly url: URL;
  /** As of `Authenticator`. */
  readonly account?: Account;
}

/** One way of proving to a vendor who asks. */
export interface Authenticator {
  /** Comes before `authorize`; throws `SourceError`. Absent: the address is complete, and there is nothing to fetch. */
  prepare?(url: URL, io: SignInIo, scope: SourceScope): Promise<Prepared>;
  /**
   * Headers for one request: at once where they are at hand, else by a promise; signs in if needed, once for all who wait. Throws
   * `SourceError`.
   */
  authorize(
    request: SignableRequest,
    scope: SourceScope,
    io: SignInIo,
  ): Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  /** The vendor refused these headers as expired: forgets the credential they were made of. True: asking again may help. */
  reject(usedHeaders: Readonly<Record<string, string>>): boolean;
  /** What every read proves itself with, where a vendor may lock that. Absent: nothing of the kind. */
  readonly account?: Account;
  /** Two authenticators of the same name, which is no secret, sign in alike: one is enough for both. Absent: alone of its kind. */
  readonly sharedAs?: string;
  /** Whose credentials an answer belongs to, for cache and dedupe keys; never a secret in clear. Throws `SourceError`. */
  partition(scope: SourceScope): string;
  /**
   * Every credential of this moment, by value: what is configured, what is made of it, what is held and what was sent a moment
   * ago; with `scope`, also those of its caller. They are removed from everything that leaves.
   */
  secrets(scope?: SourceScope): readonly string[];
}

/** The partition of every scheme that has but one credential per source. */
export const SOURCE_PARTITION = 'source';
