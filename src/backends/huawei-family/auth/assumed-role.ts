import { z } from 'zod';
import { text } from '../../../config/settings.ts';
import { guarded } from '../../../upstream/auth/guarded.ts';
import { iamRefusal } from './iam-refusal.ts';
import { accountOf, type KeySource, secretsOf } from './keys.ts';
import { renewedKeys } from './renewed-keys.ts';
import { signRequest } from './sign-request.ts';
import { readTemporaryKeys } from './temporary-keys.ts';

/** As Terraform names it (docs/vendors/huawei-common.md#temporary-keys). */
export const assumeRoleConfig = z.strictObject({
  agencyName: text.meta({ description: 'the name of the agency' }),
  /** Of the account that made the agency. */
  domainName: text.meta({ description: 'the account that made the agency' }),
  durationSeconds: z
    .int()
    .min(900)
    .max(86_400)
    .meta({ description: 'how long its keys are good' })
    .default(86_400),
});

const ADVICE =
  'Check auth.assumeRole: the agency, its account, and that the own key may assume it (right iam:agencies:assume).';

/** Keys of an agency in somebody's account, got from the identity service with keys of one's own. */
export function assumedRoleKeys(
  role: z.output<typeof assumeRoleConfig>,
  own: KeySource,
  iam: string,
): KeySource {
  const url = new URL(`${iam}/v3.0/OS-CREDENTIAL/securitytokens`);
  const assumeRole = {
    agency_name: role.agencyName,
    domain_name: role.domainName,
    duration_seconds: role.durationSeconds,
  };
  const body = JSON.stringify({ auth: { identity: { methods: ['assume_role'], assume_role: assumeRole } } });
  const assumed = renewedKeys(async (io) => {
    const keys = await own.keys(io);
    return guarded(io, accountOf(keys), async () => {
      const extra = {
        'content-type': 'application/json;charset=utf8',
        ...(keys.securityToken === undefined ? {} : { 'x-security-token': keys.securityToken }),
      };
      const request = { method: 'POST', url, body } as const;
      const headers = signRequest(request, keys, io.now(), extra);
      const reply = await io.exchange({ ...request, headers });
      if (reply.status < 200 || reply.status > 299)
        throw iamRefusal(reply, io, { secrets: secretsOf(keys), advice: ADVICE });
      return readTemporaryKeys(reply, io, 'the identity service');
    });
  });
  return { ...assumed, secrets: () => [...own.secrets(), ...assumed.secrets()] };
}
