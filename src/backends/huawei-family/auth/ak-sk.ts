import { z } from 'zod';
import { type Authenticator, SOURCE_PARTITION } from '../../../upstream/auth/authenticator.ts';
import { headerValue } from '../../../upstream/auth/header-value.ts';
import { createRecentValues } from '../../../upstream/auth/recent-values.ts';
import { signRequest } from './sign-request.ts';

export const akSkConfig = z.strictObject({
  type: z.literal('ak-sk'),
  accessKey: headerValue,
  secretKey: z.string().min(1),
  /** Of a temporary key. */
  securityToken: headerValue.optional(),
});

/** A vendor may repeat the signature of what it has just been sent. */
const SIGNATURES_REMEMBERED = 16;

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
  const signatures = createRecentValues(SIGNATURES_REMEMBERED);
  const configured = [config.secretKey, config.accessKey, config.securityToken].filter(
    (part) => part !== undefined,
  );
  return {
    authorize: async (request, _scope, io) => {
      const headers = signRequest(request, config, io.now(), extra);
      signatures.add(signatureIn(headers));
      return headers;
    },
    reject: () => false,
    partition: () => SOURCE_PARTITION,
    // Locked for all services and projects together (docs/vendors/huawei-common.md#locks).
    account: { who: ['access-key', config.accessKey], proof: `${config.secretKey} ${config.securityToken}` },
    secrets: () => [...configured, ...signatures.all()],
  };
}

const signatureIn = ({ authorization = '' }: Readonly<Record<string, string>>): string =>
  /Signature=(\w+)$/.exec(authorization)?.[1] ?? '';
