import { crawlRoutes } from './huawei-servicestage-crawl.ts';
import { serviceErrors } from './huawei-servicestage-error.ts';
import { showJob } from './huawei-servicestage-show-job.ts';
import { createServiceTenant, type ServiceTenant, type TenantApi } from './huawei-servicestage-tenant.ts';
import type { Instance } from './huawei-servicestage-tree.ts';
import { v3Routes } from './huawei-servicestage-v3.ts';
import { jobStatus, SERVICESTAGE_WORDS, wordOf } from './huawei-servicestage-word.ts';
import { DEMO_PROJECT } from './iam.ts';
import { gatewayNotFound, type HuaweiAccessOptions, huaweiAccess } from './kit/huawei-gateway.ts';
import type { ExpectedJob, InsertedJob, Simulator, SimulatorOptions } from './kit/simulator.ts';
import { simulatorOptions } from './kit/simulator-options.ts';
import { startHuaweiSimulator } from './start-huawei-simulator.ts';

/** People list a handful by hand: each costs a request for every page. */
const MOST_LISTED = 20;

export interface HuaweiServiceStageOptions extends Partial<SimulatorOptions>, HuaweiAccessOptions {
  readonly projectId?: string;
  /**
   * Which of the vendor's APIs the region has, and the tenant uses. `both`: half of the origins are instances in v2, half
   * components in v3, and the first is in both (docs/vendors/huawei-servicestage.md#two-apis). Default: v2.
   */
  readonly api?: TenantApi;
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

/**
 * Huawei ServiceStage: applications, components, instances or records, and jobs by their ids
 * (docs/vendors/huawei-servicestage.md).
 */
export async function createHuaweiServiceStageSimulator(
  given: HuaweiServiceStageOptions = {},
): Promise<HuaweiServiceStageSimulator> {
  const options = simulatorOptions(given);
  const { projectId = DEMO_PROJECT.id, api = 'v2', knownJobs = 'some' } = given;
  const { clearedAfterMs = Number.POSITIVE_INFINITY } = given;
  const tenant = createServiceTenant({ ...options, api, clearedAfterMs });
  const simulator = await startHuaweiSimulator({
    backend: 'huawei-servicestage',
    options,
    access: huaweiAccess(given),
    projectId,
    routes: routesOf(tenant, api, { ...given, projectId, now: options.now }),
    methodNotAllowed: gatewayNotFound,
    history: tenant.history,
    originIds: Array.from({ length: options.origins }, (_, origin) => tenant.originIdOf(origin)),
    words: SERVICESTAGE_WORDS,
    expectedJob: tenant.expected,
  });

  const { insert } = simulator;
  const lastJobIds = () => new Set(tenant.tree.instances.map((one) => tenant.lastJobOf(one)?.nativeId));
  const listed = listedJobs(tenant, lastJobIds(), knownJobs);
  const known = new Set(listed);

  return Object.assign(simulator, {
    settings: { ...simulator.settings, ...(listed.length === 0 ? {} : { jobs: listed }) },
    insert: (job: InsertedJob): string => {
      const nativeId = insert(job);
      tenant.hasBeenInserted(nativeId);
      return nativeId;
    },
    reachable: () => {
      const last = lastJobIds();
      const isInV3 = (id: string): boolean => tenant.shows('v3', tenant.history.find(id)?.origin ?? -1);
      const isFound = ({ nativeId }: ExpectedJob): boolean =>
        last.has(nativeId) || known.has(nativeId) || isInV3(nativeId);
      return simulator.expected().filter(isFound);
    },
  });
}

type Printing = Pick<HuaweiServiceStageOptions, 'maxTaskLimit' | 'keyCase' | 'missingAs401'> &
  Pick<SimulatorOptions, 'now'> & { readonly projectId: string };

/** What the region has: the paths of an API that it lacks are not there at all. */
function routesOf(tenant: ServiceTenant, api: TenantApi, printing: Printing) {
  const { projectId, maxTaskLimit = 100, keyCase, missingAs401 = false, now } = printing;
  const errors = serviceErrors(missingAs401);
  const jobs = { tenant, projectId, maxTaskLimit, keyCase, errors, now };
  const statusDetail = (instance: Instance) => detailOf(tenant, instance, now());
  const v2 = [
    ...crawlRoutes({ tree: tenant.tree, statusDetail, errors }),
    ['/v2/:project_id/cas/jobs/:job_id', showJob('v2', jobs)],
  ] as const;
  const v3 = [
    ...v3Routes({ ...tenant, errors, now }),
    ['/v3/:project_id/cas/jobs/:job_id', showJob('v3', jobs)],
  ] as const;
  return [...(api === 'v3' ? [] : v2), ...(api === 'v2' ? [] : v3)];
}

/** The `status_detail` of an instance. */
function detailOf(tenant: ServiceTenant, instance: Instance, now: number) {
  const job = tenant.lastJobOf(instance);
  const status = job === undefined ? null : wordOf(job, jobStatus(job, now));
  return {
    status: status === 'FAILED' || status === 'PARTIALLY_FAILED' ? status : 'RUNNING',
    replica: 2,
    available_replica: status === 'FAILED' ? 0 : 2,
    enterprise_project_id: '0',
    ...(job === undefined ? {} : { last_job_id: job.nativeId, last_job_status: status }),
  };
}

/** Ids of jobs of v2 that a person has written down at the start. */
function listedJobs(
  { history, shows }: ServiceTenant,
  last: ReadonlySet<string | undefined>,
  which: 'some' | 'all' | 'none',
): string[] {
  const jobs = which === 'none' ? [] : history.jobs().filter(({ origin }) => !shows('v3', origin));
  const unlisted = jobs.filter(({ nativeId }) => !last.has(nativeId));
  const some = unlisted.filter((_, place) => place % 3 === 0).slice(0, MOST_LISTED);
  return (which === 'some' ? some : jobs).map(({ nativeId }) => nativeId);
}
