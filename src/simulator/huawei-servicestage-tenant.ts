import { expectedJob } from './huawei-servicestage-job.ts';
import { type ComponentRecord, clearedJob, recordsOf, withRecord } from './huawei-servicestage-record.ts';
import { taskCount } from './huawei-servicestage-task.ts';
import { type Instance, type ServiceTree, serviceTree } from './huawei-servicestage-tree.ts';
import { type V3Component, v3Components } from './huawei-servicestage-v3.ts';
import { createHistory, type History, type HistoryJob } from './kit/history.ts';
import { uuid } from './kit/random.ts';
import type { ExpectedJob, SimulatorOptions } from './kit/simulator.ts';

/** Which of the vendor's APIs has what a tenant uses. */
export type TenantApi = 'v2' | 'v3' | 'both';

/** What a tenant has, apart from how it is printed. */
export interface ServiceTenant {
  readonly history: History;
  readonly tree: ServiceTree;
  readonly components: readonly V3Component[];
  /** Whether an API shows what an origin has, by its index. */
  readonly shows: (version: 'v2' | 'v3', origin: number) => boolean;
  /** The fewest tasks that a job has. */
  readonly leastTasks: (job: HistoryJob) => number;
  readonly hasBeenInserted: (nativeId: string) => void;
  /** Nothing is left of it but its record. */
  readonly isCleared: (job: HistoryJob) => boolean;
  /** The last job of an instance, as v2 tells of it. */
  readonly lastJobOf: (instance: Instance) => HistoryJob | undefined;
  /** By their beginning, ascending. */
  readonly recordsOf: (component: V3Component) => readonly ComponentRecord[];
  readonly instanceIdOf: (job: HistoryJob) => string;
  readonly originIdOf: (origin: number) => string;
  readonly expected: (job: HistoryJob, time: number) => ExpectedJob;
}

export interface TenantOptions extends SimulatorOptions {
  readonly api: TenantApi;
  readonly clearedAfterMs: number;
}

const OUTCOMES = [
  ['SUCCEEDED', 60],
  ['FAILED', 15],
  ['PARTIALLY_FAILED', 8],
  ['CANCELED', 7],
  ['ROLLED_BACK', 7],
  ['UNKNOWN', 3],
] as const;

/** The job that came last, whatever times it has. */
const lastOf = (jobs: readonly HistoryJob[]): HistoryJob | undefined =>
  jobs.reduce<HistoryJob | undefined>(
    (last, job) => (last !== undefined && last.serial > job.serial ? last : job),
    undefined,
  );

/** Which origins each API shows. */
function originsOf(api: TenantApi, origins: number): { v2: readonly number[]; v3: readonly number[] } {
  const all = Array.from({ length: origins }, (_, origin) => origin);
  if (api !== 'both') return { v2: api === 'v2' ? all : [], v3: api === 'v3' ? all : [] };
  const half = Math.ceil(origins / 2);
  return { v2: all.slice(0, half), v3: [0, ...all.slice(half)] };
}

export function createServiceTenant(options: TenantOptions): ServiceTenant {
  const { seed, now, api, origins, clearedAfterMs } = options;
  const shown = originsOf(api, origins);
  const tree = serviceTree(seed, origins, now());
  const components = v3Components(seed, shown.v3, tree.applications);
  const history = createHistory({
    ...options,
    outcomes: OUTCOMES,
    nativeId: (n) => `JOB${uuid(seed, 'servicestage', n)}`,
  });
  const inserted = new Set<string>();
  const leastTasks = (job: HistoryJob): number => (inserted.has(job.nativeId) ? 1 : 0);
  const isAlone = (job: HistoryJob): boolean => taskCount(job, leastTasks(job)) === 0;
  const isCleared = ({ finishedAt }: HistoryJob): boolean => now() - finishedAt > clearedAfterMs;
  const componentOf = (origin: number) => components.find((one) => one.origin === origin);
  const recordsIn = ({ origin }: V3Component) =>
    origin === null ? [] : recordsOf(history.jobs(origin), now(), isAlone);
  /** What v3 shows of an origin that both have is the component. */
  const originIdOf = (origin: number): string => componentOf(origin)?.id ?? tree.instances[origin]?.id ?? '';

  const recordOf = (job: HistoryJob): ComponentRecord | undefined => {
    const component = componentOf(job.origin);
    return component && recordsIn(component).find(({ jobs }) => jobs.includes(job));
  };

  return {
    history,
    tree,
    components,
    shows: (version, origin) => shown[version].includes(origin),
    leastTasks,
    hasBeenInserted: (nativeId) => inserted.add(nativeId),
    isCleared,
    lastJobOf: (instance) => {
      const origin = tree.instances.indexOf(instance);
      return shown.v2.includes(origin) ? lastOf(history.jobs(origin)) : undefined;
    },
    recordsOf: recordsIn,
    instanceIdOf: ({ origin }) => tree.instances[origin]?.id ?? '',
    originIdOf,
    expected: (job, time) => {
      const whole = expectedJob(job, originIdOf(job.origin), leastTasks(job), time);
      const record = recordOf(job);
      return withRecord(record && isCleared(job) ? clearedJob(whole, record, time) : whole, record);
    },
  };
}
