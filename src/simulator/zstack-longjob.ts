import type { JobStatus } from '../model/job-status.ts';
import { createHistory, type HistoryJob, newestFirst, statusAt } from './kit/history.ts';
import { type Handler, type Route, startServer } from './kit/http.ts';
import { createRandom, hash32, hexId } from './kit/random.ts';
import type { ExpectedJob, InsertedJob, Simulator, SimulatorOptions } from './kit/simulator.ts';
import { simulatorOptions } from './kit/simulator-options.ts';
import { createZstackAccess, ZSTACK_ACCOUNT } from './zstack-access.ts';
import { plainRefusal, ZstackRefusal } from './zstack-error.ts';
import { queryTable } from './zstack-query.ts';
import { numberColumn, textColumn, timeColumn, type ZstackTable } from './zstack-table.ts';
import { createZstackClock } from './zstack-time.ts';

export interface ZstackLongjobOptions extends Partial<SimulatorOptions> {
  /** Of the management node. Default `Asia/Shanghai`. */
  readonly timeZone?: string;
}

/** docs/vendors/zstack-longjob.md#words */
const WORDS: ReadonlyMap<JobStatus, string> = new Map<JobStatus, string>([
  ['QUEUED', 'Waiting'],
  ['PAUSED', 'Suspended'],
  ['RUNNING', 'Running'],
  ['SUCCEEDED', 'Succeeded'],
  ['CANCELING', 'Canceling'],
  ['CANCELED', 'Canceled'],
  ['FAILED', 'Failed'],
]);

const OUTCOMES = [
  ['SUCCEEDED', 82],
  ['FAILED', 11],
  ['CANCELED', 7],
] as const;

const JOB_NAMES = [
  'APIAddImageMsg',
  'APIMigrateVmMsg',
  'APICreateVolumeSnapshotMsg',
  'APILocalStorageMigrateVolumeMsg',
];

const jobNameOf = ({ salt }: HistoryJob): string => JOB_NAMES[salt % JOB_NAMES.length] ?? '';

/** In one of the forms in which versions write it (docs/vendors/zstack-longjob.md#fields). */
function resultOf(job: HistoryJob, now: number): string | null {
  const status = statusAt(job, now);
  if (now < job.finishedAt) return null;
  if (status === 'SUCCEEDED') return job.salt % 3 === 0 ? '{"inventory":{"uuid":"u"}}' : 'Succeeded';
  const error = {
    code: 'SYS.1006',
    description: 'An operation failed',
    details: 'the backup storage is full',
  };
  const forms = [JSON.stringify(error), 'Failed because management node restarted.', 'Failed : SYS.1006'];
  return forms[job.salt % forms.length] ?? null;
}

const PACKAGE = 'org.zstack.header';

interface Node {
  readonly uuid: string;
  readonly hostName: string;
}

const longjobTable = (
  rows: () => HistoryJob[],
  nodeOf: (job: HistoryJob) => string,
  now: () => number,
): ZstackTable<HistoryJob> => ({
  name: 'LongJob',
  className: `${PACKAGE}.longjob.LongJobInventory`,
  columns: new Map([
    ['uuid', textColumn<HistoryJob>((job) => job.nativeId)],
    ['name', textColumn((job) => (job.salt % 4 === 0 ? jobNameOf(job) : `long-job-${job.serial}`))],
    ['description', textColumn((job) => (job.salt % 2 === 0 ? null : 'by the demo'))],
    ['apiId', textColumn((job) => hexId(job.salt, 'api', 1))],
    ['jobName', textColumn(jobNameOf)],
    ['jobData', textColumn((job) => JSON.stringify({ name: `image-${job.serial}`, platform: 'Linux' }))],
    ['jobResult', textColumn((job) => resultOf(job, now()))],
    ['state', textColumn((job) => WORDS.get(statusAt(job, now())) ?? null)],
    [
      'targetResourceUuid',
      textColumn((job) => (job.salt % 3 === 0 ? null : hexId(job.origin, 'target', job.salt % 4))),
    ],
    ['managementNodeUuid', textColumn(nodeOf)],
    ['createDate', timeColumn((job) => job.createdAt)],
    ['lastOpDate', timeColumn((job) => Math.min(job.finishedAt, now()))],
    [
      'executeTime',
      numberColumn((job) =>
        now() < job.finishedAt ? null : Math.floor((job.finishedAt - job.createdAt) / 1_000),
      ),
    ],
  ]),
  rows,
});

const nodeTable = (nodes: readonly Node[]): ZstackTable<Node> => ({
  name: 'ManagementNode',
  className: `${PACKAGE}.managementnode.ManagementNodeInventory`,
  columns: new Map([
    ['uuid', textColumn<Node>((node) => node.uuid)],
    ['hostName', textColumn((node) => node.hostName)],
  ]),
  rows: () => [...nodes],
});

const expectedLongjob = (job: HistoryJob, node: string, now: number): ExpectedJob => ({
  nativeId: job.nativeId,
  originNativeId: node,
  status: statusAt(job, now),
  nativeStatus: WORDS.get(statusAt(job, now)) ?? null,
  createdAt: job.createdAt,
  finishedAt: job.finishedAt <= now ? job.finishedAt : null,
  tasks: [],
});

const notFound = (
  { method, path }: { readonly method: string; readonly path: string },
  allowed: readonly string[],
) =>
  allowed.length > 0
    ? plainRefusal(405, `method ${method} is not allowed for ${path}`).reply
    : plainRefusal(404, `no api mapping to ${path}`).reply;

/** ZStack's long jobs, and the nodes that they run on (docs/vendors/zstack-longjob.md). */
export async function createZstackLongjobSimulator(given: ZstackLongjobOptions = {}): Promise<Simulator> {
  const options = simulatorOptions(given);
  const { seed, now } = options;
  const { timeZone = 'Asia/Shanghai' } = given;
  const clock = createZstackClock(timeZone, false);
  const access = createZstackAccess(seed, now, clock);
  const nodes = Array.from(
    { length: options.origins },
    (_, n): Node => ({
      uuid: hexId(seed, 'node', n),
      hostName: `10.0.0.${n + 5}`,
    }),
  );
  const nodeOf = (job: HistoryJob): string => nodes[job.origin]?.uuid ?? '';
  const history = createHistory({
    ...options,
    resolutionMs: 1_000,
    outcomes: OUTCOMES,
    nativeId: (serial) => hexId(seed, 'longjob', serial),
  });
  let answers = 0;

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
  const querying = <Row>(table: ZstackTable<Row>): Handler =>
    answering((request) => {
      access.check(request);
      answers += 1;
      const conditions = new URLSearchParams(request.query);
      const { uuid } = request.params;
      if (uuid !== undefined) conditions.append('q', `uuid=${uuid}`);
      return queryTable(conditions, table, clock, createRandom(hash32(seed, answers)));
    });

  const longjobs = querying(longjobTable(history.jobs, nodeOf, now));
  const base = '/zstack/v1';
  const routes: Route[] = [
    ['PUT', `${base}/accounts/login`, answering(access.logIn)],
    ['GET', `${base}/longjobs`, longjobs],
    ['GET', `${base}/longjobs/:uuid`, longjobs],
    ['GET', `${base}/management-nodes`, querying(nodeTable(nodes))],
  ];
  const server = await startServer({ ...options, routes, notFound });

  const insert = ({ createdAt, originNativeId, status }: InsertedJob): string => {
    const origin = originNativeId === undefined ? 0 : nodes.findIndex(({ uuid }) => uuid === originNativeId);
    if (origin < 0) throw new RangeError(`no management node '${originNativeId}'`);
    if (status !== undefined && !WORDS.has(status))
      throw new RangeError(`a long job is never ${status}; it is ${[...WORDS.keys()].join(', ')}`);
    return history.insert({ createdAt, origin, ...(status === undefined ? {} : { status }) }).nativeId;
  };

  return Object.assign(server, {
    backend: 'zstack-longjob',
    expected: () => {
      const time = now();
      return history
        .jobs()
        .map((job) => expectedLongjob(job, nodeOf(job), time))
        .sort(newestFirst);
    },
    insert,
    remove: history.remove,
    settings: { endpoint: server.url, timeZone, auth: { type: 'account', ...ZSTACK_ACCOUNT } },
    expireCredentials: access.expire,
  });
}
