import { createHash } from 'node:crypto';
import type { Account } from './account-guard.ts';
import { type Authenticator, SOURCE_PARTITION } from './authenticator.ts';

/**
 * The same headers with every request: a credential that somebody else got, and replaces. `secrets`: by value, for cleaning;
 * where there are none, there is no account that a vendor could lock.
 */
export function fixedHeaders(
  headers: Readonly<Record<string, string>>,
  secrets: readonly string[],
): Authenticator {
  const authorized = Promise.resolve(headers);
  return {
    authorize: () => authorized,
    reject: () => false,
    partition: () => SOURCE_PARTITION,
    ...(secrets.length > 0 && { account: accountOf(headers) }),
    secrets: () => secrets,
  };
}

function accountOf(headers: Readonly<Record<string, string>>): Account {
  const proof = JSON.stringify(headers);
  return { who: ['headers', createHash('sha256').update(proof).digest('hex')], proof };
}
