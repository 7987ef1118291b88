import type { Authenticator, SignInIo } from '../../../upstream/auth/authenticator.ts';
import { createHeaderToken } from '../../../upstream/auth/fixed-headers.ts';
import { createForward } from '../../../upstream/auth/forward.ts';
import { guarded } from '../../../upstream/auth/guarded.ts';
import { iamHostOf } from '../cloud.ts';
import { configuredIdentity, type ProjectSettings } from '../project-settings.ts';
import { createAkSk } from './ak-sk.ts';
import { assumedRoleKeys } from './assumed-role.ts';
import type { AuthSettings } from './auth-settings.ts';
import { ecsMetadataKeys } from './ecs-metadata.ts';
import { environmentKeys } from './environment-keys.ts';
import { createIamPassword } from './iam-password.ts';
import { iamRefusal } from './iam-refusal.ts';
import { accountOf, fixedKeys, type KeySource, secretsOf } from './keys.ts';
import { profileKeys, profilePath } from './profile-keys.ts';
import { type FindProject, findOnce, inProject, projectsUrl, readProject } from './project.ts';
import { signRequest } from './sign-request.ts';

type KeyAuth = Exclude<AuthSettings, { type: 'iam-password' | 'token' | 'forward' }>;

/** docs/vendors/huawei-common.md#tokens, #signatures. */
export function createAuthenticator(settings: ProjectSettings): Authenticator {
  const { auth, region = '', cloud } = settings;
  const { projectId, iamEndpoint } = configuredIdentity(settings);
  const iam = iamEndpoint ?? `https://${iamHostOf(region, cloud)}`;
  const find = (ask: FindProject): FindProject =>
    projectId === undefined ? findOnce(ask) : async () => projectId;
  switch (auth.type) {
    case 'iam-password': {
      const scope = projectId === undefined ? { projectName: region } : { projectId };
      return createIamPassword(auth, { endpoint: iam, scope });
    }
    case 'token':
      return tokenIn(find(askWithToken(auth.token, iam, region)), auth.token);
    case 'forward':
      return createForward(auth);
    default: {
      const keys = keysOf(auth, iam);
      return createAkSk(keys, find(askWithKeys(keys, iam, region)));
    }
  }
}

function keysOf(auth: KeyAuth, iam: string): KeySource {
  const own = ownKeys(auth);
  return auth.assumeRole === undefined ? own : assumedRoleKeys(auth.assumeRole, own, iam);
}

function ownKeys(auth: KeyAuth): KeySource {
  switch (auth.type) {
    case 'environment':
      return environmentKeys(process.env);
    case 'profile':
      return profileKeys(profilePath(auth.file));
    case 'ecs-metadata':
      return ecsMetadataKeys(auth);
    case 'ak-sk': {
      const { accessKey, secretKey, securityToken } = auth;
      return fixedKeys({ accessKey, secretKey, ...(securityToken === undefined ? {} : { securityToken }) });
    }
  }
}

function tokenIn(project: FindProject, token: string): Authenticator {
  const fixed = createHeaderToken({ header: 'x-auth-token', token });
  const { account } = fixed;
  return {
    ...fixed,
    prepare: async (url, io) => ({
      url: inProject(url, await project(io)),
      ...(account === undefined ? {} : { account }),
    }),
  };
}

const ADVICE = 'Check the source’s auth settings, or give `projectId`.';

const askWithKeys =
  (source: KeySource, iam: string, region: string): FindProject =>
  async (io) => {
    const keys = await source.keys(io);
    const { securityToken } = keys;
    const url = projectsUrl(iam, region);
    const extra = securityToken === undefined ? {} : { 'x-security-token': securityToken };
    const headers = signRequest({ method: 'GET', url, body: '' }, keys, io.now(), extra);
    return guarded(io, accountOf(keys), () => askForProject({ url, headers }, region, io, secretsOf(keys)));
  };

const askWithToken =
  (token: string, iam: string, region: string): FindProject =>
  (io) =>
    askForProject({ url: projectsUrl(iam, region), headers: { 'x-auth-token': token } }, region, io, [token]);

async function askForProject(
  request: { readonly url: URL; readonly headers: Readonly<Record<string, string>> },
  region: string,
  io: SignInIo,
  secrets: readonly string[],
): Promise<string> {
  const reply = await io.exchange({ method: 'GET', ...request });
  if (reply.status !== 200) throw iamRefusal(reply, io, { secrets, advice: ADVICE });
  return readProject(reply, region, io);
}
