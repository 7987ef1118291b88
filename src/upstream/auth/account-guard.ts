import type { SourceError } from '../../model/source-error.ts';

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
  /** Waits until it may be used: at once where it is proven. Throws the refusal of before for as long as it is held. */
  enter(signal: AbortSignal): Promise<Permit>;
}
