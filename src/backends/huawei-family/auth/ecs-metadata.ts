import { z } from 'zod';
import { endpointUrl } from '../../../config/settings.ts';
import type { Reply } from '../../../datasource/contract/transport.ts';
import type { SourceError } from '../../../model/source-error.ts';
import type { SignInIo } from '../../../upstream/auth/authenticator.ts';
import { headerValue } from '../../../upstream/auth/fixed-headers.ts';
import { signInError } from '../../../upstream/auth/sign-in-error.ts';
import type { KeySource } from './keys.ts';
import { renewedKeys } from './renewed-keys.ts';
import { readTemporaryKeys } from './temporary-keys.ts';

export const ecsMetadataConfig = z.strictObject({
  type: z.literal('ecs-metadata'),
  /** Of the metadata service; its usual address is that of every ECS. */
  endpoint: endpointUrl.default('http://169.254.169.254'),
});

const TOKEN_LIFE_SECONDS = 6 * 3_600;

/**
 * Keys of the agency that the machine has, from its metadata service (docs/vendors/huawei-common.md#metadata-of-the-machine).
 * Machines that know nothing of tokens there are asked without one.
 */
export const ecsMetadataKeys = ({ endpoint }: z.output<typeof ecsMetadataConfig>): KeySource =>
  renewedKeys(async (io) => {
    const token = await metadataToken(endpoint, io);
    const reply = await io.exchange({
      method: 'GET',
      url: new URL(`${endpoint}/openstack/latest/securitykey`),
      ...(token === null ? {} : { headers: { 'x-metadata-token': token } }),
    });
    if (reply.status !== 200) throw refused(reply, io);
    return readTemporaryKeys(reply, io, 'the metadata service of this machine');
  });

async function metadataToken(endpoint: string, io: SignInIo): Promise<string | null> {
  const reply = await io.exchange({
    method: 'PUT',
    url: new URL(`${endpoint}/meta-data/latest/api/token`),
    headers: { 'x-metadata-token-ttl-seconds': String(TOKEN_LIFE_SECONDS) },
  });
  const token = headerValue.safeParse(String(reply.body).trim());
  return reply.status === 200 && token.success ? token.data : null;
}

const refused = (reply: Reply, { sourceId }: SignInIo): SourceError => {
  const message = typeof reply.body === 'string' ? reply.body : null;
  const code = reply.status < 500 ? ({ code: 'UPSTREAM_AUTH_FAILED' } as const) : {};
  return signInError(
    reply,
    { nativeCode: null, message },
    { sourceId, secrets: [], advice: ADVICE, ...code },
  );
};

const ADVICE = 'Give the machine an agency that may read jobs; check auth.endpoint, its metadata service.';
