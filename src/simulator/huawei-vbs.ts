import { expectedServiceTasks, printServiceJob } from './huawei-vbs-job.ts';
import { readVbsQuery, type VbsQuery } from './huawei-vbs-query.ts';
import {
  hasServiceJob,
  nativeIdOfServiceJob,
  printedWord,
  printVbsTask,
  VBS_WORDS,
  vbsWord,
} from './huawei-vbs-task.ts';
import { createHistory, type HistoryJob, statusAt } from './kit/history.ts';
import type { Handler, SimulatorReply } from './kit/http.ts';
import { gatewayNotFound, type HuaweiAccessOptions, huaweiAccess } from './kit/huawei-gateway.ts';
import { nameAt } from './kit/name-at.ts';
import { createRandom, hash32, hexId, uuid } from './kit/random.ts';
import { shuffleTies } from './kit/shuffle.ts';
import type { ExpectedJob, Simulator, SimulatorOptions } from './kit/simulator.ts';
import { simulatorOptions } from './kit/simulator-options.ts';
import { startHuaweiSimulator } from './start-huawei-simulator.ts';

export interface HuaweiVbsOptions extends Partial<SimulatorOptions>, HuaweiAccessOptions {
  /** Default: made up from the seed. */
  readonly projectId?: string;
  /** Whether a page starts with its marker's row (undocumented, docs/vendors/huawei-vbs.md#request). Default: after it. */
  readonly markerInclusive?: boolean;
}

const OUTCOMES = [
  ['SUCCEEDED', 80],
  ['FAILED', 9],
  ['TIMED_OUT', 5],
  ['SKIPPED', 6],
] as const;

/** The service's own error envelope (docs/vendors/huawei-vbs.md#errors). */
const failure = (status: number, code: string, message: string): SimulatorReply => ({
  status,
  json: { error: { message, code } },
});

/** The manual has no code for a wrong parameter but for angle brackets; the others get the general one. */
const badRequest = (message: string): SimulatorReply =>
  failure(400, /[<>]/.test(message) ? 'AutoBackup.0221' : 'AutoBackup.1700', message);

const POLICIES = ['nightly-databases', 'hourly-orders', 'weekly-file-servers', 'nightly-mail'];

const policyOf = (id: string, origin: number) => ({
  backup_policy_id: id,
  backup_policy_name: nameAt(POLICIES, origin, 'nightly'),
  scheduled_policy: {
    start_time: '01:00,13:00',
    frequency: 1,
    rentention_num: 14,
    remain_first_backup_of_curMonth: 'N',
    status: 'ON',
  },
  policy_resource_count: 5,
});

const expectedJob = (job: HistoryJob, policyId: string, now: number): ExpectedJob => ({
  nativeId: job.nativeId,
  originNativeId: policyId,
  status: statusAt(job, now),
  nativeStatus: printedWord(job, now),
  createdAt: job.createdAt,
  finishedAt: job.finishedAt <= now ? job.finishedAt : null,
  tasks: hasServiceJob(job, now) ? expectedServiceTasks(job, now) : [],
});

/** The rows of one page out of all in order, and how many there are in all; `null` for an unknown marker. */
const pageOf = (ordered: readonly HistoryJob[], query: VbsQuery, now: number, markerInclusive: boolean) => {
  const matches = (job: HistoryJob): boolean =>
    (query.jobId === null || job.nativeId === query.jobId) &&
    (query.status === null || vbsWord(statusAt(job, now)) === query.status);
  const at = ordered.findIndex((job) => job.nativeId === query.marker);
  if (query.marker !== null && at < 0) return null;
  const start = query.marker === null ? 0 : at + (markerInclusive ? 0 : 1);
  const rows = ordered
    .slice(start)
    .filter(matches)
    .slice(query.offset, query.offset + query.limit);
  return { tasks: rows.map((job) => printVbsTask(job, now)), count: ordered.filter(matches).length };
};

/** Huawei Volume Backup Service: policies, their backup tasks and the jobs behind them (docs/vendors/huawei-vbs.md). */
export const createHuaweiVbsSimulator = async (given: HuaweiVbsOptions = {}): Promise<Simulator> => {
  const options = simulatorOptions(given);
  const { seed, now } = options;
  const { projectId = hexId(seed, 'vbs-project', 0), markerInclusive = false } = given;
  const policyIds = Array.from({ length: options.origins }, (_, origin) => uuid(seed, 'vbs-policy', origin));
  const policyIdOf = (job: HistoryJob): string => policyIds[job.origin] ?? '';
  const history = createHistory({ ...options, outcomes: OUTCOMES, nativeId: (n) => uuid(seed, 'vbs', n) });
  let answers = 0;

  const listPolicies: Handler = () => ({ status: 200, json: { backup_policies: policyIds.map(policyOf) } });

  const listTasks: Handler = ({ params: { policy_id = '' }, query }) => {
    const origin = policyIds.indexOf(policy_id);
    if (origin < 0) return failure(404, 'AutoBackup.1100', 'The queried backup policy does not exist.');
    const asked = readVbsQuery(query);
    if (typeof asked === 'string') return badRequest(asked);
    answers += 1;
    const jobs = history.jobs(origin);
    const sorted = asked.ascending ? jobs : jobs.reverse();
    const ordered = shuffleTies(sorted, (job) => job.createdAt, createRandom(hash32(seed, answers)));
    const page = pageOf(ordered, asked, now(), markerInclusive);
    return page === null
      ? badRequest(`marker '${asked.marker}' is no job of this policy`)
      : { status: 200, json: page };
  };

  const showJob: Handler = ({ params: { job_id = '' } }) => {
    const job = history.find(nativeIdOfServiceJob(job_id));
    return job !== undefined && hasServiceJob(job, now())
      ? { status: 200, json: printServiceJob(job, now()) }
      : failure(404, 'common.0011', 'Failed to query the task.');
  };

  return startHuaweiSimulator({
    backend: 'huawei-vbs',
    options,
    access: huaweiAccess(given),
    projectId,
    routes: [
      ['/v2/:project_id/backuppolicy', listPolicies],
      ['/v2/:project_id/backuppolicy/:policy_id/backuptasks', listTasks],
      ['/v1/:project_id/jobs/:job_id', showJob],
    ],
    methodNotAllowed: gatewayNotFound,
    history,
    originIds: policyIds,
    words: VBS_WORDS,
    expectedJob: (job, time) => expectedJob(job, policyIdOf(job), time),
  });
};
