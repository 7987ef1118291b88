import type { JobRow, Listing, StreamSpec } from '../../datasource/contract/backend-definition.ts';
import { offsetPager } from '../../datasource/contract/pager.ts';
import type { HuaweiWorkspaceJobDetails } from '../../generated/resolvers.ts';
import type { Job, TaskFields } from '../../model/job.ts';
import type { VendorDefinition } from '../backend.ts';
import { defineProjectBackend } from '../huawei-family/define-project-backend.ts';
import { faultReader } from '../huawei-family/fault-reader.ts';
import { isId } from '../huawei-family/is-id.ts';
import { projectSettings } from '../huawei-family/project-settings.ts';
import type { VendorDetails } from '../vendor-details.ts';
import { readWord, statuses, statusOf } from './status.ts';
import { type Execution, execution, executionDetail, items, scheduledTask } from './wire.ts';

/** Executions of scheduled tasks of Workspace's application streaming (docs/vendors/huawei-workspace.md). */
export const huaweiWorkspace = defineProjectBackend({
  name: 'huawei-workspace',
  facts: {
    service: 'Huawei Cloud Workspace, application streaming',
    jobs: 'executions of scheduled tasks',
    origin: 'the scheduled task',
    tasks: 'what was done on each server',
  },
  settings: projectSettings,
  hostOf: (region) => hostOf(region),
  define: ({ origins }, projectId) => define(projectId, origins),
});

/** Regions in which the service answers under its older name (docs/vendors/huawei-workspace.md#hosts). */
const APPSTREAM_REGIONS = ['cn-north-4', 'cn-north-9', 'cn-east-3', 'cn-south-1', 'cn-southwest-2'];

function hostOf(region: string): string {
  return `${APPSTREAM_REGIONS.includes(region) ? 'appstream' : 'workspace'}.${region}`;
}

const pager = offsetPager({ offset: ['offset'], limit: 'limit', firstRow: 0, maxPageSize: 100 });

function define(projectId: string, origins: readonly string[] | undefined): VendorDefinition {
  const base = `/v1/${encodeURIComponent(projectId)}/schedule-task`;
  const path = (id: string, list: string): string => `${base}/${encodeURIComponent(id)}/${list}`;
  const tasksListing: Listing<StreamSpec> = {
    path: base,
    pager,
    envelope: items,
    read: (row, tell) => {
      const task = scheduledTask(row, tell);
      return streamOf(task.id, task.task_name);
    },
  };
  return {
    originKind: 'scheduled-task',
    readFault: faultReader({}),
    discover: async (read) => origins?.map((id) => streamOf(id, null)) ?? read.list(tasksListing),
    streamOf: (originId) => streamOf(originId, null),
    listsPer: ['origins'],
    jobs: {
      kind: 'paged',
      pager,
      counts: true,
      order: 'newest-first',
      pushDown: {},
      listing: (stream) => ({
        path: path(stream.key, 'execute-history'),
        envelope: items,
        read: (row, tell) => readExecution(execution(row, tell), stream),
      }),
    },
    onlyOrigins: origins,
    findsJobBy: 'origin-and-time',
    neverHas: ['createdBy', 'resourceIds'],
    isNativeId: isId,
    isOriginId: isId,
    tasks: (job: Job) => ({
      path: path(job.nativeId, 'execute-detail'),
      pager,
      envelope: items,
      read: (raw, tell) => readDetail(executionDetail(raw, tell), raw),
    }),
    names: {},
    statuses,
  };
}

const streamOf = (id: string, name: string | null): StreamSpec => ({
  key: id,
  origin: { nativeId: id, name },
});

function readExecution(row: Execution, stream: StreamSpec): JobRow<VendorDetails<HuaweiWorkspaceJobDetails>> {
  const originId = stream.origin?.nativeId ?? stream.key;
  return {
    inlineTasks: null,
    fields: {
      nativeId: row.id,
      name: null,
      kind: row.task_type,
      status: statusOf(row),
      nativeStatus: row.status,
      statusMessage: null,
      createdAt: row.create_time,
      startedAt: row.begin_time,
      finishedAt: row.end_time,
      progress: {
        total: row.total_count,
        succeeded: row.success_count,
        failed: row.failed_count,
        running: row.excuting_count,
      },
      error: null,
      origin: { nativeId: originId, name: stream.origin?.name ?? null },
      resource: null,
      createdBy: null,
      details: {
        __typename: 'HuaweiWorkspaceJobDetails',
        taskId: row.task_id,
        taskType: row.task_type,
        scheduledType: row.scheduled_type,
        totalCount: row.total_count,
        successCount: row.success_count,
        failedCount: row.failed_count,
        executingCount: row.excuting_count,
        timeZone: row.time_zone,
      },
    },
  };
}

function readDetail(row: ReturnType<typeof executionDetail>, raw: unknown): TaskFields {
  const status = readWord(row.status);
  const isBad = status === 'FAILED' && (row.result_code !== null || row.result_message !== null);
  return {
    nativeId: row.id,
    index: null,
    name: row.server_name,
    kind: row.task_type,
    status,
    nativeStatus: row.status,
    statusMessage: row.result_message,
    createdAt: row.begin_time,
    startedAt: row.begin_time,
    finishedAt: row.end_time,
    error: isBad ? { code: row.result_code, message: row.result_message } : null,
    resource: row.server_id === null ? null : { nativeId: row.server_id, type: 'server' },
    raw,
  };
}
