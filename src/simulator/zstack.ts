import { createHistory, type HistoryJob, newestFirst } from './kit/history.ts';
import { type Handler, type Route, startServer } from './kit/http.ts';
import { createRandom, hash32 } from './kit/random.ts';
import type { InsertedJob, Simulator, SimulatorOptions } from './kit/simulator.ts';
import { simulatorOptions } from './kit/simulator-options.ts';
import { createZstackAccess, ZSTACK_ACCOUNT } from './zstack-access.ts';
import { plainRefusal, ZstackRefusal } from './zstack-error.ts';
import { createHistoryTable, expectedRun, zstackId } from './zstack-history.ts';
import { queryTable } from './zstack-query.ts';
import { createSchedulerJobs, createSchedulerTables, type SchedulerJob } from './zstack-scheduler.ts';
import type { ZstackTable } from './zstack-table.ts';
import { createZstackClock } from './zstack-time.ts';

export interface ZstackSimulatorOptions extends Partial<SimulatorOptions> {
  /** Of the management node: times are printed and compared in it. Default `Asia/Shanghai`. */
  readonly timeZone?: string;
  /** Prints times as newer Java does: a comma after the year, U+202F before AM or PM. Default false. */
  readonly newJvm?: boolean;
}

const OUTCOMES = [
  ['SUCCEEDED', 85],
  ['FAILED', 15],
] as const;

/** The vendor derives no other statuses (docs/vendors/zstack.md#status). */
const INSERTABLE: readonly unknown[] = ['RUNNING', 'SUCCEEDED', 'FAILED', undefined];

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
const notFound = (request: { method: string; path: string }, allowed: readonly string[]) =>
  allowed.length > 0
    ? plainRefusal(405, `method ${request.method} is not allowed for ${request.path}`).reply
    : plainRefusal(404, `no api mapping to ${request.path}`).reply;

/** ZStack's scheduler: its history, what the history hangs under, and sessions (docs/vendors/zstack.md). */
export const createZstackSimulator = async (given: ZstackSimulatorOptions = {}): Promise<Simulator> => {
  const options = simulatorOptions(given);
  const { seed, now } = options;
  const { timeZone = 'Asia/Shanghai', newJvm = false } = given;
  const clock = createZstackClock(timeZone, newJvm);
  const access = createZstackAccess(seed, now, clock);
  const jobs = createSchedulerJobs(seed, options.origins, now());
  const tables = createSchedulerTables(jobs);
  const history = createHistory({
    ...options,
    resolutionMs: 1000,
    outcomes: OUTCOMES,
    nativeId: (serial) => String(zstackId(serial)),
  });
  const jobOf = (run: HistoryJob): SchedulerJob => {
    const job = jobs[run.origin];
    if (job === undefined) throw new RangeError(`no scheduler job ${run.origin}`);
    return job;
  };
  let answers = 0;

  const guarded = (handler: Handler): Handler =>
    answering((request) => {
      access.check(request);
      return handler(request);
    });
  /** A uuid in the path is one more condition: what is not there makes an empty list, no error. */
  const querying = <Row>(table: ZstackTable<Row>): Handler =>
    guarded(({ query, params: { uuid } }) => {
      answers += 1;
      const conditions = new URLSearchParams(query);
      if (uuid !== undefined) conditions.append('q', `uuid=${uuid}`);
      return queryTable(conditions, table, clock, createRandom(hash32(seed, answers)));
    });

  const base = '/zstack/v1';
  const routes: Route[] = [
    ['PUT', `${base}/accounts/login`, answering(access.logIn)],
    ['PUT', `${base}/accounts/users/login`, answering(access.logInByUser)],
    ['PUT', `${base}/ldap/login`, answering(access.logInByLdap)],
    ['PUT', `${base}/iam2/virtual-ids/login`, answering(access.logInVirtualId)],
    [
      'DELETE',
      `${base}/accounts/sessions/:uuid`,
      answering(({ params: { uuid = '' } }) => access.logOut(uuid)),
    ],
    [
      'GET',
      `${base}/accounts/sessions/:uuid/valid`,
      ({ params: { uuid = '' } }) => ({ status: 200, json: { validSession: access.isLive(uuid) } }),
    ],
    ['GET', `${base}/scheduler/job/history`, querying(createHistoryTable(history.jobs, jobOf, now))],
    ['GET', `${base}/scheduler/jobs`, querying(tables.jobs)],
    ['GET', `${base}/scheduler/jobs/:uuid`, querying(tables.jobs)],
    ['GET', `${base}/scheduler/jobgroups`, querying(tables.groups)],
    ['GET', `${base}/scheduler/triggers`, querying(tables.triggers)],
  ];
  const server = await startServer({ ...options, routes, notFound });

  const insert = ({ createdAt, originNativeId, status }: InsertedJob): string => {
    const origin = originNativeId === undefined ? 0 : jobs.findIndex(({ uuid }) => uuid === originNativeId);
    if (origin < 0) throw new RangeError(`no scheduler job '${originNativeId}'`);
    if (!INSERTABLE.includes(status))
      throw new RangeError(`this vendor has no rows that are ${status}; it has RUNNING, SUCCEEDED, FAILED`);
    return history.insert({ createdAt, origin, ...(status === undefined ? {} : { status }) }).nativeId;
  };

  return Object.assign(server, {
    backend: 'zstack',
    expected: () => {
      const time = now();
      return history
        .jobs()
        .map((run) => expectedRun(run, jobOf(run), time))
        .sort(newestFirst);
    },
    insert,
    remove: history.remove,
    settings: { endpoint: server.url, timeZone, auth: { type: 'account', ...ZSTACK_ACCOUNT } },
    expireCredentials: access.expire,
  });
};
