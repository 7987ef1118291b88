import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';
import type { SimulatorReply, SimulatorRequest } from './kit/http.ts';
import { hexId } from './kit/random.ts';
import { businessRefusal, plainRefusal } from './zstack-error.ts';
import type { ZstackClock } from './zstack-time.ts';

export const ZSTACK_ACCOUNT = { account: 'admin', password: 'password' } as const;
export const ZSTACK_ACCESS_KEY = { id: 'demoAccessKeyId', secret: 'demo-access-key-secret' } as const;

const SESSION_LIFE = 7_200_000;
const MOST_SESSIONS = 500;
const MOST_SKEW = 15 * 60_000;
const CONTEXT_PATH = '/zstack';

const loginBody = z.object({ logInByAccount: z.object({ accountName: z.string(), password: z.string() }) });

/** Other ways in, each with what it takes (docs/vendors/zstack.md#sign-in); all with the password of the account. */
export const ZSTACK_USERS = {
  user: { account: ZSTACK_ACCOUNT.account, user: 'reader' },
  ldap: { uid: 'reader@example.com' },
  virtualId: { name: 'virtual-reader' },
} as const;

const userBody = z.object({
  logInByUser: z.object({
    accountName: z.literal(ZSTACK_USERS.user.account),
    userName: z.literal(ZSTACK_USERS.user.user),
    password: z.string(),
  }),
});
const ldapBody = z.object({
  logInByLdap: z.object({ uid: z.literal(ZSTACK_USERS.ldap.uid), password: z.string() }),
});
const virtualIdBody = z.object({
  loginIAM2VirtualID: z.object({ name: z.literal(ZSTACK_USERS.virtualId.name), password: z.string() }),
});

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** The `Date` header as a wall-clock time, its zone ignored; `null` where it is none. */
const wallOfDateHeader = (text: string): number | null => {
  const [, local] = /^\w{3}, (\d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2}) \S+$/.exec(text) ?? [];
  const time = local === undefined ? Number.NaN : Date.parse(`${local} UTC`);
  return Number.isNaN(time) ? null : time;
};

const signatureOf = ({ method, path }: SimulatorRequest, date: string): string =>
  createHmac('sha1', ZSTACK_ACCESS_KEY.secret)
    .update(`${method}\n${date}\n${path.slice(CONTEXT_PATH.length)}`)
    .digest('base64');

/** Sessions and access keys (docs/vendors/zstack.md#sign-in). All functions throw `ZstackRefusal`. */
export const createZstackAccess = (seed: number, now: () => number, clock: ZstackClock) => {
  const sessions = new Map<string, number>();
  const passwordHash = createHash('sha512').update(ZSTACK_ACCOUNT.password).digest('hex');
  let logins = 0;

  const isLive = (session: string): boolean => (sessions.get(session) ?? 0) > now();

  const open = (): SimulatorReply => {
    for (const session of sessions.keys()) if (!isLive(session)) sessions.delete(session);
    if (sessions.size >= MOST_SESSIONS)
      throw businessRefusal('ID.1006', 'Login sessions hit limit of max allowed concurrent login sessions');
    logins += 1;
    const uuid = hexId(seed, 'session', logins);
    sessions.set(uuid, now() + SESSION_LIFE);
    const accountUuid = hexId(seed, 'account', 0);
    const dates = { expiredDate: clock.print(now() + SESSION_LIFE), createDate: clock.print(now()) };
    return { status: 200, json: { inventory: { uuid, accountUuid, userUuid: accountUuid, ...dates } } };
  };

  const checkAccessKey = (request: SimulatorRequest, credentials: string): void => {
    const { date } = request.headers;
    if (date === undefined) throw plainRefusal(400, "missing header 'Date'");
    const wall = wallOfDateHeader(date);
    if (wall === null) throw plainRefusal(400, "'Date' must look like 'Tue, 14 Nov 2017 14:20:57 UTC'");
    if (Math.abs(wall - clock.wallOf(now())) > MOST_SKEW) throw plainRefusal(403, 'requestTimeTooSkewed');
    if (credentials !== `${ZSTACK_ACCESS_KEY.id}:${signatureOf(request, date)}`)
      throw businessRefusal('ID.1000', 'access key id or signature is wrong');
  };

  /** `null`: nobody of that name. */
  const openFor = (password: string | null, right: string): SimulatorReply => {
    if (password !== right) throw businessRefusal('ID.1000', 'wrong name or password');
    return open();
  };

  return {
    logInByUser: ({ body }: SimulatorRequest): SimulatorReply =>
      openFor(userBody.safeParse(parseJson(body)).data?.logInByUser.password ?? null, passwordHash),
    /** A directory checks the password itself, so it comes as it is. */
    logInByLdap: ({ body }: SimulatorRequest): SimulatorReply =>
      openFor(
        ldapBody.safeParse(parseJson(body)).data?.logInByLdap.password ?? null,
        ZSTACK_ACCOUNT.password,
      ),
    logInVirtualId: ({ body }: SimulatorRequest): SimulatorReply =>
      openFor(
        virtualIdBody.safeParse(parseJson(body)).data?.loginIAM2VirtualID.password ?? null,
        passwordHash,
      ),
    logIn: ({ body }: SimulatorRequest): SimulatorReply => {
      const parsed = loginBody.safeParse(parseJson(body));
      if (!parsed.success)
        throw plainRefusal(400, "the body doesn't contain action mapping to 'logInByAccount'");
      const { accountName, password } = parsed.data.logInByAccount;
      if (accountName !== ZSTACK_ACCOUNT.account || password !== passwordHash)
        throw businessRefusal('ID.1000', 'wrong account or password');
      return open();
    },
    logOut: (session: string): SimulatorReply => {
      sessions.delete(session);
      return { status: 200, json: {} };
    },
    isLive,
    check: (request: SimulatorRequest): void => {
      const { authorization } = request.headers;
      if (authorization === undefined) throw plainRefusal(400, "missing header 'Authorization'");
      const [type, credentials = ''] = authorization.split(' ');
      if (type !== 'OAuth' && type !== 'ZStack')
        throw plainRefusal(400, `unsupported authorization type '${type}'; use OAuth or ZStack`);
      if (type === 'ZStack') checkAccessKey(request, credentials);
      else if (!isLive(credentials)) throw businessRefusal('ID.1001', 'Session expired');
    },
    expire: () => sessions.clear(),
  };
};
