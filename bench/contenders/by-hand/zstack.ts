import { ZONE_MS } from '../../world/access.ts';
import { type JobFields, toJob } from './job.ts';
import type { Get, Stream } from './stream.ts';

interface Row {
  readonly id: number;
  readonly schedulerJobUuid: string;
  readonly jobType: string;
  readonly startTime: string;
  readonly executeTime: number;
  readonly success: boolean;
}

/** The vendor compares whole seconds, by its own clock. */
const wall = (time: number): string =>
  new Date(Math.ceil(time / 1_000) * 1_000 + ZONE_MS).toISOString().slice(0, 19).replace('T', ' ');

function fieldsOf(row: Row, createdAt: number): JobFields {
  const isRunning = row.executeTime < 0;
  return {
    nativeId: String(row.id),
    kind: row.jobType,
    status: isRunning ? 'RUNNING' : row.success ? 'SUCCEEDED' : 'FAILED',
    nativeStatus: null,
    createdAt,
    finishedAt: isRunning ? null : createdAt + row.executeTime * 1_000,
    origin: { backend: 'zstack', nativeId: row.schedulerJobUuid, name: null },
    taskListId: null,
  };
}

const history: Stream = {
  page: async (get, { before, offset, limit }) => {
    const condition =
      before === Number.POSITIVE_INFINITY ? '' : `q=${encodeURIComponent(`startTime<${wall(before)}`)}&`;
    const path = `/zstack/v1/scheduler/job/history?${condition}sort=-startTime&start=${offset}&limit=${limit}`;
    const { inventories } = await get<{ inventories: Row[] }>('zstack', path);
    return inventories.map((row) => {
      const createdAt = Date.parse(`${row.startTime} GMT+0800`);
      return { createdAt, toJob: () => toJob(fieldsOf(row, createdAt)) };
    });
  },
};

export const zstackStreams = (): Stream[] => [history];

/** One request for all. */
export async function schedulerJobNames(
  get: Get,
  uuids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const path = `/zstack/v1/scheduler/jobs?q=${encodeURIComponent(`uuid?=${uuids.join(',')}`)}`;
  const { inventories } = await get<{ inventories: { uuid: string; name: string }[] }>('zstack', path);
  return new Map(inventories.map(({ uuid, name }) => [uuid, name]));
}
