import { z } from 'zod';
import { type Authenticator, SOURCE_PARTITION } from '../../../upstream/auth/authenticator.ts';
import { headerValue } from '../../../upstream/auth/header-value.ts';
import { signRequest } from './sign-request.ts';

export const akSkConfig = z.strictObject({
  type: z.literal('ak-sk'),
  accessKey: headerValue,
  secretKey: z.string().min(1),
  /** Of a temporary key. */
  securityToken: headerValue.optional(),
});

/**
 * Signs each request with a key pair (docs/vendors/huawei-common.md#signatures). `projectId`: sent and signed where it
 * is known.
 */
export function createAkSk(
  config: z.infer<typeof akSkConfig>,
  options: { readonly projectId?: string } = {},
): Authenticator {
  const extra = {
    ...(options.projectId === undefined ? {} : { 'x-project-id': options.projectId }),
    ...(config.securityToken === undefined ? {} : { 'x-security-token': config.securityToken }),
  };
  return {
    authorize: async (request, _context, io) => signRequest(request, config, io.now(), extra),
    reject: () => false,
    partition: () => SOURCE_PARTITION,
    secrets: [config.secretKey],
  };
}
