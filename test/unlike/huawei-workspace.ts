import type { JobStatus } from '../../src/model/job-status.ts';
import type { Handler, SimulatorReply } from '../../src/simulator/kit/http.ts';
import type { ExpectedTask, Simulator, SimulatorOptions } from '../../src/simulator/kit/simulator.ts';
import { NO_SUCH_API, refuseForeign, TOKEN_SETTINGS } from './huawei-gateway.ts';
import { printOdd } from './print-odd.ts';
import { startUnlike } from './start-unlike.ts';
import { mixed, type Row, type Story, spread } from './story.ts';

/** A partial failure has no word of its own: the counts tell (docs/vendors/huawei-workspace.md#words). */
const WORDS = [
  ['WAITING', 'QUEUED'],
  ['RUNNING', 'RUNNING'],
  ['SUCCESS', 'SUCCEEDED'],
  ['FAILED', 'FAILED'],
  ['FAILED in part', 'PARTIALLY_FAILED'],
] as const;
const SERVERS: readonly (readonly [string, JobStatus])[] = [
  ['SUCCESS', 'SUCCEEDED'],
  ['FAILED', 'FAILED'],
  ['RUNNING', 'RUNNING'],
  ['WAITING', 'QUEUED'],
];
const TYPES = ['RESTART_SERVER', 'START_SERVER', 'STOP_SERVER', 'REINSTALL_OS'];
const MOST_ROWS = 12;

const told = (status: number, body: unknown): SimulatorReply => ({
  status,
  text: printOdd(body, { isReversed: true, asFloats: ['total_count'] }),
  headers: { 'content-type': 'application/json' },
});
const refused = (words: string) =>
  told(400, { error_code: 'WKS.00169901', error_msg: words, encoded_authorization_message: '' });

/** Words are written in any case; the page itself prints some in small letters. */
const wordOf = ({ word, n }: Row): string => {
  const plain = word.replace(' in part', '');
  return n % 3 === 0 ? plain.toLowerCase() : plain;
};
const typeOf = ({ n }: Row): string => TYPES[mixed(n, 9) % TYPES.length] ?? '';
const serversOf = ({ n }: Row): number => mixed(n, 7) % 15;
const isoOf = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

/** Whole numbers, some as texts; what is null is absent in every other row. */
function printRow(row: Row): unknown {
  const succeeded = row.word === 'FAILED' ? 0 : 3;
  const fields = {
    // A number, for ids need not be texts.
    id: Number(row.id),
    task_id: row.origin,
    task_type: typeOf(row),
    scheduled_type: 'day',
    status: wordOf(row),
    total_count: 9,
    success_count: row.n % 2 === 0 ? String(succeeded) : succeeded,
    failed_count: row.word.startsWith('FAILED') ? 2 : 0,
    excuting_count: '0',
    time_zone: 'Coordinated Universal Time',
    create_time: isoOf(row.createdAt),
    begin_time: isoOf(row.startedAt),
    end_time: isoOf(row.finishedAt),
  };
  const isSparse = row.n % 2 === 1;
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null || !isSparse));
}

interface Server {
  readonly id: string;
  readonly word: readonly [string, JobStatus];
  readonly begin: number | null;
  readonly end: number | null;
}

function detailsOf(row: Row): Server[] {
  return Array.from({ length: serversOf(row) }, (_, i) => {
    const word = SERVERS[mixed(row.n + i, 6) % SERVERS.length] ?? ['SUCCESS', 'SUCCEEDED'];
    const begin = word[0] === 'WAITING' ? null : row.createdAt + i;
    return {
      id: `${row.id}${String(i).padStart(2, '0')}`,
      word,
      begin,
      end: begin === null || word[0] === 'RUNNING' ? null : begin + 900,
    };
  });
}

const printServer = ({ id, word, begin, end }: Server) => ({
  id,
  server_id: `server-${id}`,
  server_name: `server ${id}`,
  status: word[0],
  begin_time: isoOf(begin),
  end_time: isoOf(end),
  result_code: null,
  result_message: '',
});

const expectedTask = ({ id, word: [nativeStatus, status], begin, end }: Server): ExpectedTask => ({
  nativeId: id,
  status,
  nativeStatus,
  createdAt: begin,
  finishedAt: end,
});

const listing =
  (rowsOf: (id: string) => readonly unknown[]): Handler =>
  ({ params: { id = '' }, query }) => {
    const [offset, limit] = [Number(query.get('offset') ?? 0), Number(query.get('limit') ?? 10)];
    if (!(limit >= 1 && limit <= 100) || !(offset >= 0)) return refused('The request message is invalid.');
    const all = rowsOf(id);
    const items = all.slice(offset, offset + Math.min(limit, MOST_ROWS));
    // The vendor's own example counts 0 with a row beside it.
    return told(200, items.length === 0 ? { count: 0, items: null } : { items, count: String(all.length) });
  };

function routesOf(story: Story) {
  const tasks = () =>
    story.originIds.map((id) => ({ id, task_name: `task-${id}`, is_enable: true, last_status: 'success' }));
  const runs = (task: string) =>
    story
      .rows()
      .filter(({ origin }) => origin === task)
      .map(printRow);
  const details = (id: string) => {
    const row = story.find(id);
    return row === undefined ? [] : detailsOf(row).map(printServer);
  };
  return [
    ['GET', '/v1/:project/schedule-task', listing(tasks)],
    ['GET', '/v1/:project/schedule-task/:id/execute-history', listing(runs)],
    ['GET', '/v1/:project/schedule-task/:id/execute-detail', listing(details)],
  ] as const;
}

/** Huawei Cloud Workspace, application streaming, by docs/vendors/huawei-workspace.md. */
export const createUnlikeWorkspace = (options: Partial<SimulatorOptions> = {}): Promise<Simulator> =>
  startUnlike(
    {
      backend: 'huawei-workspace',
      words: WORDS,
      resolutionMs: 1,
      idOf: (n) => String(100_000 + spread(n)),
      originIdOf: (n) => `task-${spread(n)}`,
      routes: routesOf,
      refuse: refuseForeign,
      notFound: () => told(404, NO_SUCH_API),
      expectedJob: (row) => ({
        nativeId: row.id,
        originNativeId: row.origin,
        status: row.status,
        nativeStatus: wordOf(row),
        createdAt: row.createdAt,
        finishedAt: row.finishedAt,
        tasks: detailsOf(row).map(expectedTask),
      }),
      settings: TOKEN_SETTINGS,
    },
    options,
  );
