import type { JobStatus } from '../model/job-status.ts';
import { createHistory, type HistoryJob, statusAt } from './kit/history.ts';
import { hexId } from './kit/random.ts';
import type { ExpectedJob, Simulator, SimulatorOptions } from './kit/simulator.ts';
import { simulatorOptions } from './kit/simulator-options.ts';
import { asking, startZstackSimulator } from './start-zstack-simulator.ts';
import { numberColumn, textColumn, timeColumn, type ZstackTable } from './zstack-table.ts';

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

/** ZStack's long jobs, and the nodes that they run on (docs/vendors/zstack-longjob.md). */
export async function createZstackLongjobSimulator(given: ZstackLongjobOptions = {}): Promise<Simulator> {
  const options = simulatorOptions(given);
  const { seed, now } = options;
  const { timeZone = 'Asia/Shanghai' } = given;
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
  const longjobs = asking(longjobTable(history.jobs, nodeOf, now));
  return startZstackSimulator({
    backend: 'zstack-longjob',
    options,
    timeZone,
    newJvm: false,
    history,
    originIds: nodes.map(({ uuid }) => uuid),
    statuses: [...WORDS.keys()],
    tables: [
      ['/longjobs', longjobs],
      ['/longjobs/:uuid', longjobs],
      ['/management-nodes', asking(nodeTable(nodes))],
    ],
    expectedJob: (job, time) => expectedLongjob(job, nodeOf(job), time),
  });
}
