import { PROJECT } from '../../world/access.ts';
import { type JobFields, statusOf, type Task, toJob } from './job.ts';
import type { Get, Stream } from './stream.ts';

interface Execution {
  readonly id: string;
  readonly task_id: string;
  readonly task_type: string;
  readonly status: string;
  readonly create_time: string;
  readonly end_time: string | null;
}

interface Detail {
  readonly id: string;
  readonly task_type: string;
  readonly status: string;
  readonly begin_time: string;
  readonly end_time: string | null;
}

const VENDOR = 'huawei-workspace';
const BASE = `/v1/${PROJECT}/schedule-task`;
const LARGEST_PAGE = 100;

const fieldsOf = (row: Execution, createdAt: number, name: string): JobFields => ({
  nativeId: row.id,
  kind: row.task_type,
  status: statusOf(row.status),
  nativeStatus: row.status,
  createdAt,
  finishedAt: row.end_time === null ? null : Date.parse(row.end_time),
  origin: { backend: VENDOR, nativeId: row.task_id, name },
  taskListId: row.id,
});

const streamOf = (id: string, name: string): Stream => ({
  page: async (get, { offset, limit }) => {
    const path = `${BASE}/${id}/execute-history?offset=${offset}&limit=${limit}`;
    const { items } = await get<{ items: Execution[] }>(VENDOR, path);
    return items.map((row) => {
      const createdAt = Date.parse(row.create_time);
      return { createdAt, toJob: () => toJob(fieldsOf(row, createdAt, name)) };
    });
  },
});

export async function huaweiWorkspaceStreams(get: Get): Promise<Stream[]> {
  const streams: Stream[] = [];
  for (let offset = 0, count = 1; offset < count; offset += LARGEST_PAGE) {
    const path = `${BASE}?offset=${offset}&limit=${LARGEST_PAGE}`;
    const list = await get<{ count: number; items: { id: string; task_name: string }[] }>(VENDOR, path);
    streams.push(...list.items.map(({ id, task_name }) => streamOf(id, task_name)));
    count = list.count;
  }
  return streams;
}

export async function executionTasks(get: Get, id: string, first: number): Promise<Task[]> {
  const path = `${BASE}/${id}/execute-detail?offset=0&limit=${first}`;
  const { items } = await get<{ items: Detail[] }>(VENDOR, path);
  return items.map((row) => ({
    nativeId: row.id,
    kind: row.task_type,
    status: statusOf(row.status),
    createdAt: row.begin_time,
    finishedAt: row.end_time,
  }));
}
