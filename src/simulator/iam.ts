import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { isSignatureValid } from './is-signature-valid.ts';
import { type Handler, type SimulatorReply, type SimulatorRequest, startServer } from './kit/http.ts';
import { DEMO_TOKEN, type HuaweiAccess } from './kit/huawei-gateway.ts';
import { createLock } from './kit/lock.ts';
import type { SimulatedFault, Simulator, SimulatorOptions } from './kit/simulator.ts';
import { simulatorOptions } from './kit/simulator-options.ts';

export interface IamOptions extends Partial<Pick<SimulatorOptions, 'latencyMs' | 'port' | 'now'>> {
  /** Default: 24 hours (docs/vendors/huawei-common.md#tokens). */
  readonly tokenLifeMs?: number;
}

export interface IamSimulator extends Pick<Simulator, 'url' | 'requests' | 'fault' | 'close'> {
  /** Whether a token was given out for a project and is not expired; the static demo token always is. */
  readonly isToken: (token: string) => boolean;
  readonly isSigned: (request: SimulatorRequest) => boolean;
  /** Whether the demo key is locked after more than five wrong signatures in a row; nobody gets in with it then. */
  readonly isKeyLocked: () => boolean;
  /** Every token given out so far is expired from now on. */
  readonly expireTokens: () => void;
  /** A temporary key that is good for so long, as the metadata service of a machine gives it out. */
  readonly issueKey: (lifeMs: number) => TemporaryKey;
  /** Spread into a vendor's options: its source signs in here by password. */
  readonly passwordAccess: HuaweiAccess;
  /** Spread into a vendor's options: its source signs its requests. */
  readonly keyAccess: HuaweiAccess;
}

/** As the vendor writes it (docs/vendors/huawei-common.md#temporary-keys). */
export interface TemporaryKey {
  readonly access: string;
  readonly secret: string;
  readonly securitytoken: string;
  readonly expires_at: string;
}

/** Agency and account that the demo key may assume. */
export const DEMO_AGENCY = { agencyName: 'job-readers', domainName: 'partner' } as const;

export const DEMO_PROJECT = { id: '0605767d3c80d4762fd2c0187a1b2c3d', name: 'demo-north-1' } as const;
export const DEMO_USER = { domain: 'demo', user: 'demo', password: 'demo' } as const;
export const DEMO_KEY = { accessKey: 'DEMOAK', secretKey: 'DEMOSK' } as const;

/** docs/vendors/huawei-common.md#locks. */
const KEY_LOCK = { failures: 6, lockedMs: 5 * 60_000 };
const USER_LOCK = { failures: 5, windowMs: 15 * 60_000, lockedMs: 15 * 60_000 };

const DAY_MS = 24 * 3600 * 1000;
const TOKEN_BYTES = 2250;
const DOMAIN = { id: 'd78cbac186b744899480f25bd022f468', name: DEMO_USER.domain };

/** What throttling looks like (docs/vendors/huawei-common.md#errors-of-the-identity-service); for `fault`. */
export const IAM_THROTTLED: SimulatedFault = {
  kind: 'status',
  status: 429,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    error_code: 'IAM.0012',
    error_msg: 'The throttling threshold has been reached. Threshold: 5 times per 60 seconds',
  }),
};

const SIGN_IN = z.object({
  auth: z.object({
    identity: z.object({
      methods: z.array(z.string()).refine((methods) => methods.includes('password')),
      password: z.object({
        user: z.object({ domain: z.object({ name: z.string() }), name: z.string(), password: z.string() }),
      }),
    }),
    scope: z
      .object({ project: z.object({ id: z.string().optional(), name: z.string().optional() }).optional() })
      .optional(),
  }),
});

const ASSUME_ROLE = z.object({
  auth: z.object({
    identity: z.object({
      methods: z.array(z.string()).refine((methods) => methods.includes('assume_role')),
      assume_role: z.object({
        agency_name: z.literal(DEMO_AGENCY.agencyName),
        domain_name: z.literal(DEMO_AGENCY.domainName),
        duration_seconds: z.number().min(900).max(86_400).optional(),
      }),
    }),
  }),
});

type SignIn = z.infer<typeof SIGN_IN>['auth'];

/** IAM's own envelope: its code is a number (docs/vendors/huawei-common.md#errors-of-the-identity-service). */
const iamError = (code: number, title: string, message: string): SimulatorReply => ({
  status: code,
  json: { error: { code, message, title } },
});

/** Its code is known, its words are not (docs/vendors/huawei-common.md#errors-of-the-identity-service). */
const USER_LOCKED: SimulatorReply = {
  status: 401,
  json: { error_code: 'IAM.0061', error_msg: 'The account is locked.' },
};

const readBody = <T>(schema: z.ZodType<T>, body: string): T | null => {
  try {
    return schema.parse(JSON.parse(body));
  } catch {
    return null;
  }
};

const isRightUser = ({ identity }: SignIn): boolean => {
  const { domain, name, password } = identity.password.user;
  return domain.name === DEMO_USER.domain && name === DEMO_USER.user && password === DEMO_USER.password;
};

/** The project that a sign-in asks for: `null` for none, `undefined` for one that does not exist. */
const projectOf = ({ scope }: SignIn) => {
  const { id, name } = scope?.project ?? {};
  if (id !== undefined) return { id, name: DEMO_PROJECT.name };
  if (name === undefined) return null;
  return name === DEMO_PROJECT.name ? DEMO_PROJECT : undefined;
};

/** With microseconds, as IAM prints its times. */
const iamTime = (instant: number): string => new Date(instant).toISOString().replace('Z', '000Z');

/**
 * Huawei's identity service on loopback (docs/vendors/huawei-common.md#tokens, #signatures): `POST /v3/auth/tokens` and
 * `GET /v3/projects`. Any project id may be asked for; a token without a project opens no vendor.
 */
export async function createIamSimulator(given: IamOptions = {}): Promise<IamSimulator> {
  const options = simulatorOptions(given);
  const { now } = options;
  const { tokenLifeMs = DAY_MS } = given;
  const expiries = new Map<string, number>();

  const isToken = (token: string): boolean =>
    token === DEMO_TOKEN || now() < (expiries.get(token) ?? Number.NEGATIVE_INFINITY);
  const keyLock = createLock(KEY_LOCK, now);
  const userLock = createLock(USER_LOCK, now);
  const keys = new Map<string, TemporaryKey>();
  const issueKey = (lifeMs: number): TemporaryKey => {
    const key = {
      access: `HST${randomBytes(9).toString('hex').toUpperCase()}`,
      secret: randomBytes(30).toString('base64url'),
      securitytoken: randomBytes(150).toString('base64'),
      expires_at: iamTime(now() + lifeMs),
    };
    keys.set(key.access, key);
    return key;
  };
  const isSignedTemporarily = (request: SimulatorRequest, access: string): boolean => {
    const key = keys.get(access);
    if (key === undefined || Date.parse(key.expires_at) <= now()) return false;
    const pair = { accessKey: key.access, secretKey: key.secret };
    return (
      request.headers['x-security-token'] === key.securitytoken && isSignatureValid(request, pair, now())
    );
  };
  const isSigned = (request: SimulatorRequest): boolean => {
    const [, access = ''] = /Access=([^,]+),/.exec(request.headers['authorization'] ?? '') ?? [];
    if (access !== DEMO_KEY.accessKey) return isSignedTemporarily(request, access);
    if (keyLock.isLocked()) return false;
    const isValid = isSignatureValid(request, DEMO_KEY, now());
    if (isValid) keyLock.succeeded();
    else keyLock.failed();
    return isValid;
  };
  const expireTokens = (): void => {
    expiries.clear();
    keys.clear();
  };

  const issueToken: Handler = ({ body, query }) => {
    const signIn = readBody(SIGN_IN, body)?.auth ?? null;
    if (signIn === null) return iamError(400, 'Bad Request', 'The request body is invalid.');
    const project = projectOf(signIn);
    const isDemoUser = signIn.identity.password.user.name === DEMO_USER.user;
    if (isDemoUser && userLock.isLocked()) return USER_LOCKED;
    if (!isRightUser(signIn) || project === undefined) {
      if (isDemoUser) userLock.failed();
      return iamError(401, 'Unauthorized', 'The username or password is wrong.');
    }
    userLock.succeeded();
    const token = randomBytes(TOKEN_BYTES).toString('base64').replaceAll('/', '-');
    const expiresAt = now() + tokenLifeMs;
    if (project !== null) expiries.set(token, expiresAt);
    return {
      status: 201,
      headers: { 'X-Subject-Token': token },
      json: {
        token: {
          catalog:
            query.get('nocatalog') === 'true' ? [] : [{ type: 'identity', name: 'iam', endpoints: [] }],
          expires_at: iamTime(expiresAt),
          issued_at: iamTime(now()),
          methods: ['password'],
          ...(project === null ? { domain: DOMAIN } : { project: { ...project, domain: DOMAIN } }),
          roles: [{ id: '0', name: 'te_admin' }],
          user: { domain: DOMAIN, id: '7116d09f88fa41908676fdd4b039e95b', name: DEMO_USER.user },
        },
      },
    };
  };

  const listProjects: Handler = (request) => {
    if (!isToken(request.headers['x-auth-token'] ?? '') && !isSigned(request))
      return iamError(401, 'Unauthorized', 'The request you have made requires authentication.');
    const name = request.query.get('name') ?? DEMO_PROJECT.name;
    const projects = [{ ...DEMO_PROJECT, domain_id: DOMAIN.id, parent_id: DOMAIN.id, enabled: true }];
    return {
      status: 200,
      json: { links: { self: null }, projects: projects.filter((project) => project.name === name) },
    };
  };

  const assumeRole: Handler = (request) => {
    if (!isSigned(request))
      return iamError(401, 'Unauthorized', 'The request you have made requires authentication.');
    const asked = readBody(ASSUME_ROLE, request.body);
    if (asked === null)
      return iamError(403, 'Forbidden', "You have no right to do this action: the agency doesn't trust you.");
    const seconds = asked.auth.identity.assume_role.duration_seconds ?? 900;
    return { status: 201, json: { credential: issueKey(seconds * 1_000) } };
  };

  const server = await startServer({
    ...options,
    routes: [
      ['POST', '/v3/auth/tokens', issueToken],
      ['GET', '/v3/projects', listProjects],
      ['POST', '/v3.0/OS-CREDENTIAL/securitytokens', assumeRole],
    ],
    notFound: () => iamError(404, 'Not Found', 'The requested resource could not be found.'),
  });

  const access = { isToken, isSigned, isKeyLocked: keyLock.isLocked, expireCredentials: expireTokens };
  return Object.assign(server, {
    isToken,
    isSigned,
    isKeyLocked: keyLock.isLocked,
    expireTokens,
    issueKey,
    passwordAccess: { ...access, auth: { type: 'iam-password', ...DEMO_USER, endpoint: server.url } },
    keyAccess: { ...access, auth: { type: 'ak-sk', ...DEMO_KEY } },
  });
}
