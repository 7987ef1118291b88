import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiKeyConfig } from '../config/access.ts';
import { admit, type Verdict } from './caller.ts';
import type { RightsOf } from './create-roles.ts';
import { badCredential } from './refusals.ts';

/** `null`: it is none of the keys. `provedBy` is the header that brought it. */
export type CheckApiKey = (key: string, provedBy: string) => Verdict | null;

/**
 * Compares the SHA-256 of a key with those of all configured keys, whether one fits or not, each in constant time. Keys are
 * long and random, so a hash without salt and stretching cannot be turned round.
 */
export function createApiKeyCheck(
  keys: readonly ApiKeyConfig[],
  rightsOf: RightsOf,
  now: () => number,
): CheckApiKey {
  const known = keys.map((key) => ({
    digest: Buffer.from(key.sha256, 'hex'),
    expiresAt: key.expires === undefined ? Number.POSITIVE_INFINITY : Date.parse(key.expires),
    principal: { name: `key:${key.name}`, rights: rightsOf([key.role]) },
  }));
  return (key, provedBy) => {
    const digest = createHash('sha256').update(key).digest();
    const [found] = known.filter((one) => timingSafeEqual(one.digest, digest));
    if (found === undefined) return null;
    if (found.expiresAt <= now()) return badCredential('This API key has expired');
    const { name, rights } = found.principal;
    return rights === null ? null : admit({ name, rights }, provedBy);
  };
}
