import { z } from 'zod';
import type { Reply } from '../../../datasource/contract/transport.ts';
import { readTime } from '../../../datasource/wire/times.ts';
import { SourceError } from '../../../model/source-error.ts';
import type { SignInIo } from '../../../upstream/auth/authenticator.ts';
import type { TemporaryKeys } from './keys.ts';

const body = z.object({
  credential: z.object({
    access: z.string().min(1),
    secret: z.string().min(1),
    securitytoken: z.string().min(1),
    expires_at: z.unknown(),
  }),
});

/** A temporary key as the identity service and the metadata service write it (docs/vendors/huawei-common.md#temporary-keys). */
export function readTemporaryKeys(reply: Reply, { sourceId }: SignInIo, whose: string): TemporaryKeys {
  const read = body.safeParse(reply.body);
  if (!read.success)
    throw new SourceError({
      code: 'UPSTREAM_BAD_RESPONSE',
      message: `Source "${sourceId}": ${whose} answered HTTP ${reply.status} without a key.`,
      upstreamStatus: reply.status,
    });
  const { access, secret, securitytoken, expires_at } = read.data.credential;
  return {
    accessKey: access,
    secretKey: secret,
    securityToken: securitytoken,
    expiresAt: readTime(expires_at) ?? null,
  };
}
