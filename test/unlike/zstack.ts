import type { Simulator, SimulatorOptions } from '../../src/simulator/kit/simulator.ts';
import { startUnlike } from './start-unlike.ts';
import { mixed, type Row, type Story, spread } from './story.ts';
import { ask, type Columns, type Entry, type Table } from './zstack-query.ts';
import { ACCOUNT_SETTINGS, loginRoute, refuseStranger } from './zstack-session.ts';

/** There is no field for the status; what the row looks like then (docs/vendors/zstack.md#status). */
const WORDS = [
  ['running', 'RUNNING'],
  ['running as older versions have it', 'RUNNING'],
  ['succeeded', 'SUCCEEDED'],
  ['failed', 'FAILED'],
  ['lost', 'FAILED'],
] as const;

const HISTORY: Columns = {
  id: 'long',
  triggerUuid: 'text',
  schedulerJobUuid: 'text',
  schedulerJobGroupUuid: 'text',
  jobType: 'text',
  fireInstanceId: 'text',
  startTime: 'time',
  executeTime: 'number',
  targetResourceUuid: 'text',
  requestDump: 'text',
  resultDump: 'text',
  success: 'flag',
};
const JOBS: Columns = {
  uuid: 'text',
  name: 'text',
  state: 'text',
  targetResourceUuid: 'text',
  createDate: 'time',
};
const TYPES = ['volumeSnapshot', 'vmBackup', 'startVm'];
const MOST_ROWS = 25;

const failure = (code: string, details: string): string =>
  JSON.stringify({ success: false, error: { details, description: 'an error', code, elaboration: null } });

/** What differs by state. */
function outcomeOf({ word, createdAt, finishedAt }: Row): Entry {
  const executeTime = finishedAt === null ? -1 : (finishedAt - createdAt) / 1_000;
  if (word === 'running') return { executeTime, resultDump: 'Running', success: false };
  if (word === 'running as older versions have it')
    return { executeTime: null, resultDump: null, success: false };
  if (word === 'lost')
    return { executeTime: 0, resultDump: failure('SYS.1012', 'management stopped'), success: false };
  if (word === 'failed') return { executeTime, resultDump: failure('SYS.1006', 'no room'), success: false };
  return { executeTime, resultDump: '{"success":true}', success: true };
}

const entryOf = (row: Row): Entry => ({
  id: row.id,
  triggerUuid: row.n % 3 === 0 ? null : 'f'.repeat(32),
  schedulerJobUuid: row.origin,
  schedulerJobGroupUuid: null,
  jobType: row.n % 5 === 0 ? null : (TYPES[mixed(row.n, 9) % TYPES.length] ?? null),
  startTime: row.createdAt,
  targetResourceUuid: `${mixed(row.n, 11) % 5}`.padStart(32, 'e'),
  requestDump: '{"session":{"uuid":"made-up"}}',
  ...outcomeOf(row),
});

function routesOf(story: Story, expiries: () => number) {
  const history: Table = { columns: HISTORY, most: MOST_ROWS, entries: () => story.rows().map(entryOf) };
  // History outlives its job.
  const entries = () =>
    story.originIds.slice(1).map((uuid) => ({ uuid, name: `job ${uuid.slice(0, 4)}`, state: 'Enabled' }));
  const jobs: Table = { columns: JOBS, most: 2, entries };
  return [
    loginRoute(expiries),
    ['GET', '/zstack/v1/scheduler/job/history', ({ query }) => ask(history, query)],
    ['GET', '/zstack/v1/scheduler/jobs', ({ query }) => ask(jobs, query)],
  ] as const satisfies ReturnType<Parameters<typeof startUnlike>[0]['routes']>;
}

/** The history of scheduler jobs of a ZStack node by docs/vendors/zstack.md. */
export const createUnlikeZstack = (options: Partial<SimulatorOptions> = {}): Promise<Simulator> =>
  startUnlike(
    {
      backend: 'zstack',
      words: WORDS,
      resolutionMs: 1_000,
      // Beyond what a double holds.
      idOf: (n) => `6532470403${String(spread(n)).padStart(5, '0')}${String(n).padStart(3, '0')}`,
      originIdOf: (n) => `${spread(n).toString(16)}${n}`.padEnd(32, 'd'),
      routes: routesOf,
      refuse: refuseStranger,
      notFound: (path) => ({ status: 404, text: `no api mapping to ${path}` }),
      expectedJob: (row) => ({
        nativeId: row.id,
        originNativeId: row.origin,
        status: row.status,
        nativeStatus: null,
        createdAt: row.createdAt,
        finishedAt: row.word === 'lost' ? row.createdAt : row.finishedAt,
        tasks: [],
      }),
      settings: ACCOUNT_SETTINGS,
    },
    options,
  );
