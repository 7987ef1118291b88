import type { z } from 'zod';
import { didYouMean } from '../../config/did-you-mean.ts';
import { endpointUrl, idList, projectId, region } from '../../config/settings.ts';
import { type AskedHost, sourceSettings } from '../backend.ts';
import { auth } from './auth/auth-settings.ts';
import { projectIn } from './auth/environment-keys.ts';
import { profileFault, profilePath, readProfile } from './auth/profile-keys.ts';
import { UNKNOWN_PROJECT } from './auth/project.ts';
import { cloud, domainOf, REGIONS } from './cloud.ts';

const shape = sourceSettings(
  {
    region: region.optional(),
    cloud: cloud.optional(),
    endpoint: endpointUrl.optional(),
    projectId: projectId.optional(),
    auth,
    origins: idList.optional(),
  },
  {
    region: 'such as cn-north-4; gives the addresses of the service and of the identity service',
    cloud: {
      default: 'from `region`',
      means:
        'the cloud that the region belongs to: `otc`, or the domain of a cloud (HCS Online, a partner’s). eu-west-1xx, eu-de, eu-nl and eu-ch2 are known',
    },
    endpoint: { default: 'from `region`', means: 'address of the service; one of the two is needed' },
    projectId: {
      default: 'the region’s',
      means:
        'id of the project in that region; left out, the identity service is asked once for the project that is named like the region',
    },
    auth: '[ways of signing in](#ways-of-signing-in)',
    origins: {
      default: 'discovered',
      means:
        'ids of scheduled tasks, clusters, policies, vaults, components or component instances: only their jobs',
    },
  },
);

export type ProjectSettings = z.infer<typeof shape>;

const hasAddress = (settings: ProjectSettings): boolean =>
  settings.region !== undefined || settings.endpoint !== undefined;

/** A password is exchanged for a token at the identity service, whose address the region tells. */
const canSignIn = ({ region: name, auth: { type, ...rest } }: ProjectSettings): boolean =>
  name !== undefined || type !== 'iam-password' || ('endpoint' in rest && rest.endpoint !== undefined);

const canAssume = ({ region: name, auth: given }: ProjectSettings): boolean =>
  name !== undefined ||
  !('assumeRole' in given) ||
  given.assumeRole === undefined ||
  given.iamEndpoint !== undefined;

const canFindProject = (settings: ProjectSettings): boolean =>
  settings.region !== undefined || configuredIdentity(settings).projectId !== undefined;

const isNobodysOwn = (settings: ProjectSettings): boolean =>
  settings.auth.type !== 'forward' || settings.projectId !== undefined;

/** What it takes to reach a service of this vendor in one project; a room may add keys of its own. */
export const projectSettings = shape
  .refine(hasAddress, 'needs `region` or `endpoint`, e.g. region: cn-north-4')
  .refine(canSignIn, {
    path: ['auth'],
    error:
      'needs `endpoint`, the address of the identity service, where the source has no `region` to derive it from',
  })
  .refine(canAssume, {
    path: ['auth'],
    error:
      'needs `iamEndpoint`, the address of the identity service, where the source has no `region` to derive it from',
  })
  .refine(canFindProject, 'needs `projectId`, or a `region` to find the project by')
  .refine(isNobodysOwn, 'needs `projectId`: callers bring their own tokens, which cannot look for it');

/** What is known of the project, and of the identity service, before anybody is asked. */
export function configuredIdentity({ projectId: id, auth: given }: ProjectSettings): {
  readonly projectId?: string | undefined;
  readonly iamEndpoint?: string | undefined;
} {
  const own = 'iamEndpoint' in given ? given.iamEndpoint : undefined;
  if (given.type === 'environment') return { projectId: id ?? projectIn(process.env), iamEndpoint: own };
  if (given.type !== 'profile') return { projectId: id, iamEndpoint: own };
  const profile = profileFault(given.file) === null ? readProfile(profilePath(given.file)) : null;
  return { projectId: id ?? profile?.projectId, iamEndpoint: own ?? profile?.iamEndpoint };
}

/** As paths name it. */
export const projectInPaths = (settings: ProjectSettings): string =>
  configuredIdentity(settings).projectId ?? UNKNOWN_PROJECT;

export const endpointOf = (settings: ProjectSettings, host: (region: string) => string): string => {
  const { endpoint, region: name = '', cloud: of } = settings;
  return endpoint ?? `https://${host(name)}.${domainOf(name, of)}`;
};

/** A region that no table knows may be new, or a typing mistake: the host that was asked shows which. */
export function regionHint({ region: name, cloud: of, endpoint }: ProjectSettings): string | null {
  const isKnown = name === undefined || REGIONS.includes(name) || (of !== undefined && of !== 'otc');
  if (isKnown || endpoint !== undefined) return null;
  const guess = didYouMean(name, REGIONS);
  return `The region "${name}" is not known here${guess === null ? '; check it.' : `: did you mean ${guess}?`}`;
}

/** Where the address of a host comes from that no key of the source has. */
export function derivedFrom({ host, purpose }: AskedHost, settings: ProjectSettings): string {
  if (purpose === 'read') return '`region`, or give `endpoint`';
  const { type } = settings.auth;
  if (type === 'iam-password') return '`region`, or give `auth.endpoint`';
  const { iamEndpoint } = configuredIdentity(settings);
  const isInProfile = type === 'profile' && iamEndpoint !== undefined && new URL(iamEndpoint).host === host;
  return `${isInProfile ? '`iam_endpoint` of the profile file' : '`region`'}, or give \`auth.iamEndpoint\``;
}
