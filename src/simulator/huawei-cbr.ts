import type { JobStatus } from '../model/job-status.ts';
import { DEMO_PROJECT } from './iam.ts';
import { createHistory, type HistoryJob, statusAt } from './kit/history.ts';
import type { Handler, SimulatorReply } from './kit/http.ts';
import { gatewayNotFound, type HuaweiAccessOptions, huaweiAccess } from './kit/huawei-gateway.ts';
import { nameAt } from './kit/name-at.ts';
import { createRandom, hash32, hexId, uuid } from './kit/random.ts';
import type { ExpectedJob, Simulator, SimulatorOptions } from './kit/simulator.ts';
import { simulatorOptions } from './kit/simulator-options.ts';
import { newestPage, type RowWindow } from './newest-page.ts';
import { queryNumber } from './query-number.ts';
import { nativeWord, startHuaweiSimulator } from './start-huawei-simulator.ts';

export interface HuaweiCbrOptions extends Partial<SimulatorOptions>, HuaweiAccessOptions {
  readonly projectId?: string;
}

/** docs/vendors/huawei-cbr.md#words */
const WORDS: ReadonlyMap<JobStatus, string> = new Map<JobStatus, string>([
  ['QUEUED', 'waiting'],
  ['RUNNING', 'running'],
  ['SUCCEEDED', 'success'],
  ['FAILED', 'failed'],
  ['TIMED_OUT', 'timeout'],
  ['SKIPPED', 'skipped'],
]);

const OUTCOMES = [
  ['SUCCEEDED', 82],
  ['FAILED', 9],
  ['TIMED_OUT', 4],
  ['SKIPPED', 5],
] as const;

/** docs/vendors/huawei-cbr.md#types; backups more often than all else. */
const TYPES = [
  ...['backup', 'backup', 'backup', 'backup', 'copy', 'replication', 'restore'],
  ...['delete', 'sync', 'vault_delete', 'remove_resource'],
];

const typeOf = ({ salt }: HistoryJob): string => TYPES[salt % TYPES.length] ?? 'backup';
const resourceOf = (job: HistoryJob): string => uuid(job.origin, 'cbr-server', job.salt % 5);

/** With milliseconds and an offset (docs/vendors/huawei-cbr.md#answer). */
const isoOf = (time: number): string => new Date(time).toISOString().replace('Z', '+00:00');

const failure = (status: number, error_code: string, error_msg: string): SimulatorReply => ({
  status,
  json: { error_code, error_msg },
});

/** The code is none of the manual's, which names one alone (docs/vendors/huawei-cbr.md#errors). */
const badParameter = (name: string) => failure(400, 'BackupService.0001', `Invalid parameter: ${name}.`);

function readWindow(query: URLSearchParams): RowWindow | null {
  const offset = queryNumber(query, 'offset', { otherwise: 0, least: 0 });
  const limit = queryNumber(query, 'limit', { otherwise: 10, least: 1, most: 1_000 });
  return offset === null || limit === null ? null : { offset, limit };
}

interface Vault {
  readonly id: string;
  readonly name: string;
}

function printLog(job: HistoryJob, vault: Vault, projectId: string, now: number) {
  const status = statusAt(job, now);
  const isOver = job.finishedAt <= now;
  const operation_type = typeOf(job);
  return {
    id: job.nativeId,
    status: nativeWord(WORDS, status),
    operation_type,
    project_id: projectId,
    provider_id: '0daac4c5-6707-4851-97ba-169e36266b66',
    checkpoint_id: uuid(job.origin, 'cbr-checkpoint', job.serial),
    vault_id: vault.id,
    vault_name: vault.name,
    ...(job.salt % 4 === 0 ? {} : { policy_id: uuid(job.origin, 'cbr-policy', 0) }),
    created_at: isoOf(job.createdAt),
    started_at: isoOf(status === 'QUEUED' ? job.createdAt : Math.max(job.startedAt, job.createdAt) - 32),
    updated_at: isoOf(isOver ? job.finishedAt : job.createdAt),
    ...(isOver ? { ended_at: isoOf(job.finishedAt) } : {}),
    error_info:
      status === 'FAILED' ? { code: 'BackupService.3004', message: 'The agent is offline.' } : NO_ERROR,
    ...(operation_type === 'vault_delete' ? {} : { extra_info: printExtra(job, isOver) }),
  };
}

const NO_ERROR = { code: '', message: '' };

const printExtra = (job: HistoryJob, isOver: boolean) => ({
  resource: { id: resourceOf(job), type: 'OS::Nova::Server', name: `ECS-${job.salt % 5}` },
  backup: { backup_id: uuid(job.origin, 'cbr-backup', job.serial), backup_name: `autobk_${job.serial}` },
  common: { progress: isOver ? 100 : 40, request_id: `req-${uuid(job.origin, 'cbr-request', job.serial)}` },
});

const expectedLog = (job: HistoryJob, vaultId: string, now: number): ExpectedJob => ({
  nativeId: job.nativeId,
  originNativeId: vaultId,
  status: statusAt(job, now),
  nativeStatus: nativeWord(WORDS, statusAt(job, now)),
  createdAt: job.createdAt,
  finishedAt: job.finishedAt <= now ? job.finishedAt : null,
  tasks: [],
});

const VAULTS = ['databases', 'file-servers', 'virtual-machines', 'long-term'];

/** Huawei Cloud Backup and Recovery: the operations in a project's vaults (docs/vendors/huawei-cbr.md). */
export async function createHuaweiCbrSimulator(given: HuaweiCbrOptions = {}): Promise<Simulator> {
  const options = simulatorOptions(given);
  const { seed, now } = options;
  const { projectId = DEMO_PROJECT.id } = given;
  const vaults = Array.from(
    { length: options.origins },
    (_, origin): Vault => ({
      id: uuid(seed, 'cbr-vault', origin),
      name: nameAt(VAULTS, origin, 'vault'),
    }),
  );
  const vaultOf = (job: HistoryJob): Vault => vaults[job.origin] ?? { id: '', name: '' };
  const history = createHistory({
    ...options,
    outcomes: OUTCOMES,
    nativeId: (n) => uuid(seed, hexId(seed, 'cbr', 0), n),
  });
  let answers = 0;

  const listVaults: Handler = ({ query }) => {
    const window = readWindow(query);
    if (window === null) return badParameter('limit, offset');
    const page = vaults.slice(window.offset, window.offset + window.limit);
    return { status: 200, json: { vaults: page, count: vaults.length, ...window } };
  };

  const listLogs: Handler = ({ query }) => {
    const window = readWindow(query);
    if (window === null) return badParameter('limit, offset');
    const [status, type] = [query.get('status'), query.get('operation_type')];
    if (status !== null && ![...WORDS.values()].includes(status)) return badParameter('status');
    if (type !== null && !TYPES.includes(type)) return badParameter('operation_type');
    answers += 1;
    const time = now();
    const fits = (name: string, value: string | null): boolean =>
      query.get(name) === null || query.get(name) === value;
    const found = history.jobs().filter((job) => {
      const hasResource = typeOf(job) !== 'vault_delete';
      return (
        fits('status', nativeWord(WORDS, statusAt(job, time))) &&
        fits('operation_type', typeOf(job)) &&
        fits('vault_id', vaultOf(job).id) &&
        fits('resource_id', hasResource ? resourceOf(job) : null)
      );
    });
    const page = newestPage(found, window, createRandom(hash32(seed, answers)));
    const operation_logs = page.map((job) => printLog(job, vaultOf(job), projectId, time));
    return { status: 200, json: { operation_logs, count: found.length, ...window } };
  };

  const showLog: Handler = ({ params }) => {
    const job = history.find(params['operation_log_id'] ?? '');
    return job === undefined
      ? failure(404, 'BackupService.6500', 'Operation log does not exist.')
      : { status: 200, json: { operation_log: printLog(job, vaultOf(job), projectId, now()) } };
  };

  return startHuaweiSimulator({
    backend: 'huawei-cbr',
    options,
    access: huaweiAccess(given),
    projectId,
    routes: [
      ['/v3/:project_id/operation-logs', listLogs],
      ['/v3/:project_id/operation-logs/:operation_log_id', showLog],
      ['/v3/:project_id/vaults', listVaults],
    ],
    methodNotAllowed: gatewayNotFound,
    history,
    originIds: vaults.map(({ id }) => id),
    words: WORDS,
    expectedJob: (job, time) => expectedLog(job, vaultOf(job).id, time),
  });
}
