import { PROJECT } from '../../world/access.ts';
import { type JobFields, statusOf, type Task, toJob } from './job.ts';
import type { Get, Stream } from './stream.ts';

interface Backup {
  readonly job_id: string;
  readonly status: string;
  readonly created_at: string;
  readonly finished_at?: string;
  readonly vbs_job_id: string;
}

interface SubJob {
  readonly job_id: string;
  readonly job_type: string;
  readonly status: string;
  readonly begin_time: string;
  readonly end_time: string | null;
}

const VENDOR = 'huawei-vbs';
const BASE = `/v2/${PROJECT}/backuppolicy`;

/** Times are UTC, although they carry no zone. */
const timeOf = (text: string): number => Date.parse(`${text}Z`);

const fieldsOf = (row: Backup, createdAt: number, policy: string, name: string): JobFields => ({
  nativeId: row.job_id,
  kind: null,
  status: statusOf(row.status),
  nativeStatus: row.status,
  createdAt,
  finishedAt: row.finished_at === undefined ? null : timeOf(row.finished_at),
  origin: { backend: VENDOR, nativeId: policy, name },
  taskListId: row.vbs_job_id,
});

const streamOf = (id: string, name: string): Stream => ({
  page: async (get, { offset, limit }) => {
    const order = 'sort_key=created_at&sort_dir=desc';
    const path = `${BASE}/${id}/backuptasks?${order}&offset=${offset}&limit=${limit}`;
    const { tasks } = await get<{ tasks: Backup[] }>(VENDOR, path);
    return tasks.map((row) => {
      const createdAt = timeOf(row.created_at);
      return { createdAt, toJob: () => toJob(fieldsOf(row, createdAt, id, name)) };
    });
  },
});

export async function huaweiVbsStreams(get: Get): Promise<Stream[]> {
  const { backup_policies } = await get<{
    backup_policies: { backup_policy_id: string; backup_policy_name: string }[];
  }>(VENDOR, BASE);
  return backup_policies.map((policy) => streamOf(policy.backup_policy_id, policy.backup_policy_name));
}

export async function backupTasks(get: Get, id: string, first: number): Promise<Task[]> {
  const { sub_jobs } = await get<{ sub_jobs: SubJob[] }>(VENDOR, `/v1/${PROJECT}/jobs/${id}`);
  return sub_jobs.slice(0, first).map((row) => ({
    nativeId: row.job_id,
    kind: row.job_type,
    status: statusOf(row.status),
    createdAt: row.begin_time,
    finishedAt: row.end_time,
  }));
}
