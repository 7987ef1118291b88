import { PROJECT } from '../../world/access.ts';
import { type JobFields, statusOf, toJob } from './job.ts';
import type { Get, Stream } from './stream.ts';

interface LogRecord {
  readonly jobId: string;
  readonly clusterId: string;
  readonly createAt: number;
  readonly finishedAt: number | null;
  readonly status: string;
  readonly jobTypes: string;
}

const VENDOR = 'huawei-css';
const BASE = `/v1.0/${PROJECT}/clusters`;
const LARGEST_PAGE = 1_000;

const fieldsOf = (row: LogRecord, name: string): JobFields => ({
  nativeId: row.jobId,
  kind: row.jobTypes,
  status: statusOf(row.status),
  nativeStatus: row.status,
  createdAt: row.createAt,
  finishedAt: row.finishedAt,
  origin: { backend: VENDOR, nativeId: row.clusterId, name },
  taskListId: null,
});

const streamOf = (id: string, name: string): Stream => ({
  page: async (get, { offset, limit }) => {
    const path = `${BASE}/${id}/logs/records?start=${offset + 1}&offset=${offset + 1}&limit=${limit}`;
    const { clusterLogRecord } = await get<{ clusterLogRecord: LogRecord[] }>(VENDOR, path);
    return clusterLogRecord.map((row) => ({
      createdAt: row.createAt,
      toJob: () => toJob(fieldsOf(row, name)),
    }));
  },
});

export async function huaweiCssStreams(get: Get): Promise<Stream[]> {
  const streams: Stream[] = [];
  for (let offset = 0, count = 1; offset < count; offset += LARGEST_PAGE) {
    const path = `${BASE}?start=${offset + 1}&offset=${offset + 1}&limit=${LARGEST_PAGE}`;
    const list = await get<{ totalSize: number; clusters: { id: string; name: string }[] }>(VENDOR, path);
    streams.push(...list.clusters.map(({ id, name }) => streamOf(id, name)));
    count = list.totalSize;
  }
  return streams;
}
