import { z } from 'zod';
import { type Authenticator, SOURCE_PARTITION } from './authenticator.ts';
import { headerValue } from './header-value.ts';

export const staticTokenConfig = z.strictObject({ type: z.literal('token'), token: headerValue });

/** A token that somebody else got and replaces; sent as `X-Auth-Token` (docs/vendors/README.md#what-shared-code-relies-on). */
export function createStaticToken(config: z.infer<typeof staticTokenConfig>): Authenticator {
  const headers = { 'x-auth-token': config.token };
  return {
    authorize: async () => headers,
    reject: () => false,
    partition: () => SOURCE_PARTITION,
    secrets: [config.token],
  };
}
