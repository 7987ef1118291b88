import type { Handler, SimulatorReply } from '../../src/simulator/kit/http.ts';
import type { ExpectedTask, Simulator, SimulatorOptions } from '../../src/simulator/kit/simulator.ts';
import { refuseForeign, TOKEN_SETTINGS } from './huawei-gateway.ts';
import { printOdd } from './print-odd.ts';
import { startUnlike } from './start-unlike.ts';
import { mixed, type Row, type Story, spread } from './story.ts';

/** docs/vendors/huawei-vbs.md#words */
const WORDS = [
  ['WAITING', 'QUEUED'],
  ['RUNNING', 'RUNNING'],
  ['EXECUTE_SUCCESS', 'SUCCEEDED'],
  ['EXECUTE_FAIL', 'FAILED'],
  ['EXECUTE_TIMEOUT', 'TIMED_OUT'],
  ['SKIP', 'SKIPPED'],
] as const;
/** A job's detail has other words (docs/vendors/huawei-vbs.md#job-detail). */
const STEP_WORDS = [
  ['INIT', 'QUEUED'],
  ['RUNNING', 'RUNNING'],
  ['SUCCESS', 'SUCCEEDED'],
  ['FAIL', 'FAILED'],
] as const;

const MOST_ROWS = 15;
const USUAL = 20;

const told = (status: number, body: unknown): SimulatorReply => ({
  status,
  text: printOdd(body, { isReversed: true }),
  headers: { 'content-type': 'application/json' },
});
const fault = (status: number, code: string, message: string) => told(status, { error: { code, message } });

/** UTC, but without a zone; zeros of a fraction may be left out. */
const printTime = (time: number, n: number): string => {
  const text = new Date(time).toISOString().slice(0, -1);
  return n % 2 === 0 ? text.replace(/\.?0+$/, '') : `${text}000`;
};

const hasDetail = ({ n }: Row): boolean => mixed(n, 8) % 3 !== 0;
const detailId = ({ id }: Row): string => id.replaceAll('-', '');

const printRow = (row: Row) => ({
  job_id: row.id,
  status: row.word,
  created_at: printTime(row.createdAt, row.n),
  ...(row.finishedAt === null ? {} : { finished_at: printTime(row.finishedAt, row.n) }),
  backup_name: `autobk_${row.n}`,
  resource_id: `volume-${mixed(row.n, 10) % 5}`,
  resource_type: 'volume',
  ...(hasDetail(row)
    ? { vbs_job_id: detailId(row) }
    : row.n % 2 === 0
      ? { vbs_job_id: '' }
      : { vbs_job_id: null }),
});

interface Step {
  readonly id: string;
  readonly word: (typeof STEP_WORDS)[number];
  readonly begin: number | null;
  readonly end: number | null;
}

/** None: the job has no steps. */
function stepsOf(row: Row): Step[] {
  return Array.from({ length: mixed(row.n, 7) % 4 }, (_, i) => {
    const word = STEP_WORDS[mixed(row.n + i, 6) % STEP_WORDS.length] ?? STEP_WORDS[0];
    const begin = word[0] === 'INIT' ? null : row.createdAt + i * 1_000;
    const isOver = word[0] === 'SUCCESS' || word[0] === 'FAIL';
    return {
      id: `${detailId(row).slice(0, 30)}${i}x`,
      word,
      begin,
      end: begin !== null && isOver ? begin + 500 : null,
    };
  });
}

/** A job without steps is its own only one. */
const ownStep = (row: Row): Step => ({
  id: detailId(row),
  word:
    STEP_WORDS[
      row.status === 'SUCCEEDED' ? 2 : row.status === 'QUEUED' ? 0 : row.status === 'RUNNING' ? 1 : 3
    ] ?? STEP_WORDS[0],
  begin: row.status === 'QUEUED' ? null : row.createdAt,
  end: row.finishedAt,
});

const printStep = ({ id, word, begin, end }: Step, n: number) => ({
  job_id: id,
  status: word[0],
  job_type: 'bksCreateBackup',
  // With `Z` here.
  ...(begin === null
    ? n % 2 === 0
      ? { begin_time: '' }
      : {}
    : { begin_time: new Date(begin).toISOString() }),
  ...(end === null ? (n % 2 === 0 ? { end_time: null } : {}) : { end_time: new Date(end).toISOString() }),
  error_code: word[0] === 'FAIL' ? 'VolumeBackup.0063' : null,
  fail_reason: word[0] === 'FAIL' ? 'no room' : '',
  entities: {},
});

function printDetail(row: Row) {
  const steps = stepsOf(row).map((step) => printStep(step, row.n));
  const none = [{}, { sub_jobs: '' }, { sub_jobs: [] }, { sub_jobs: null }][row.n % 4];
  return { ...printStep(ownStep(row), row.n), ...(steps.length > 0 ? { sub_jobs: steps } : none) };
}

const expectedTask = ({ id, word: [nativeStatus, status], begin, end }: Step): ExpectedTask => ({
  nativeId: id,
  status,
  nativeStatus,
  createdAt: begin,
  finishedAt: end,
});

const tasksOf = (row: Row): ExpectedTask[] => {
  const steps = stepsOf(row);
  return hasDetail(row) ? (steps.length > 0 ? steps : [ownStep(row)]).map(expectedTask) : [];
};

function routesOf(story: Story) {
  const list: Handler = ({ params: { policy = '' }, query }) => {
    if (!story.originIds.includes(policy))
      return fault(400, 'AutoBackup.1100', 'The queried policy does not exist');
    const [offset, limit] = [Number(query.get('offset') ?? 0), Number(query.get('limit') ?? USUAL)];
    const [status, id, marker] = ['status', 'job_id', 'marker'].map((name) => query.get(name));
    const all = story
      .rows()
      .filter(
        (row) =>
          row.origin === policy && (status == null || row.word === status) && (id == null || row.id === id),
      );
    if (query.get('sort_key') === 'created_at' && query.get('sort_dir') === 'asc') all.reverse();
    const at = all.findIndex((row) => row.id === marker);
    // The marker's row comes again, and one that is gone is refused.
    if (marker != null && at < 0) return fault(404, 'common.0011', 'The task cannot be queried');
    const from = marker == null ? offset : at;
    const tasks = all.slice(from, from + Math.min(limit, MOST_ROWS)).map(printRow);
    return told(200, { tasks, count: tasks.length });
  };
  const detail: Handler = ({ params }) => {
    const row = story.rows().find((one) => detailId(one) === params['id']);
    return row === undefined
      ? fault(404, 'common.0011', 'The task cannot be queried')
      : told(200, printDetail(row));
  };
  const policies: Handler = () =>
    told(200, {
      backup_policies: story.originIds.map((id) => ({
        backup_policy_id: id,
        backup_policy_name: `policy-${id.slice(0, 4)}`,
        policy_resource_count: 1,
        scheduled_policy: { status: 'ON', rentention_num: 20 },
      })),
    });
  return [
    ['GET', '/v2/:project/backuppolicy', policies],
    ['GET', '/v2/:project/backuppolicy/:policy/backuptasks', list],
    ['GET', '/v1/:project/jobs/:id', detail],
  ] as const;
}

const uuid = (n: number): string =>
  `${String(spread(n)).padStart(8, '0')}-0000-4000-a000-${String(n).padStart(12, '0')}`;

/** Huawei Volume Backup Service by docs/vendors/huawei-vbs.md. */
export const createUnlikeVbs = (options: Partial<SimulatorOptions> = {}): Promise<Simulator> =>
  startUnlike(
    {
      backend: 'huawei-vbs',
      words: WORDS,
      resolutionMs: 1,
      idOf: uuid,
      originIdOf: (n) => uuid(n + 70_000),
      routes: routesOf,
      refuse: refuseForeign,
      notFound: () => told(404, { message: 'no Route matched', request_id: 'f'.repeat(32) }),
      expectedJob: (row) => ({
        nativeId: row.id,
        originNativeId: row.origin,
        status: row.status,
        nativeStatus: row.word,
        createdAt: row.createdAt,
        finishedAt: row.finishedAt,
        tasks: tasksOf(row),
      }),
      settings: TOKEN_SETTINGS,
    },
    options,
  );
