import type { Handler, Route, SimulatorReply, SimulatorRequest } from './kit/http.ts';
import { createRandom, hash32, type Random } from './kit/random.ts';
import type { Simulator } from './kit/simulator.ts';
import { type SimulatedService, startSimulator } from './kit/start-simulator.ts';
import { createZstackAccess, ZSTACK_ACCOUNT } from './zstack-access.ts';
import { plainRefusal, ZstackRefusal } from './zstack-error.ts';
import { queryTable } from './zstack-query.ts';
import type { ZstackTable } from './zstack-table.ts';
import { createZstackClock, type ZstackClock } from './zstack-time.ts';

/** How a table answers a query; throws `ZstackRefusal`. */
export type ZstackAsk = (query: URLSearchParams, clock: ZstackClock, random: Random) => SimulatorReply;

export interface ZstackNode
  extends Pick<
    SimulatedService,
    'backend' | 'options' | 'history' | 'originIds' | 'statuses' | 'expectedJob'
  > {
  readonly timeZone: string;
  /** Prints times as newer Java does. */
  readonly newJvm: boolean;
  /** Below `/zstack/v1`; a `:uuid` in the path is one more condition. */
  readonly tables: readonly (readonly [pattern: string, ask: ZstackAsk])[];
}

export const asking =
  <Row>(table: ZstackTable<Row>): ZstackAsk =>
  (query, clock, random) =>
    queryTable(query, table, clock, random);

const BASE = '/zstack/v1';

const answering =
  (handler: Handler): Handler =>
  (request) => {
    try {
      return handler(request);
    } catch (error) {
      if (error instanceof ZstackRefusal) return error.reply;
      throw error;
    }
  };

/** What no API is mapped to (docs/vendors/zstack.md#errors). */
const notFound = ({ method, path }: SimulatorRequest, allowed: readonly string[]): SimulatorReply =>
  allowed.length > 0
    ? plainRefusal(405, `method ${method} is not allowed for ${path}`).reply
    : plainRefusal(404, `no api mapping to ${path}`).reply;

/** A management node: sessions, and tables that are asked in one query language (docs/vendors/zstack.md). */
export function startZstackSimulator(node: ZstackNode): Promise<Simulator> {
  const { seed, now } = node.options;
  const { timeZone, newJvm, tables, ...service } = node;
  const clock = createZstackClock(timeZone, newJvm);
  const access = createZstackAccess(seed, now, clock);
  let answers = 0;

  /** What is not there makes an empty list, no error. */
  const querying = (ask: ZstackAsk): Handler =>
    answering((request) => {
      access.check(request);
      answers += 1;
      const conditions = new URLSearchParams(request.query);
      const { uuid } = request.params;
      if (uuid !== undefined) conditions.append('q', `uuid=${uuid}`);
      return ask(conditions, clock, createRandom(hash32(seed, answers)));
    });

  return startSimulator({
    ...service,
    routes: [
      ...signInRoutes(access),
      ...tables.map(([pattern, ask]): Route => ['GET', `${BASE}${pattern}`, querying(ask)]),
    ],
    notFound,
    settings: { timeZone, auth: { type: 'account', ...ZSTACK_ACCOUNT } },
    expireCredentials: access.expire,
  });
}

/** docs/vendors/zstack.md#sign-in */
const signInRoutes = (access: ReturnType<typeof createZstackAccess>): Route[] => [
  ['PUT', `${BASE}/accounts/login`, answering(access.logIn)],
  ['PUT', `${BASE}/accounts/users/login`, answering(access.logInByUser)],
  ['PUT', `${BASE}/ldap/login`, answering(access.logInByLdap)],
  ['PUT', `${BASE}/iam2/virtual-ids/login`, answering(access.logInVirtualId)],
  [
    'DELETE',
    `${BASE}/accounts/sessions/:uuid`,
    answering(({ params: { uuid = '' } }) => access.logOut(uuid)),
  ],
  [
    'GET',
    `${BASE}/accounts/sessions/:uuid/valid`,
    ({ params: { uuid = '' } }) => ({ status: 200, json: { validSession: access.isLive(uuid) } }),
  ],
];
