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
const accessKeyConfig = z.strictObject({
  type: z.literal('access-key'),
  id: text.meta({ description: 'the id of the access key' }),
  secret,
});

export const authConfig = z.discriminatedUnion('type', [accountConfig, accessKeyConfig, forwardConfig]);

/** docs/vendors/zstack.md#sign-in. `base` is the endpoint with the context path. */
export function createAuthenticator(
  auth: z.output<typeof authConfig>,
  base: string,
  clock: Clock,
): Authenticator {
  switch (auth.type) {
    case 'account':
      return createAccountLogin(auth, base);
    case 'access-key':
      return createAccessKey(auth, base, clock);
    case 'forward':
      return createForward(auth);
  }
}

/**
 * One session, kept and used again until the node refuses it: the vendor allows 500 at once and forgets them only after
 * hours, so one that still lives must not be replaced by another.
 */
function createAccountLogin(auth: z.output<typeof accountConfig>, base: string): Authenticator {
  const url = new URL(`${base}/v1/accounts/login`);
  const password = createHash('sha512').update(auth.password).digest('hex');
  const body = JSON.stringify({ logInByAccount: { accountName: auth.account, password } });
  return createTokenAuthenticator({
    signIn: async (io) => {
      const headers = { 'content-type': 'application/json' };
      const reply = await io.exchange({ method: 'PUT', url, headers, body });
      return readSession(reply, io, [auth.password, password]);
    },
    headers: (session) => ({ authorization: `OAuth ${session}` }),
    secrets: [auth.password, password],
    account: { who: [base, 'account', auth.account], proof: password },
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
