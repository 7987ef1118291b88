import { PROJECT } from '../../world/access.ts';
import { type JobFields, statusOf, toJob } from './job.ts';
import type { Get, Stream } from './stream.ts';

interface JobDetail {
  readonly job: {
    readonly JOB_ID: string;
    readonly JOB_TYPE: string;
    readonly EXECUTION_STATUS: string;
    readonly SERVICE_INSTANCE_ID: string;
  };
  readonly tasks: readonly { readonly CREATED_AT: string; readonly LAST_HEALTH_CHECK: string }[];
}

interface Instance {
  readonly name: string;
  readonly status_detail: { readonly last_job_id: string };
}

const VENDOR = 'huawei-servicestage';
const BASE = `/v2/${PROJECT}/cas`;
const ALL = '?limit=100&offset=0';

function fieldsOf({ job, tasks }: JobDetail, createdAt: number, name: string): JobFields {
  const status = statusOf(job.EXECUTION_STATUS);
  const isDone = status === 'SUCCEEDED' || status === 'FAILED';
  return {
    nativeId: job.JOB_ID,
    kind: job.JOB_TYPE,
    status,
    nativeStatus: job.EXECUTION_STATUS,
    createdAt,
    finishedAt: isDone ? Math.max(...tasks.map((task) => Date.parse(task.LAST_HEALTH_CHECK))) : null,
    origin: { backend: VENDOR, nativeId: job.SERVICE_INSTANCE_ID, name },
    taskListId: null,
  };
}

/** The vendor lists no jobs: an instance knows its last one, and that is the whole stream. */
const streamOf = ({ name, status_detail }: Instance): Stream => ({
  page: async (get, { offset }) => {
    if (offset > 0) return [];
    const detail = await get<JobDetail>(
      VENDOR,
      `${BASE}/jobs/${status_detail.last_job_id}?limit=50&offset=0`,
    );
    const createdAt = Math.min(...detail.tasks.map((task) => Date.parse(task.CREATED_AT)));
    return [{ createdAt, toJob: () => toJob(fieldsOf(detail, createdAt, name)) }];
  },
});

export async function huaweiServiceStageStreams(get: Get): Promise<Stream[]> {
  const { applications } = await get<{ applications: { id: string }[] }>(
    VENDOR,
    `${BASE}/applications${ALL}`,
  );
  const paths = await Promise.all(
    applications.map(async ({ id }) => {
      const path = `${BASE}/applications/${id}/components`;
      const { components } = await get<{ components: { id: string }[] }>(VENDOR, path + ALL);
      return components.map((component) => `${path}/${component.id}/instances${ALL}`);
    }),
  );
  const lists = await Promise.all(paths.flat().map((path) => get<{ instances: Instance[] }>(VENDOR, path)));
  return lists.flatMap(({ instances }) => instances.map(streamOf));
}
