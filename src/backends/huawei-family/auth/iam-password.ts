import { createHash } from 'node:crypto';
import { z } from 'zod';
import { endpointUrl } from '../../../config/settings.ts';
import type { Reply } from '../../../datasource/contract/transport.ts';
import { readTime } from '../../../datasource/wire/times.ts';
import { SourceError } from '../../../model/source-error.ts';
import type { Authenticator, SignInIo } from '../../../upstream/auth/authenticator.ts';
import { createTokenAuthenticator, type Token } from '../../../upstream/auth/token-authenticator.ts';
import { iamRefusal } from './iam-refusal.ts';
import { inProject } from './project.ts';

export const iamPasswordConfig = z.strictObject({
  type: z.literal('iam-password'),
  domain: z.string().min(1).meta({ description: 'the name of the account' }),
  user: z.string().min(1).meta({ description: 'the name of the IAM user' }),
  password: z.string().min(1).meta({ description: 'the password of the IAM user' }),
  /** Of the identity service; left out: the caller derives it, e.g. from the region. */
  endpoint: endpointUrl.optional(),
});

export type IamPasswordConfig = z.infer<typeof iamPasswordConfig>;

/** The project that the token is for; one without a project is useless to the job APIs. */
export type IamScope = { readonly projectId: string } | { readonly projectName: string };

export interface IamPasswordOptions {
  /** Used where the configuration has none. */
  readonly endpoint: string;
  readonly scope: IamScope;
}

/**
 * Signs in with a password at `POST /v3/auth/tokens` and sends the token as `X-Auth-Token`
 * (docs/vendors/huawei-common.md#tokens). A project that is only known by name has its id from there.
 */
export function createIamPassword(
  config: IamPasswordConfig,
  { endpoint, scope }: IamPasswordOptions,
): Authenticator {
  const iam = config.endpoint ?? endpoint;
  const url = new URL(`${iam}/v3/auth/tokens?nocatalog=true`);
  const body = JSON.stringify(signInBody(config, scope));
  let project = 'projectId' in scope ? scope.projectId : null;
  const tokens = createTokenAuthenticator({
    signIn: async (io) => {
      const headers = { 'content-type': 'application/json;charset=utf8' };
      const reply = await io.exchange({ method: 'POST', url, headers, body });
      const token = readToken(reply, config, io);
      project ??= projectIn(reply);
      return token;
    },
    headers: (token) => ({ 'x-auth-token': token }),
    secrets: [config.password],
    // Users are locked, whatever they sign in for (docs/vendors/huawei-common.md#locks).
    account: { who: [iam, config.domain, config.user], proof: config.password },
    sharedAs: createHash('sha256').update(`${url} ${body}`).digest('hex'),
  });
  if (project !== null) return tokens;
  return {
    ...tokens,
    prepare: async (address, io, scopeOfRead) => {
      const request = { method: 'GET', url: address, body: '' };
      if (project === null) await tokens.authorize(request, scopeOfRead, io);
      if (project === null) throw noProject(io);
      return { url: inProject(address, project) };
    },
  };
}

function signInBody(config: IamPasswordConfig, scope: IamScope): object {
  const user = { domain: { name: config.domain }, name: config.user, password: config.password };
  const project = 'projectId' in scope ? { id: scope.projectId } : { name: scope.projectName };
  return { auth: { identity: { methods: ['password'], password: { user } }, scope: { project } } };
}

const tokenBody = z.object({ token: z.object({ expires_at: z.unknown() }) });
const projectBody = z.object({ token: z.object({ project: z.object({ id: z.string().min(1) }) }) });

function projectIn({ body }: Reply): string | null {
  const read = projectBody.safeParse(body);
  return read.success ? read.data.token.project.id : null;
}

const noProject = ({ sourceId }: SignInIo): SourceError =>
  new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message: `Source "${sourceId}": its token names no project; give \`projectId\`.`,
  });

/** How long a token is kept whose end nobody can read: far below the 24 hours that it is good for. */
const SAFE_LIFE_MS = 3_600_000;

function readToken(reply: Reply, config: IamPasswordConfig, io: SignInIo): Token {
  if (reply.status < 200 || reply.status > 299)
    throw iamRefusal(reply, io, { secrets: [config.password], advice: ADVICE });
  const token = reply.headers['x-subject-token'];
  if (token === undefined || token === '') throw noToken(reply, io);
  const body = tokenBody.safeParse(reply.body);
  const expiresAt = body.success ? readTime(body.data.token.expires_at) : null;
  return { token, expiresAt: expiresAt ?? io.now() + SAFE_LIFE_MS };
}

const ADVICE =
  'Check auth.domain, auth.user, auth.password, and that auth.endpoint is the identity service of the region. A HUAWEI ID gets no token: give an IAM user, in its domain.';

const noToken = (reply: Reply, io: SignInIo): SourceError =>
  new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message: `Source "${io.sourceId}": its sign-in answered HTTP ${reply.status} without a token. Check that auth.endpoint is the identity service's address.`,
    upstreamStatus: reply.status,
  });
