import type { Handler, SimulatorReply } from '../../src/simulator/kit/http.ts';
import type { Simulator, SimulatorOptions } from '../../src/simulator/kit/simulator.ts';
import { NO_SUCH_API, refuseForeign, TOKEN_SETTINGS } from './huawei-gateway.ts';
import { printOdd } from './print-odd.ts';
import { startUnlike } from './start-unlike.ts';
import { type Row, type Story, spread } from './story.ts';

/** docs/vendors/huawei-css.md#words */
const WORDS = [
  ['RUNNING', 'RUNNING'],
  ['SUCCESS', 'SUCCEEDED'],
  ['FAIL', 'FAILED'],
] as const;
const MOST_ROWS = 8;
/** A cluster whose logs are not backed up. */
const WITHOUT_LOGS = 'no-logs';

const told = (status: number, body: unknown): SimulatorReply => ({
  status,
  text: printOdd(body, { isReversed: true }),
  headers: { 'content-type': 'application/json' },
});
const fault = (status: number, errCode: string, externalMessage: string) =>
  told(status, { errCode, externalMessage });

/** A number, its digits, or the digits of a double: the page says String, its example is a number. */
function printTime(time: number | null, n: number): unknown {
  if (time === null) return null;
  if (n % 3 === 0) return time;
  return n % 3 === 1 ? String(time) : time.toExponential().replace('e+', 'E');
}

const printRow = (row: Row) => ({
  // Not the job's identity.
  id: `log-task-${row.n}`,
  jobId: row.id,
  clusterId: row.origin,
  createAt: printTime(row.createdAt, row.n),
  ...(row.finishedAt === null && row.n % 2 === 0 ? {} : { finishedAt: printTime(row.finishedAt, row.n) }),
  status: row.word,
  jobTypes: row.n % 2 === 0 ? 'Manual' : 'Auto',
  failedMsg: row.word === 'FAIL' ? 'no such bucket' : null,
  logPath: 'a/path',
});

/** Counted from 1, under the newer name alone; without a number in all. */
const pageOf = (key: string, all: readonly unknown[], query: URLSearchParams): SimulatorReply => {
  const [first, limit] = [Number(query.get('offset') ?? 1), Number(query.get('limit') ?? 10)];
  if (!(first >= 1 && limit >= 1 && limit <= 1_000))
    return fault(400, 'CSS.0001', 'CSS.0001 : Incorrect parameters. (offset)');
  return told(200, { [key]: all.slice(first - 1, first - 1 + Math.min(limit, MOST_ROWS)) });
};

function routesOf(story: Story) {
  const clusters: Handler = ({ query }) =>
    pageOf(
      'clusters',
      [WITHOUT_LOGS, ...story.originIds].map((id) => ({
        id,
        name: `cluster ${id}`,
        status: '200',
        created: '2026-01-01T00:00:00',
      })),
      query,
    );
  const records: Handler = ({ params: { cluster = '' }, query }) => {
    if (cluster === WITHOUT_LOGS) return fault(415, 'CSS.0004', 'CSS.0004 : Illegal operation.');
    if (!story.originIds.includes(cluster))
      return fault(403, 'CSS.0015', 'No resources are found or the access is denied.');
    const status = query.get('status');
    const rows = story
      .rows()
      .filter(
        ({ origin, word }) =>
          origin === cluster && (status === null || (status === 'FAIL') === (word === 'FAIL')),
      );
    return pageOf('clusterLogRecord', rows.map(printRow), query);
  };
  const settings: Handler = ({ params: { cluster = '' } }) =>
    told(200, {
      logConfiguration: {
        id: 'c1',
        clusterId: cluster,
        logSwitch: cluster !== WITHOUT_LOGS,
        updateAt: 1_656_042_837_001,
      },
    });
  return [
    ['GET', '/v1.0/:project/clusters', clusters],
    ['GET', '/v1.0/:project/clusters/:cluster/logs/settings', settings],
    ['GET', '/v1.0/:project/clusters/:cluster/logs/records', records],
  ] as const;
}

/** Huawei Cloud Search Service by docs/vendors/huawei-css.md. */
export const createUnlikeCss = (options: Partial<SimulatorOptions> = {}): Promise<Simulator> =>
  startUnlike(
    {
      backend: 'huawei-css',
      words: WORDS,
      resolutionMs: 1,
      idOf: (n) => String(spread(n)).padStart(32, 'a'),
      originIdOf: (n) => `cluster-${spread(n)}`,
      routes: routesOf,
      refuse: refuseForeign,
      notFound: () => told(404, NO_SUCH_API),
      expectedJob: (row) => ({
        nativeId: row.id,
        originNativeId: row.origin,
        status: row.status,
        nativeStatus: row.word,
        createdAt: row.createdAt,
        finishedAt: row.finishedAt,
        tasks: [],
      }),
      settings: TOKEN_SETTINGS,
    },
    options,
  );
