import { z } from 'zod';
import { endpointUrl } from '../../../config/settings.ts';
import { forwardConfig } from '../../../upstream/auth/forward.ts';
import { akSkConfig } from './ak-sk.ts';
import { assumeRoleConfig } from './assumed-role.ts';
import { ecsMetadataConfig } from './ecs-metadata.ts';
import { environmentConfig, keysIn, NO_KEYS_IN_ENVIRONMENT } from './environment-keys.ts';
import { iamPasswordConfig } from './iam-password.ts';
import { profileConfig, profileFault } from './profile-keys.ts';
import { tokenConfig } from './token.ts';

/** Of the identity service; left out: the region's. */
const identity = { iamEndpoint: endpointUrl.optional() };

const withKeys = {
  ...identity,
  assumeRole: assumeRoleConfig.meta({ description: 'an agency in whose name to ask' }).optional(),
};

const profileFile = z.object({ file: z.string().optional() });

/** The ways of signing in, named as the vendor's own tools name them. */
export const auth = z
  .discriminatedUnion('type', [
    iamPasswordConfig,
    akSkConfig.extend(withKeys),
    environmentConfig.extend(withKeys).refine(() => keysIn(process.env) !== null, NO_KEYS_IN_ENVIRONMENT),
    profileConfig.extend(withKeys).refine(({ file }) => profileFault(file) === null, {
      error: ({ input }) => profileFault(profileFile.safeParse(input).data?.file) ?? undefined,
    }),
    ecsMetadataConfig.extend(withKeys),
    tokenConfig.extend(identity),
    forwardConfig,
  ])
  .meta({ description: 'a map, such as { type: ak-sk, accessKey: …, secretKey: … }' });

export type AuthSettings = z.output<typeof auth>;
