import { createHash } from 'node:crypto';
import { z } from 'zod';
import { endpointUrl } from '../../../config/settings.ts';
import type { Reply } from '../../../datasource/contract/transport.ts';
import { readTime } from '../../../datasource/wire/times.ts';
import { SourceError } from '../../../model/source-error.ts';
import type { Authenticator, SignInIo } from '../../../upstream/auth/authenticator.ts';
import { signInError, type VendorWords } from '../../../upstream/auth/sign-in-error.ts';
import { createTokenAuthenticator, type Token } from '../../../upstream/auth/token-authenticator.ts';

export const iamPasswordConfig = z.strictObject({
  type: z.literal('iam-password'),
  domain: z.string().min(1),
  user: z.string().min(1),
  password: z.string().min(1),
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
 * (docs/vendors/huawei-common.md#tokens).
 */
export function createIamPassword(config: IamPasswordConfig, options: IamPasswordOptions): Authenticator {
  const endpoint = config.endpoint ?? options.endpoint;
  const url = new URL(`${endpoint}/v3/auth/tokens?nocatalog=true`);
  const body = JSON.stringify(signInBody(config, options.scope));
  return createTokenAuthenticator({
    signIn: async (io) => {
      const headers = { 'content-type': 'application/json;charset=utf8' };
      return readToken(await io.exchange({ method: 'POST', url, headers, body }), config, io);
    },
    headers: (token) => ({ 'x-auth-token': token }),
    secrets: [config.password],
    // Users are locked, whatever they sign in for (docs/vendors/huawei-common.md#locks).
    account: { who: [endpoint, config.domain, config.user], proof: config.password },
    sharedAs: createHash('sha256').update(`${url} ${body}`).digest('hex'),
  });
}

function signInBody(config: IamPasswordConfig, scope: IamScope): object {
  const user = { domain: { name: config.domain }, name: config.user, password: config.password };
  const project = 'projectId' in scope ? { id: scope.projectId } : { name: scope.projectName };
  return { auth: { identity: { methods: ['password'], password: { user } }, scope: { project } } };
}

const tokenBody = z.object({ token: z.object({ expires_at: z.unknown() }) });

/** How long a token is kept whose end nobody can read: far below the 24 hours that it is good for. */
const SAFE_LIFE_MS = 3_600_000;

function readToken(reply: Reply, config: IamPasswordConfig, io: SignInIo): Token {
  if (reply.status < 200 || reply.status > 299) throw refusal(reply, config, io);
  const token = reply.headers['x-subject-token'];
  if (token === undefined || token === '') throw noToken(reply, io);
  const body = tokenBody.safeParse(reply.body);
  const expiresAt = body.success ? readTime(body.data.token.expires_at) : null;
  return { token, expiresAt: expiresAt ?? io.now() + SAFE_LIFE_MS };
}

function refusal(reply: Reply, config: IamPasswordConfig, { sourceId }: SignInIo): SourceError {
  const words = readWords(reply.body);
  const isLocked = words.nativeCode === 'IAM.0061' || LOCKED_WORDS.test(words.message ?? '');
  return signInError(reply, words, {
    sourceId,
    secrets: [config.password],
    advice: ADVICE,
    ...(isLocked ? { code: 'CREDENTIALS_LOCKED' } : {}),
  });
}

/** docs/vendors/huawei-common.md#locks. */
const LOCKED_WORDS = /\block(?:ed|out)\b|\breach(?:ed)? the limit\b|\btoo many (?:failed|login|sign-?in)/i;

const ADVICE =
  'Check auth.domain, auth.user, auth.password, and that auth.endpoint is the identity service of the region. A HUAWEI ID gets no token: give an IAM user, in its domain.';

const noToken = (reply: Reply, io: SignInIo): SourceError =>
  new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message: `Source "${io.sourceId}": its sign-in answered HTTP ${reply.status} without a token. Check that auth.endpoint is the identity service's address.`,
    upstreamStatus: reply.status,
  });

// The identity service's own envelope, and that of the gateway in front of it. A number as code only repeats the status.
const errorBody = z.union([
  z
    .object({ error_code: z.string(), error_msg: z.string() })
    .transform((body) => ({ nativeCode: body.error_code, message: body.error_msg })),
  z
    .object({ error: z.object({ code: z.union([z.string(), z.number()]).optional(), message: z.string() }) })
    .transform(({ error }) => ({
      nativeCode: typeof error.code === 'string' ? error.code : null,
      message: error.message,
    })),
]);

function readWords(body: unknown): VendorWords {
  const words = errorBody.safeParse(body);
  if (!words.success) return { nativeCode: null, message: null };
  return { ...words.data, retryAfterMs: windowOf(words.data.message) };
}

/** `Threshold: 5 times per 60 seconds` -> 60000. */
function windowOf(message: string): number | null {
  const seconds = /per (\d{1,6}) second/.exec(message.slice(0, 1_000))?.[1];
  return seconds === undefined ? null : Number(seconds) * 1_000;
}
