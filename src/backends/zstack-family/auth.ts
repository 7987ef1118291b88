import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';
import { secret, text } from '../../config/settings.ts';
import type { Reply } from '../../datasource/contract/transport.ts';
import { SourceError } from '../../model/source-error.ts';
import { type Authenticator, type SignInIo, SOURCE_PARTITION } from '../../upstream/auth/authenticator.ts';
import { createForward, forwardConfig } from '../../upstream/auth/forward.ts';
import { createRecentValues } from '../../upstream/auth/recent-values.ts';
import { signInError } from '../../upstream/auth/sign-in-error.ts';
import { createTokenAuthenticator, type Token } from '../../upstream/auth/token-authenticator.ts';
import type { Clock } from './clock.ts';
import { readErrorWords } from './fault.ts';

const accountConfig = z.strictObject({
  type: z.literal('account'),
  account: text.meta({ description: 'the name of the account' }),
  password: secret,
});
const userConfig = z.strictObject({
  type: z.literal('user'),
  account: text.meta({ description: 'the name of the account' }),
  user: text.meta({ description: 'the name of a user of the account' }),
  password: secret,
});
const ldapConfig = z.strictObject({
  type: z.literal('ldap'),
  uid: text.meta({ description: 'the name in the directory' }),
  password: secret,
});
const virtualIdConfig = z.strictObject({
  type: z.literal('virtual-id'),
  name: text.meta({ description: 'the name of a user of the enterprise edition' }),
  password: secret,
});
const accessKeyConfig = z.strictObject({
  type: z.literal('access-key'),
  id: text.meta({ description: 'the id of the access key' }),
  secret,
});

export const authConfig = z
  .discriminatedUnion('type', [
    accountConfig,
    userConfig,
    ldapConfig,
    virtualIdConfig,
    accessKeyConfig,
    forwardConfig,
  ])
  .meta({ description: 'a map, such as { type: account, account: …, password: … }' });

/** docs/vendors/zstack.md#sign-in. `base` is the endpoint with the context path. */
export function createAuthenticator(
  auth: z.output<typeof authConfig>,
  base: string,
  clock: Clock,
): Authenticator {
  switch (auth.type) {
    case 'access-key':
      return createAccessKey(auth, base, clock);
    case 'forward':
      return createForward(auth);
    default:
      return createSession(loginOf(auth), auth.password, base);
  }
}

type PasswordAuth = Exclude<z.output<typeof authConfig>, { type: 'access-key' | 'forward' }>;

interface Login {
  readonly path: string;
  readonly body: object;
  /** By what the vendor knows who signs in. */
  readonly who: readonly string[];
}

/** All but a directory's own passwords are sent as their hash. */
function loginOf(auth: PasswordAuth): Login {
  const hash = hashOf(auth.password);
  switch (auth.type) {
    case 'account':
      return {
        path: '/v1/accounts/login',
        body: { logInByAccount: { accountName: auth.account, password: hash } },
        who: ['account', auth.account],
      };
    case 'user':
      return {
        path: '/v1/accounts/users/login',
        body: { logInByUser: { accountName: auth.account, userName: auth.user, password: hash } },
        who: ['user', auth.account, auth.user],
      };
    case 'ldap':
      return {
        path: '/v1/ldap/login',
        body: { logInByLdap: { uid: auth.uid, password: auth.password } },
        who: ['ldap', auth.uid],
      };
    case 'virtual-id':
      return {
        path: '/v1/iam2/virtual-ids/login',
        body: { loginIAM2VirtualID: { name: auth.name, password: hash } },
        who: ['virtual-id', auth.name],
      };
  }
}

const hashOf = (password: string): string => createHash('sha512').update(password).digest('hex');

/**
 * One session, kept and used again until the node refuses it: the vendor allows 500 at once and forgets them only after
 * hours, so one that still lives must not be replaced by another.
 */
function createSession(login: Login, password: string, base: string): Authenticator {
  const url = new URL(`${base}${login.path}`);
  const body = JSON.stringify(login.body);
  const secrets = [password, hashOf(password)];
  return createTokenAuthenticator({
    signIn: async (io) => {
      const headers = { 'content-type': 'application/json' };
      return readSession(await io.exchange({ method: 'PUT', url, headers, body }), io, secrets);
    },
    headers: (session) => ({ authorization: `OAuth ${session}` }),
    secrets,
    account: { who: [base, ...login.who], proof: password },
    sharedAs: createHash('sha256').update(`${url} ${body}`).digest('hex'),
  });
}

const sessionBody = z.object({
  inventory: z.object({ uuid: z.string().min(1) }),
});

function readSession(reply: Reply, io: SignInIo, secrets: readonly string[]): Token {
  const session = reply.status === 200 ? sessionBody.safeParse(reply.body) : null;
  if (session?.success) return { token: session.data.inventory.uuid, expiresAt: null };
  const words = readErrorWords(reply.body);
  if (words !== null || reply.status !== 200) {
    const advice = REFUSALS[words?.nativeCode ?? ''];
    throw signInError(reply, words ?? NO_WORDS, {
      sourceId: io.sourceId,
      secrets,
      ...(advice === undefined ? {} : { code: 'UPSTREAM_AUTH_FAILED', advice }),
    });
  }
  throw new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message: `Source "${io.sourceId}": its login answered without a session. Check that the endpoint is a management node's.`,
    upstreamStatus: reply.status,
  });
}

const WRONG = 'Check auth: the name and the password.';
const SECOND_FACTOR =
  'This account needs a second factor, which a gateway cannot give: use one without, or an access key.';

/** What a sign-in is refused with that is no outage, though it comes with 503, and what to do (docs/vendors/zstack.md#errors). */
const REFUSALS: Readonly<Record<string, string>> = {
  'ID.1000': WRONG,
  'ID.1002': 'Give the account the right to sign in.',
  'ID.1005': 'Change the password of the account once by hand.',
  'ID.1007': 'The account is disabled: enable it, or use another one.',
  'ID.2000': SECOND_FACTOR,
  'ID.2001': SECOND_FACTOR,
  'ID.2002': SECOND_FACTOR,
  'ID.2003': SECOND_FACTOR,
};

const NO_WORDS = { nativeCode: null, message: null };

/** A vendor may repeat the signature of what it has just been sent. */
const SIGNATURES_REMEMBERED = 64;

/** Base64(HMAC-SHA1(secret, METHOD \n Date \n path)), the path without context path and query. */
function createAccessKey(auth: z.output<typeof accessKeyConfig>, base: string, clock: Clock): Authenticator {
  const context = new URL(base).pathname;
  const signatures = createRecentValues(SIGNATURES_REMEMBERED);
  return {
    authorize: async ({ method, url }, _, io) => {
      const date = clock.printDate(io.now());
      const path = url.pathname.slice(context.length);
      const signature = signAccessKey(auth.secret, method, date, path);
      signatures.add(signature);
      return { date, authorization: `ZStack ${auth.id}:${signature}` };
    },
    reject: () => false,
    partition: () => SOURCE_PARTITION,
    account: { who: [base, 'access-key', auth.id], proof: auth.secret },
    secrets: () => [auth.secret, auth.id, ...signatures.all()],
  };
}

export const signAccessKey = (key: string, method: string, date: string, path: string): string =>
  createHmac('sha1', key).update(`${method}\n${date}\n${path}`).digest('base64');
