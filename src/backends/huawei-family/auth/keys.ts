import type { Account, SignInIo } from '../../../upstream/auth/authenticator.ts';
import type { KeyPair } from './sign-request.ts';

/** An access key as a request is signed with it. */
export interface Keys extends KeyPair {
  /** Of a temporary key. */
  readonly securityToken?: string;
}

/** A temporary key, and its end in milliseconds since 1970; `null`: not known. */
export interface TemporaryKeys extends Keys {
  readonly expiresAt: number | null;
}

/** Where keys come from. */
export interface KeySource {
  /** Those of now; throws `SourceError`. */
  keys(io: SignInIo): Promise<Keys>;
  /** The vendor refused these. True: it has others now, or may get some. */
  reject(keys: Keys): boolean;
  /** By value, what is held and what is got with it. */
  secrets(): readonly string[];
}

export const secretsOf = ({ accessKey, secretKey, securityToken }: Keys): readonly string[] =>
  [secretKey, accessKey, securityToken].filter((part) => part !== undefined);

/** The same for as long as the process runs. */
export const fixedKeys = (keys: Keys): KeySource => {
  const known = Promise.resolve(keys);
  return { keys: () => known, reject: () => false, secrets: () => secretsOf(keys) };
};

const accounts = new WeakMap<Keys, Account>();

/** What the vendor counts failures of (docs/vendors/huawei-common.md#locks); the same object for the same keys. */
export function accountOf(keys: Keys): Account {
  const known = accounts.get(keys);
  if (known !== undefined) return known;
  const { accessKey, secretKey, securityToken = '' } = keys;
  const account = { who: ['access-key', accessKey], proof: `${secretKey} ${securityToken}` };
  accounts.set(keys, account);
  return account;
}
