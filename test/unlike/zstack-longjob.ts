import type { Simulator, SimulatorOptions } from '../../src/simulator/kit/simulator.ts';
import { startUnlike } from './start-unlike.ts';
import { mixed, type Row, type Story, spread } from './story.ts';
import { ask, type Columns, type Entry, failed, type Table } from './zstack-query.ts';
import { ACCOUNT_SETTINGS, loginRoute, refuseStranger } from './zstack-session.ts';

/** docs/vendors/zstack-longjob.md#words */
const WORDS = [
  ['Waiting', 'QUEUED'],
  ['Suspended', 'PAUSED'],
  ['Running', 'RUNNING'],
  ['Succeeded', 'SUCCEEDED'],
  ['Canceling', 'CANCELING'],
  ['Canceled', 'CANCELED'],
  ['Failed', 'FAILED'],
] as const;

const JOBS: Columns = {
  uuid: 'text',
  name: 'text',
  description: 'text',
  apiId: 'text',
  jobName: 'text',
  jobData: 'text',
  jobResult: 'text',
  state: 'text',
  targetResourceUuid: 'text',
  managementNodeUuid: 'text',
  createDate: 'time',
  lastOpDate: 'time',
  executeTime: 'number',
};
const NODES: Columns = { uuid: 'text', hostName: 'text', joinDate: 'time', heartBeat: 'time' };
const KINDS = ['APIAddImageMsg', 'APIMigrateVmMsg', 'APICreateVolumeSnapshotMsg'];

const MOST_JOBS = 25;
const MOST_NODES = 2;

/** The node can be null. */
const nodeOf = ({ n, origin }: Row): string | null => (n < 10 || mixed(n, 8) % 6 !== 0 ? origin : null);

/** Versions before the field have none; then the last operation is as near to the end as one comes. */
const isOld = ({ n }: Row): boolean => mixed(n, 9) % 3 === 0;

function entryOf(row: Row): Entry {
  const { n, createdAt, finishedAt } = row;
  const kind = KINDS[mixed(n, 10) % KINDS.length] ?? null;
  return {
    uuid: row.id,
    name: n % 3 === 0 ? kind : `work ${n}`,
    description: null,
    apiId: 'c'.repeat(32),
    jobName: kind,
    jobData: '{"image":{"url":"http://example.org"}}',
    jobResult:
      row.word === 'Failed'
        ? 'Failed because management node restarted.'
        : finishedAt === null
          ? null
          : '{"success":true}',
    state: row.word,
    targetResourceUuid: n % 4 === 0 ? null : `${mixed(n, 11) % 5}`.padStart(32, 'e'),
    managementNodeUuid: nodeOf(row),
    createDate: createdAt,
    // A job is touched after its end, too.
    lastOpDate: finishedAt === null ? createdAt + 1_000 : finishedAt + (isOld(row) ? 0 : 7_000),
    executeTime: finishedAt === null || isOld(row) ? null : (finishedAt - createdAt) / 1_000,
    resource: { of: 'a newer version' },
  };
}

function routesOf(story: Story, expiries: () => number) {
  const jobs: Table = { columns: JOBS, most: MOST_JOBS, entries: () => story.rows().map(entryOf) };
  // One of the nodes is gone.
  const entries = () =>
    story.originIds
      .slice(1)
      .map((uuid) => ({ uuid, hostName: `10.0.0.${uuid.length}`, joinDate: 0, heartBeat: 0 }));
  const nodes: Table = { columns: NODES, most: MOST_NODES, entries };
  return [
    loginRoute(expiries),
    ['GET', '/zstack/v1/longjobs', ({ query }) => ask(jobs, query)],
    [
      'GET',
      '/zstack/v1/longjobs/:uuid',
      ({ params: { uuid = '' } }) =>
        story.find(uuid) === undefined
          ? failed('SYS.1003', `no such resource[${uuid}]`)
          : ask(jobs, new URLSearchParams({ q: `uuid=${uuid}` })),
    ],
    ['GET', '/zstack/v1/management-nodes', ({ query }) => ask(nodes, query)],
  ] as const satisfies ReturnType<Parameters<typeof startUnlike>[0]['routes']>;
}

const hex = (n: number, last: string): string =>
  `${spread(n).toString(16).padStart(8, '0')}${n.toString(16).padStart(8, '0')}`.padEnd(32, last);

/** The long jobs of a ZStack node by docs/vendors/zstack-longjob.md. */
export const createUnlikeLongjob = (options: Partial<SimulatorOptions> = {}): Promise<Simulator> =>
  startUnlike(
    {
      backend: 'zstack-longjob',
      words: WORDS,
      resolutionMs: 1_000,
      idOf: (n) => hex(n, 'a'),
      originIdOf: (n) => hex(n, 'd'),
      routes: routesOf,
      refuse: refuseStranger,
      notFound: (path) => ({ status: 404, text: `no api mapping to ${path}` }),
      expectedJob: (row) => ({
        nativeId: row.id,
        originNativeId: nodeOf(row),
        status: row.status,
        nativeStatus: row.word,
        createdAt: row.createdAt,
        finishedAt: row.finishedAt,
        tasks: [],
      }),
      settings: ACCOUNT_SETTINGS,
    },
    options,
  );
