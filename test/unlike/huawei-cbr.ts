import type { Handler, SimulatorReply } from '../../src/simulator/kit/http.ts';
import type { Simulator, SimulatorOptions } from '../../src/simulator/kit/simulator.ts';
import { NO_SUCH_API, refuseForeign, TOKEN_SETTINGS } from './huawei-gateway.ts';
import { printOdd } from './print-odd.ts';
import { startUnlike } from './start-unlike.ts';
import { mixed, type Row, type Story, spread } from './story.ts';

/** docs/vendors/huawei-cbr.md#words */
const WORDS = [
  ['waiting', 'QUEUED'],
  ['running', 'RUNNING'],
  ['success', 'SUCCEEDED'],
  ['failed', 'FAILED'],
  ['timeout', 'TIMED_OUT'],
  ['skipped', 'SKIPPED'],
] as const;
const TYPES = [
  'backup',
  'copy',
  'replication',
  'restore',
  'delete',
  'sync',
  'vault_delete',
  'remove_resource',
];
const PARAMETERS = ['limit', 'offset', 'status', 'operation_type', 'resource_id', 'vault_id'];

/** Neither the largest nor the usual size of a page is documented. */
const MOST_ROWS = 30;
const MOST_VAULTS = 2;
const USUAL = 10;

export interface UnlikeCbrOptions extends Partial<SimulatorOptions> {
  /** No order is documented. Default: newest first. */
  readonly order?: 'oldest first' | 'none';
}

const text = (status: number, body: unknown): SimulatorReply => ({
  status,
  text: printOdd(body, { isReversed: true }),
  headers: { 'content-type': 'application/json;charset=utf-8' },
});
const fault = (status: number, code: string, words: string) =>
  text(status, { error_msg: words, error_code: `BackupService.${code}`, request_id: 'req-1' });

/** Milliseconds, microseconds, or none where they are zero; UTC in one spelling or the other. */
function printTime(time: number, n: number): string {
  const whole = new Date(time).toISOString().slice(0, -1);
  const digits = n % 3 === 0 ? `${whole}000` : whole.endsWith('.000') ? whole.slice(0, -4) : whole;
  return `${digits}${n % 4 === 1 ? 'Z' : '+00:00'}`;
}

/** Work outside of any vault. */
const hasVault = ({ n }: Row): boolean => n < 10 || mixed(n, 8) % 6 !== 0;
const typeOf = ({ n }: Row): string => TYPES[mixed(n, 9) % TYPES.length] ?? '';
const resourceOf = ({ n }: Row): string | null => (n % 4 === 3 ? null : `volume-${mixed(n, 10) % 5}`);

function printLog(row: Row): Readonly<Record<string, unknown>> {
  const { n } = row;
  const print = (time: number): string => printTime(time, n);
  const resource = resourceOf(row);
  const isOdd = n % 2 === 1;
  return {
    id: row.id,
    status: row.word,
    project_id: TOKEN_SETTINGS.projectId,
    provider_id: '0daac4c5-6707-4851-97ba-169e36266b66',
    operation_type: typeOf(row),
    created_at: print(row.createdAt),
    // Before the creation at times.
    started_at: print((row.startedAt ?? row.createdAt) - 32),
    updated_at: print(row.finishedAt ?? row.createdAt),
    ...(row.finishedAt === null ? (isOdd ? {} : { ended_at: null }) : { ended_at: print(row.finishedAt) }),
    ...(hasVault(row)
      ? { vault_id: row.origin, vault_name: `vault-${row.origin.slice(0, 4)}` }
      : isOdd
        ? {}
        : { vault_id: null, vault_name: '' }),
    policy_id: null,
    error_info:
      row.word === 'failed' ? { code: 'BackupService.6203', message: 'no room' } : { code: '', message: '' },
    ...(resource === null
      ? isOdd
        ? {}
        : { extra_info: null }
      : {
          extra_info: {
            common: { progress: isOdd ? '40' : 40, request_id: `req-${n}`, task_id: null },
            resource: { id: resource, name: resource, type: 'OS::Cinder::Volume' },
          },
        }),
    a_field_of_next_year: { nested: [n] },
  };
}

/** Whole numbers only, and none below 1: "must be a positive integer". `null`: refused. */
function positive(query: URLSearchParams, name: string, usual: number): number | null {
  const given = query.get(name);
  if (given === null) return usual;
  return /^[1-9]\d*$/.test(given) ? Number(given) : null;
}

interface Listed {
  readonly key: string;
  readonly most: number;
  readonly rows: (query: URLSearchParams) => readonly unknown[] | null;
  /** What `count` counts, which is a guess where nothing is documented. */
  readonly counts: 'page' | 'list';
}

const listing =
  ({ key, most, rows, counts }: Listed): Handler =>
  ({ query }) => {
    const [limit, offset] = [positive(query, 'limit', USUAL), positive(query, 'offset', 0)];
    const isKnown = [...query.keys()].every(
      (name) => PARAMETERS.includes(name) && query.getAll(name).length === 1,
    );
    const all = rows(query);
    if (limit === null || offset === null || !isKnown || all === null)
      return fault(400, '6101', `Invalid parameter: ${query}`);
    const page = all.slice(offset, offset + Math.min(limit, most));
    return text(200, {
      count: counts === 'page' ? page.length : all.length,
      limit: String(limit),
      offset: String(offset),
      [key]: page,
    });
  };

const routesOf = (order: UnlikeCbrOptions['order']) => (story: Story) => {
  const logs = (query: URLSearchParams): readonly unknown[] | null => {
    const [status, type, vault, resource] = ['status', 'operation_type', 'vault_id', 'resource_id'].map(
      (name) => query.get(name),
    );
    if (status != null && !WORDS.some(([word]) => word === status)) return null;
    if (type != null && !TYPES.includes(type)) return null;
    const rows = story
      .rows()
      .filter((row) => status == null || row.word === status)
      .filter((row) => type == null || typeOf(row) === type)
      .filter((row) => vault == null || (hasVault(row) && row.origin === vault))
      .filter((row) => resource == null || resourceOf(row) === resource);
    if (order === 'oldest first') rows.reverse();
    if (order === 'none') rows.sort((a, b) => (a.id < b.id ? -1 : 1));
    return rows.map(printLog);
  };
  const one: Handler = ({ params }) => {
    const row = story.find(params['id'] ?? '');
    return row === undefined
      ? fault(404, '6500', 'The operation log does not exist.')
      : text(200, { operation_log: printLog(row) });
  };
  const vaults = () =>
    story.originIds.map((id) => ({
      id,
      name: `vault-${id.slice(0, 4)}`,
      resources: [],
      billing: { status: 'available' },
    }));
  return [
    [
      'GET',
      '/v3/:project/operation-logs',
      listing({ key: 'operation_logs', most: MOST_ROWS, rows: logs, counts: 'page' }),
    ],
    ['GET', '/v3/:project/operation-logs/:id', one],
    [
      'GET',
      '/v3/:project/vaults',
      listing({ key: 'vaults', most: MOST_VAULTS, rows: vaults, counts: 'list' }),
    ],
  ] as const;
};

const uuid = (n: number): string =>
  `${String(spread(n)).padStart(8, '0')}-0000-4000-a000-${String(n).padStart(12, '0')}`;

/** Huawei Cloud Backup and Recovery by docs/vendors/huawei-cbr.md. */
export const createUnlikeCbr = ({ order, ...options }: UnlikeCbrOptions = {}): Promise<Simulator> =>
  startUnlike(
    {
      backend: 'huawei-cbr',
      words: WORDS,
      resolutionMs: 1,
      idOf: uuid,
      originIdOf: (n) => uuid(n + 70_000),
      routes: routesOf(order),
      refuse: refuseForeign,
      notFound: () => text(404, NO_SUCH_API),
      expectedJob: (row) => ({
        nativeId: row.id,
        originNativeId: hasVault(row) ? row.origin : null,
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
