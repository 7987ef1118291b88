import type { Fault } from '../../datasource/contract/transport.ts';
import type { SourceErrorCode } from '../../model/source-error.ts';

/** What is meant by the 4xx that say different things at different places. */
export interface StatusMeaning<Code extends Fault['code']> {
  readonly unauthorized: Code;
  readonly missing: Code;
  /** Every 4xx that says nothing more exact. */
  readonly refused: Code;
}

/** Of an answer without words of the vendor: its 404 is about the address, not about the thing. */
export const WORDLESS: StatusMeaning<Fault['code']> = {
  unauthorized: 'CREDENTIALS_EXPIRED',
  missing: 'UPSTREAM_REJECTED',
  refused: 'UPSTREAM_REJECTED',
};

/** Of an answer with a code of the vendor's, even an unknown one: the service has understood the question. */
export const WORDED: StatusMeaning<Fault['code']> = { ...WORDLESS, missing: 'NOT_FOUND' };

/** Of a sign-in: the credentials or the address are wrong, and nothing that was asked for is missing. */
export const SIGN_IN: StatusMeaning<SourceErrorCode> = {
  unauthorized: 'UPSTREAM_AUTH_FAILED',
  missing: 'UPSTREAM_AUTH_FAILED',
  refused: 'UPSTREAM_AUTH_FAILED',
};

/** The one table from an HTTP status to what it means. */
export function codeOfStatus<Code extends Fault['code']>(
  status: number,
  meaning: StatusMeaning<Code>,
): Code | SourceErrorCode {
  if (status < 400) return 'UPSTREAM_BAD_RESPONSE';
  switch (status) {
    case 401:
      return meaning.unauthorized;
    case 403:
      return 'UPSTREAM_FORBIDDEN';
    case 404:
      return meaning.missing;
    case 408:
    case 504:
      return 'UPSTREAM_TIMEOUT';
    case 429:
      return 'UPSTREAM_RATE_LIMITED';
    default:
      return status < 500 ? meaning.refused : 'UPSTREAM_UNAVAILABLE';
  }
}
