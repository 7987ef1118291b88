/** Where a failure comes from: the vendor, also where it does not answer; the gateway, which did not ask; or the caller. */
export type ErrorOrigin = 'vendor' | 'gateway' | 'caller';

/** What follows from a code, said once for all who act upon it. */
export interface CodeFacts {
  /** Unless the single failure says something else. */
  readonly origin: ErrorOrigin;
  /** Asking again, unchanged, may do better. */
  readonly retryable: boolean;
  /** Too many of these say that the vendor is not well (breaker, health). */
  readonly countsAgainstVendor: boolean;
  /** What was answered before is gone, or we may not see it any more: no cached answer replaces this one. */
  readonly withdrawsCached: boolean;
  /** Waiting does not help, a person has to do something: a walk does not wait for these rows. */
  readonly needsPerson: boolean;
  /** About the credential that was used: where callers bring their own, about one caller and nobody else. */
  readonly isCallers: boolean;
  /** About this very request, which the vendor does not know, accept or manage: another one may succeed. */
  readonly isOfRequest: boolean;
  /** What the report of a source calls it; `FAILED` is `PARTIAL` where some rows are there. */
  readonly reportedAs: 'FAILED' | 'LATE' | 'SKIPPED';
}

const PLAIN: CodeFacts = {
  origin: 'vendor',
  retryable: false,
  countsAgainstVendor: false,
  withdrawsCached: false,
  needsPerson: false,
  isCallers: false,
  isOfRequest: false,
  reportedAs: 'FAILED',
};

const facts = (special: Partial<CodeFacts>): CodeFacts => ({ ...PLAIN, ...special });

/** Why a source could not answer: the closed list that clients script against. */
export const CODES = {
  UPSTREAM_TIMEOUT: facts({ retryable: true, countsAgainstVendor: true }),
  UPSTREAM_UNAVAILABLE: facts({ retryable: true, countsAgainstVendor: true }),
  UPSTREAM_CIRCUIT_OPEN: facts({ origin: 'gateway', retryable: true }),
  UPSTREAM_LATE: facts({ retryable: true, countsAgainstVendor: true, reportedAs: 'LATE' }),
  UPSTREAM_RATE_LIMITED: facts({ retryable: true, countsAgainstVendor: true }),
  UPSTREAM_AUTH_FAILED: facts({ withdrawsCached: true, needsPerson: true, isCallers: true }),
  UPSTREAM_FORBIDDEN: facts({ withdrawsCached: true, needsPerson: true, isCallers: true }),
  UPSTREAM_BAD_RESPONSE: facts({ countsAgainstVendor: true, isOfRequest: true }),
  UPSTREAM_REJECTED: facts({ withdrawsCached: true, needsPerson: true, isOfRequest: true }),
  GATEWAY_OVERLOADED: facts({ origin: 'gateway', retryable: true }),
  OPERATION_TOO_COSTLY: facts({ origin: 'gateway', needsPerson: true }),
  DEADLINE_EXCEEDED: facts({ origin: 'caller', retryable: true, reportedAs: 'LATE' }),
  SCAN_LIMIT_REACHED: facts({ origin: 'gateway', retryable: true }),
  UNAUTHENTICATED: facts({
    origin: 'caller',
    withdrawsCached: true,
    needsPerson: true,
    isCallers: true,
    reportedAs: 'SKIPPED',
  }),
  NOT_FOUND: facts({ withdrawsCached: true, needsPerson: true, isOfRequest: true }),
  INTERNAL_SERVER_ERROR: facts({ origin: 'gateway', needsPerson: true }),
} satisfies Readonly<Record<string, CodeFacts>>;

export type SourceErrorCode = keyof typeof CODES;
