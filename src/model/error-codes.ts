/** Whose word a failure is: the vendor's, also where it does not answer; our own, with nobody asked; or the caller's doing. */
export type ErrorOrigin = 'vendor' | 'gateway' | 'caller';

/** What follows from a code, said once for all who act upon it. */
export interface CodeFacts {
  /** Where nothing else is said of the single failure. */
  readonly origin: ErrorOrigin;
  /** Asking again, unchanged, may do better. */
  readonly retryable: boolean;
  /** Too many of these say that the vendor is not well (breaker, health). */
  readonly countsAgainstVendor: boolean;
  /** What was answered before is gone, or not for us any more: no cached answer stands in. */
  readonly withdrawsCached: boolean;
  /** Nothing comes of waiting, somebody has to do something: no rows are owed, nobody is told to come back for them. */
  readonly needsPerson: boolean;
  /** About the credential that was used: where callers bring their own, about one caller and nobody else. */
  readonly isCallers: boolean;
  /** The vendor does not know, take or manage this very request: another one may go well. */
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
