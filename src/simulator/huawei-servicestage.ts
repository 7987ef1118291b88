import { crawlRoutes } from './huawei-servicestage-crawl.ts';
import { serviceErrors } from './huawei-servicestage-error.ts';
import { expectedJob, lowerCaseKeys, printJob } from './huawei-servicestage-job.ts';
import { printTask, tasksOf } from './huawei-servicestage-task.ts';
import { type Instance, serviceTree } from './huawei-servicestage-tree.ts';
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
  /** A larger `limit` on tasks is cut to this without a word (undocumented). Default: 100. */
  readonly maxTaskLimit?: number;
  /** The case of the keys inside `job` and `tasks` (docs/vendors/huawei-servicestage.md#case-of-the-keys). Default: upper. */
  readonly keyCase?: 'upper' | 'lower';
  /** What does not exist is answered with 401 SVCSTG.00100401 (docs/vendors/huawei-servicestage.md#errors). Default: false. */
  readonly missingAs401?: boolean;
  /** Which jobs of the start `settings.jobs` lists: a third of those that no instance points to, 20 at most, or all. Default: some. */
  readonly knownJobs?: 'some' | 'all' | 'none';
}

export interface HuaweiServiceStageSimulator extends Simulator {
  /** Of `expected()` what a client can find: the last job of each instance and what `settings.jobs` lists. */
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

/** Huawei ServiceStage: applications, components, instances, and jobs by their ids (docs/vendors/huawei-servicestage.md). */
export async function createHuaweiServiceStageSimulator(
  given: HuaweiServiceStageOptions = {},
): Promise<HuaweiServiceStageSimulator> {
  const options = simulatorOptions(given);
  const { seed, now } = options;
  const { projectId = DEMO_PROJECT.id, maxTaskLimit = 100, keyCase = 'upper' } = given;
  const { missingAs401 = false, knownJobs = 'some' } = given;
  const tree = serviceTree(seed, options.origins, now());
  const history = createHistory({
    ...options,
    outcomes: OUTCOMES,
    nativeId: (n) => `JOB${uuid(seed, 'servicestage', n)}`,
  });
  const inserted = new Set<string>();
  const leastTasks = (job: HistoryJob): number => (inserted.has(job.nativeId) ? 1 : 0);
  const instanceIdOf = (job: HistoryJob): string => tree.instances[job.origin]?.id ?? '';
  const lastJobOf = (instance: Instance) => lastOf(history.jobs(tree.instances.indexOf(instance)));

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

  const showJob: Handler = ({ params, query }) => {
    const job = history.find(params['job_id'] ?? '');
    const instanceId = query.get('instance_id');
    if (job === undefined || (instanceId !== null && instanceId !== instanceIdOf(job))) return errors.noJob();
    const limit = queryNumber(query, 'limit', { otherwise: DEFAULT_TASKS, least: 1 });
    const offset = queryNumber(query, 'offset', { otherwise: 0, least: 0 });
    if (limit === null || offset === null) return errors.badRequest();
    const time = now();
    const all = tasksOf(job, time, leastTasks(job));
    const ordered = query.get('desc') === 'true' ? all.toReversed() : all;
    const page = ordered.slice(offset, offset + Math.min(limit, maxTaskLimit));
    const cased = (row: object): object => (keyCase === 'lower' ? lowerCaseKeys(row) : row);
    return {
      status: 200,
      json: {
        job: cased(printJob(job, instanceIdOf(job), projectId, time)),
        tasks: page.map((task) => cased(printTask(task))),
        task_count: all.length,
      },
    };
  };

  const simulator = await startHuaweiSimulator({
    backend: 'huawei-servicestage',
    options,
    access: huaweiAccess(given),
    projectId,
    routes: [...crawlRoutes({ tree, statusDetail, errors }), ['/v2/:project_id/cas/jobs/:job_id', showJob]],
    methodNotAllowed: gatewayNotFound,
    history,
    originIds: tree.instances.slice(0, options.origins).map(({ id }) => id),
    words: SERVICESTAGE_WORDS,
    expectedJob: (job, time) => expectedJob(job, instanceIdOf(job), leastTasks(job), time),
  });

  const { insert } = simulator;
  const lastJobIds = () => new Set(tree.instances.map((instance) => lastJobOf(instance)?.nativeId));
  const lastAtStart = lastJobIds();
  const unlisted = history.jobs().filter(({ nativeId }) => !lastAtStart.has(nativeId));
  const listed = {
    none: [],
    some: unlisted.filter((_, place) => place % 3 === 0).slice(0, MOST_LISTED),
    all: history.jobs(),
  }[knownJobs].map(({ nativeId }) => nativeId);
  const known = new Set(listed);

  return Object.assign(simulator, {
    settings: { ...simulator.settings, jobs: listed },
    insert: (job: InsertedJob): string => {
      const nativeId = insert(job);
      inserted.add(nativeId);
      return nativeId;
    },
    reachable: () => {
      const last = lastJobIds();
      return simulator.expected().filter(({ nativeId }) => last.has(nativeId) || known.has(nativeId));
    },
  });
}
