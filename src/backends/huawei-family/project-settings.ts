import { z } from 'zod';
import { endpointUrl, idList, projectId, region } from '../../config/settings.ts';
import type { Authenticator } from '../../upstream/auth/authenticator.ts';
import { createForward, forwardConfig } from '../../upstream/auth/forward.ts';
import { createHeaderToken } from '../../upstream/auth/header-token.ts';
import { commonSettings } from '../backend.ts';
import { akSkConfig, createAkSk } from './auth/ak-sk.ts';
import { createIamPassword, iamPasswordConfig } from './auth/iam-password.ts';
import { tokenConfig } from './auth/token.ts';

const shape = z.strictObject({
  ...commonSettings.shape,
  region: region.optional(),
  endpoint: endpointUrl.optional(),
  projectId,
  auth: z.discriminatedUnion('type', [iamPasswordConfig, akSkConfig, tokenConfig, forwardConfig]),
  /** Only these; left out: discovered and refreshed. */
  origins: idList.optional(),
});

export type ProjectSettings = z.infer<typeof shape>;

const hasAddress = (settings: ProjectSettings): boolean =>
  settings.region !== undefined || settings.endpoint !== undefined;

/** A password is exchanged for a token at the identity service, whose address the region tells. */
const canSignIn = ({ region: name, auth }: ProjectSettings): boolean =>
  auth.type !== 'iam-password' || auth.endpoint !== undefined || name !== undefined;

/** What it takes to reach a service of this vendor in one project; a room may add keys of its own. */
export const projectSettings = shape
  .refine(hasAddress, 'needs `region` or `endpoint`, e.g. region: cn-north-4')
  .refine(canSignIn, {
    path: ['auth'],
    error:
      'needs `endpoint`, the address of the identity service, where the source has no `region` to derive it from',
  });

export const endpointOf = (settings: ProjectSettings, host: (region: string) => string): string =>
  settings.endpoint ?? `https://${host(settings.region ?? '')}.myhuaweicloud.com`;

/** docs/vendors/huawei-common.md#tokens, #signatures. */
export function authenticatorOf(settings: ProjectSettings): Authenticator {
  const { auth, projectId: id, region: name } = settings;
  switch (auth.type) {
    case 'iam-password':
      return createIamPassword(auth, {
        endpoint: `https://iam.${name ?? 'invalid'}.myhuaweicloud.com`,
        scope: { projectId: id },
      });
    case 'ak-sk':
      return createAkSk(auth, { projectId: id });
    case 'token':
      return createHeaderToken({ header: 'x-auth-token', token: auth.token });
    case 'forward':
      return createForward(auth);
  }
}
