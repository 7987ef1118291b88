import { z } from 'zod';
import { type Authenticator, SOURCE_PARTITION } from '../../../upstream/auth/authenticator.ts';
import { headerValue } from '../../../upstream/auth/fixed-headers.ts';
import { createRecentValues } from '../../../upstream/auth/recent-values.ts';
import { accountOf, type KeySource, type Keys } from './keys.ts';
import { type FindProject, inProject } from './project.ts';
import { signRequest } from './sign-request.ts';

export const akSkConfig = z.strictObject({
  type: z.literal('ak-sk'),
  accessKey: headerValue.meta({ description: 'the id of the access key' }),
  secretKey: z.string().min(1).meta({ description: 'the secret of the access key' }),
  /** Of a temporary key. */
  securityToken: headerValue.meta({ description: 'the token of a temporary key' }).optional(),
});

/** A vendor may repeat the signature of what it has just been sent. */
const SIGNATURES_REMEMBERED = 64;

/** Signs each request with a key (docs/vendors/huawei-common.md#signatures), and names the project, which is signed too. */
export function createAkSk(source: KeySource, project: FindProject): Authenticator {
  const signatures = createRecentValues(SIGNATURES_REMEMBERED);
  let last: Keys | null = null;
  return {
    prepare: async (url, io) => {
      const keys = await source.keys(io);
      return { url: inProject(url, await project(io)), account: accountOf(keys) };
    },
    authorize: async (request, _scope, io) => {
      last = await source.keys(io);
      const headers = signRequest(request, last, io.now(), {
        'x-project-id': await project(io),
        ...(last.securityToken === undefined ? {} : { 'x-security-token': last.securityToken }),
      });
      signatures.add(signatureIn(headers));
      return headers;
    },
    reject: () => last !== null && source.reject(last),
    partition: () => SOURCE_PARTITION,
    secrets: () => [...source.secrets(), ...signatures.all()],
  };
}

const signatureIn = ({ authorization = '' }: Readonly<Record<string, string>>): string =>
  /Signature=(\w+)$/.exec(authorization)?.[1] ?? '';
