import type { serviceErrors } from './huawei-servicestage-error.ts';
import { lowerCaseKeys, printJob, printV3Job } from './huawei-servicestage-job.ts';
import { printTask, printV3Task, tasksOf } from './huawei-servicestage-task.ts';
import type { ServiceTenant } from './huawei-servicestage-tenant.ts';
import type { Handler } from './kit/http.ts';
import { queryNumber } from './query-number.ts';

export interface ShownJobs {
  readonly tenant: ServiceTenant;
  readonly projectId: string;
  readonly maxTaskLimit: number;
  /** Default: upper in v2, lower in v3. */
  readonly keyCase: 'upper' | 'lower' | undefined;
  readonly errors: ReturnType<typeof serviceErrors>;
  readonly now: () => number;
}

const DEFAULT_TASKS = 20;

/** One job with a page of its tasks (docs/vendors/huawei-servicestage.md#answer, #job). */
export function showJob(version: 'v2' | 'v3', jobs: ShownJobs): Handler {
  const { tenant, projectId, maxTaskLimit, errors, now } = jobs;
  const { keyCase = version === 'v2' ? 'upper' : 'lower' } = jobs;
  const cased = (row: object): object => (keyCase === 'lower' ? lowerCaseKeys(row) : row);

  const find = (id: string, instanceId: string | null) => {
    const job = tenant.history.find(id);
    if (job === undefined || !tenant.shows(version, job.origin)) return null;
    if (version === 'v3' && tenant.isCleared(job)) return null;
    return instanceId === null || instanceId === tenant.instanceIdOf(job) ? job : null;
  };

  return ({ params, query }) => {
    const job = find(params['job_id'] ?? '', query.get('instance_id'));
    if (job === null) return errors.noJob();
    const limit = queryNumber(query, 'limit', { otherwise: DEFAULT_TASKS, least: 1 });
    const offset = queryNumber(query, 'offset', { otherwise: 0, least: 0 });
    if (limit === null || offset === null) return errors.badRequest();
    const time = now();
    const all = tasksOf(job, time, tenant.leastTasks(job));
    const ordered = query.get('desc') === 'true' ? all.toReversed() : all;
    const page = ordered.slice(offset, offset + Math.min(limit, maxTaskLimit));
    const isOld = version === 'v2';
    const printed = isOld ? printJob(job, tenant.instanceIdOf(job), projectId, time) : printV3Job(job, time);
    return {
      status: 200,
      json: {
        job: cased(printed),
        tasks: page.map((task) => cased(isOld ? printTask(task) : printV3Task(task))),
        task_count: all.length,
      },
    };
  };
}
