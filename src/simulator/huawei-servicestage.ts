import { crawlRoutes } from './huawei-servicestage-crawl.ts';
import { serviceErrors } from './huawei-servicestage-error.ts';
import { expectedJob, lowerCaseKeys, printJob, printV3Job } from './huawei-servicestage-job.ts';
import { clearedJob, recordsOf, withRecord } from './huawei-servicestage-record.ts';
import { printTask, printV3Task, type ServiceTask, taskCount, tasksOf } from './huawei-servicestage-task.ts';
import { type Instance, serviceTree } from './huawei-servicestage-tree.ts';
import { type V3Component, v3Components, v3Routes } from './huawei-servicestage-v3.ts';
import { jobStatus, SERVICESTAGE_WORDS, wordOf } from './huawei-servicestage-word.ts';
import { DEMO_PROJECT } from './iam.ts';
import { createHistory, type HistoryJob } from './kit/history.ts';
import type { Handler } from './kit/http.ts';
import { gatewayNotFound, type HuaweiAccessOptions, huaweiAccess } from './kit/huawei-gateway.ts';
import { uuid } from './kit/random.ts';
import type { ExpectedJob, InsertedJob, Simulator, SimulatorOptions } from './kit/simulator.ts';
import { simulatorOptions } from './kit/simulator-options.ts';
import { queryNumber } from './query-number.ts';
import { startHuaweiSimulator } from './start-huawei-simulator.ts';

/** People list a handful by hand: each costs a request for every page. */
const MOST_LISTED = 20;

export interface HuaweiServiceStageOptions extends Partial<SimulatorOptions>, HuaweiAccessOptions {
  readonly projectId?: string;
  /**
   * Which of the vendor's APIs the region has, and the tenant uses. `both`: half of the origins are instances in v2, half
   * components in v3, and the first is in both (docs/vendors/huawei-servicestage.md#two-apis). Default: v2.
   */
  readonly api?: 'v2' | 'v3' | 'both';
  /** A larger `limit` on tasks is cut to this without a word (undocumented). Default: 100. */
  readonly maxTaskLimit?: number;
  /** The case of the keys inside `job` and `tasks` (docs/vendors/huawei-servicestage.md#case-of-the-keys). Default: upper; in v3 lower. */
  readonly keyCase?: 'upper' | 'lower';
  /** What does not exist is answered with 401 SVCSTG.00100401 (docs/vendors/huawei-servicestage.md#errors). Default: false. */
  readonly missingAs401?: boolean;
  /** Jobs of v3 that are over for so long, in milliseconds, are cleared away; their records stay (a guess). Default: never. */
  readonly clearedAfterMs?: number;
  /** Which jobs of the start `settings.jobs` lists: a third of those that no instance points to, 20 at most, or all. Default: some. */
  readonly knownJobs?: 'some' | 'all' | 'none';
}

export interface HuaweiServiceStageSimulator extends Simulator {
  /** Of `expected()` what a client can find: the last job of each instance, each of a component of v3, and what `settings.jobs` lists. */
  readonly reachable: () => ExpectedJob[];
}

const OUTCOMES = [
  ['SUCCEEDED', 60],
  ['FAILED', 15],
  ['PARTIALLY_FAILED', 8],
  ['CANCELED', 7],
  ['ROLLED_BACK', 7],
  ['UNKNOWN', 3],
] as const;
const DEFAULT_TASKS = 20;

/** The job that came last, whatever times it has. */
const lastOf = (jobs: readonly HistoryJob[]): HistoryJob | undefined =>
  jobs.reduce<HistoryJob | undefined>(
    (last, job) => (last !== undefined && last.serial > job.serial ? last : job),
    undefined,
  );

/** Which origins each API shows. */
function originsOf(
  api: 'v2' | 'v3' | 'both',
  origins: number,
): { v2: readonly number[]; v3: readonly number[] } {
  const all = Array.from({ length: origins }, (_, origin) => origin);
  if (api !== 'both') return { v2: api === 'v2' ? all : [], v3: api === 'v3' ? all : [] };
  const half = Math.ceil(origins / 2);
  return { v2: all.slice(0, half), v3: [0, ...all.slice(half)] };
}

/**
 * Huawei ServiceStage: applications, components, instances or records, and jobs by their ids
 * (docs/vendors/huawei-servicestage.md).
 */
export async function createHuaweiServiceStageSimulator(
  given: HuaweiServiceStageOptions = {},
): Promise<HuaweiServiceStageSimulator> {
  const options = simulatorOptions(given);
  const { seed, now } = options;
  const { projectId = DEMO_PROJECT.id, maxTaskLimit = 100, api = 'v2', keyCase } = given;
  const { missingAs401 = false, knownJobs = 'some', clearedAfterMs = Number.POSITIVE_INFINITY } = given;
  const isCleared = ({ finishedAt }: HistoryJob): boolean => now() - finishedAt > clearedAfterMs;
  const shown = originsOf(api, options.origins);
  const tree = serviceTree(seed, options.origins, now());
  const history = createHistory({
    ...options,
    outcomes: OUTCOMES,
    nativeId: (n) => `JOB${uuid(seed, 'servicestage', n)}`,
  });
  const inserted = new Set<string>();
  const leastTasks = (job: HistoryJob): number => (inserted.has(job.nativeId) ? 1 : 0);
  const instanceIdOf = (job: HistoryJob): string => tree.instances[job.origin]?.id ?? '';
  const lastJobOf = (instance: Instance) => {
    const origin = tree.instances.indexOf(instance);
    return shown.v2.includes(origin) ? lastOf(history.jobs(origin)) : undefined;
  };
  const components = v3Components(seed, shown.v3, tree.applications);
  const componentOf = (origin: number) => components.find((one) => one.origin === origin);
  const recordsIn = ({ origin }: V3Component) =>
    origin === null
      ? []
      : recordsOf(history.jobs(origin), now(), (job) => taskCount(job, leastTasks(job)) === 0);
  /** What the one API shows of an origin that both have is what the other one says less of. */
  const originIdOf = (origin: number): string => componentOf(origin)?.id ?? tree.instances[origin]?.id ?? '';

  const errors = serviceErrors(missingAs401);

  const statusDetail = (instance: Instance) => {
    const job = lastJobOf(instance);
    const status = job === undefined ? null : wordOf(job, jobStatus(job, now()));
    return {
      status: status === 'FAILED' || status === 'PARTIALLY_FAILED' ? status : 'RUNNING',
      replica: 2,
      available_replica: status === 'FAILED' ? 0 : 2,
      enterprise_project_id: '0',
      ...(job === undefined ? {} : { last_job_id: job.nativeId, last_job_status: status }),
    };
  };

  const showJob =
    (
      version: 'v2' | 'v3',
      printed: (job: HistoryJob, time: number) => object,
      printedTask: (task: ServiceTask) => object,
    ): Handler =>
    ({ params, query }) => {
      const job = history.find(params['job_id'] ?? '');
      const instanceId = query.get('instance_id');
      if (job === undefined || !shown[version].includes(job.origin)) return errors.noJob();
      if (version === 'v3' && isCleared(job)) return errors.noJob();
      if (instanceId !== null && instanceId !== instanceIdOf(job)) return errors.noJob();
      const limit = queryNumber(query, 'limit', { otherwise: DEFAULT_TASKS, least: 1 });
      const offset = queryNumber(query, 'offset', { otherwise: 0, least: 0 });
      if (limit === null || offset === null) return errors.badRequest();
      const time = now();
      const all = tasksOf(job, time, leastTasks(job));
      const ordered = query.get('desc') === 'true' ? all.toReversed() : all;
      const page = ordered.slice(offset, offset + Math.min(limit, maxTaskLimit));
      const isLower = (keyCase ?? (version === 'v2' ? 'upper' : 'lower')) === 'lower';
      const cased = (row: object): object => (isLower ? lowerCaseKeys(row) : row);
      return {
        status: 200,
        json: {
          job: cased(printed(job, time)),
          tasks: page.map((task) => cased(printedTask(task))),
          task_count: all.length,
        },
      };
    };
  const showV2Job = showJob(
    'v2',
    (job, time) => printJob(job, instanceIdOf(job), projectId, time),
    printTask,
  );
  const v2Routes = [
    ...crawlRoutes({ tree, statusDetail, errors }),
    ['/v2/:project_id/cas/jobs/:job_id', showV2Job],
  ] as const;
  const newRoutes = [
    ...v3Routes({ components, recordsOf: recordsIn, errors, now }),
    ['/v3/:project_id/cas/jobs/:job_id', showJob('v3', printV3Job, printV3Task)],
  ] as const;

  const simulator = await startHuaweiSimulator({
    backend: 'huawei-servicestage',
    options,
    access: huaweiAccess(given),
    projectId,
    routes: [...(api === 'v3' ? [] : v2Routes), ...(api === 'v2' ? [] : newRoutes)],
    methodNotAllowed: gatewayNotFound,
    history,
    originIds: Array.from({ length: options.origins }, (_, origin) => originIdOf(origin)),
    words: SERVICESTAGE_WORDS,
    expectedJob: (job, time) => {
      const component = componentOf(job.origin);
      const records = component === undefined ? [] : recordsIn(component);
      const mine = records.find(({ jobs }) => jobs.includes(job));
      const whole = expectedJob(job, originIdOf(job.origin), leastTasks(job), time);
      return withRecord(mine !== undefined && isCleared(job) ? clearedJob(whole, mine, time) : whole, mine);
    },
  });

  const { insert } = simulator;
  const lastJobIds = () => new Set(tree.instances.map((instance) => lastJobOf(instance)?.nativeId));
  const lastAtStart = lastJobIds();
  const inV3 = new Set(shown.v3);
  const unlisted = history
    .jobs()
    .filter(({ nativeId, origin }) => !lastAtStart.has(nativeId) && !inV3.has(origin));
  const listed = {
    none: [],
    some: unlisted.filter((_, place) => place % 3 === 0).slice(0, MOST_LISTED),
    all: history.jobs().filter(({ origin }) => !inV3.has(origin)),
  }[knownJobs].map(({ nativeId }) => nativeId);
  const known = new Set(listed);

  return Object.assign(simulator, {
    settings: { ...simulator.settings, ...(listed.length === 0 ? {} : { jobs: listed }) },
    insert: (job: InsertedJob): string => {
      const nativeId = insert(job);
      inserted.add(nativeId);
      return nativeId;
    },
    reachable: () => {
      const last = lastJobIds();
      const isFound = ({ nativeId }: ExpectedJob): boolean =>
        last.has(nativeId) || known.has(nativeId) || inV3.has(history.find(nativeId)?.origin ?? -1);
      return simulator.expected().filter(isFound);
    },
  });
}
