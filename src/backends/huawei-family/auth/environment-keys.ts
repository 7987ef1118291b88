import { z } from 'zod';
import { fixedKeys, type KeySource, type Keys } from './keys.ts';

/** Names of the official SDKs, then those of Terraform (docs/vendors/huawei-common.md#where-clients-find-credentials). */
const NAMES = [
  ['HUAWEICLOUD_SDK_AK', 'HUAWEICLOUD_SDK_SK', 'HUAWEICLOUD_SDK_SECURITY_TOKEN'],
  ['HW_ACCESS_KEY', 'HW_SECRET_KEY', 'HW_SECURITY_TOKEN'],
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** The first key that the environment has whole; `null`: none. */
export function keysIn(env: Environment): Keys | null {
  for (const [access, secret, token] of NAMES) {
    const [accessKey, secretKey, securityToken] = [env[access], env[secret], env[token]];
    if (accessKey && secretKey) return { accessKey, secretKey, ...(securityToken ? { securityToken } : {}) };
  }
  return null;
}

/** The project that the environment names; `undefined`: none. */
export const projectIn = (env: Environment): string | undefined =>
  env['HUAWEICLOUD_SDK_PROJECT_ID'] || env['HW_PROJECT_ID'] || undefined;

export const environmentConfig = z.strictObject({ type: z.literal('environment') });

/** Whether the environment has a key; if not, the fault says which variables it takes. */
export const NO_KEYS_IN_ENVIRONMENT = `finds no key in the environment; set ${NAMES.map(([access, secret]) => `${access} and ${secret}`).join(', or ')}`;

/** Throws where there is none; the configuration was refused then. */
export function environmentKeys(env: Environment): KeySource {
  const keys = keysIn(env);
  if (keys === null) throw new TypeError(NO_KEYS_IN_ENVIRONMENT);
  return fixedKeys(keys);
}
