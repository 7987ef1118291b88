import { createHash } from 'node:crypto';
import { type Authenticator, SOURCE_PARTITION } from './authenticator.ts';

/** The same headers with every request: a credential that somebody else got, and replaces. `secrets`: by value, for cleaning. */
export function fixedHeaders(
  headers: Readonly<Record<string, string>>,
  secrets: readonly string[],
): Authenticator {
  const authorized = Promise.resolve(headers);
  const proof = JSON.stringify(headers);
  return {
    authorize: () => authorized,
    reject: () => false,
    partition: () => SOURCE_PARTITION,
    account: { who: ['headers', createHash('sha256').update(proof).digest('hex')], proof },
    secrets: () => secrets,
  };
}
