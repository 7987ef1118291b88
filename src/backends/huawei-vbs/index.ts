import type { JobRow, Listing, StreamSpec } from '../../datasource/contract/backend-definition.ts';
import { markerPager, unpaged } from '../../datasource/contract/pager.ts';
import { statusesOf } from '../../datasource/contract/status-table.ts';
import type { HuaweiVbsJobDetails } from '../../generated/resolvers.ts';
import type { Job, TaskFields } from '../../model/job.ts';
import type { VendorDefinition } from '../backend.ts';
import { defineProjectBackend } from '../huawei-family/define-project-backend.ts';
import { faultReader } from '../huawei-family/fault-reader.ts';
import { isId } from '../huawei-family/is-id.ts';
import { projectSettings } from '../huawei-family/project-settings.ts';
import type { VendorDetails } from '../vendor-details.ts';
import { pushStatuses, readStepWord, readWord, STATUS_TABLE } from './status.ts';
import { backupTask, backupTasks, policies, policy, stepsOfJob, subJob } from './wire.ts';

/** Backup jobs that policies of Volume Backup Service started (docs/vendors/huawei-vbs.md). */
export const huaweiVbs = defineProjectBackend({
  name: 'huawei-vbs',
  facts: {
    service: 'Huawei Volume Backup Service',
    jobs: 'backups that policies start',
    origin: 'the policy',
    tasks: 'steps',
  },
  settings: projectSettings,
  hostOf: (region) => `vbs.${region}`,
  define: ({ origins }, projectId) => define(projectId, origins),
});

/** docs/vendors/huawei-vbs.md#errors: the code tells, the status with it is not documented. */
const readFault = faultReader({
  'AutoBackup.0002': 'CREDENTIALS_EXPIRED',
  'AutoBackup.0003': 'CREDENTIALS_EXPIRED',
  'AutoBackup.0005': 'UPSTREAM_AUTH_FAILED',
  'AutoBackup.0009': 'UPSTREAM_UNAVAILABLE',
  'AutoBackup.0205': 'NOT_FOUND',
  'AutoBackup.0213': 'UPSTREAM_FORBIDDEN',
  'AutoBackup.0221': 'UPSTREAM_REJECTED',
  'AutoBackup.1100': 'NOT_FOUND',
  'AutoBackup.9002': 'UPSTREAM_UNAVAILABLE',
  'VolumeBackup.0041': 'UPSTREAM_FORBIDDEN',
  'VolumeBackup.0042': 'UPSTREAM_FORBIDDEN',
  'VolumeBackup.0044': 'UPSTREAM_FORBIDDEN',
});

/** The largest page is not documented (docs/vendors/huawei-vbs.md#request); 100 is five times the default. */
const pager = markerPager('marker', { offset: ['offset'], limit: 'limit', firstRow: 0, maxPageSize: 100 });

function define(projectId: string, origins: readonly string[] | undefined): VendorDefinition {
  const project = encodeURIComponent(projectId);
  const base = `/v2/${project}/backuppolicy`;
  const policyListing: Listing<StreamSpec> = {
    path: base,
    pager: unpaged,
    envelope: policies,
    read: (row, tell) => {
      const found = policy(row, tell);
      return streamOf(found.backup_policy_id, found.backup_policy_name);
    },
  };
  return {
    originKind: 'backup-policy',
    readFault,
    discover: async (read) => origins?.map((id) => streamOf(id, null)) ?? read.list(policyListing),
    streamOf: (originId) => streamOf(originId, null),
    listsPer: ['origins'],
    jobs: {
      kind: 'paged',
      pager,
      counts: true,
      order: (direction) => [
        ['sort_key', 'created_at'],
        ['sort_dir', direction === 'down' ? 'desc' : 'asc'],
      ],
      pushDown: { statuses: pushStatuses },
      byIds: { max: 1, query: (ids) => ids.map((id) => ['job_id', id] as const) },
      listing: (stream) => ({
        path: `${base}/${encodeURIComponent(stream.key)}/backuptasks`,
        envelope: backupTasks,
        read: (row, tell) => readBackupTask(backupTask(row, tell), stream),
      }),
    },
    onlyOrigins: origins,
    findsJobBy: 'origin',
    neverHas: ['createdBy', 'kinds'],
    isNativeId: isId,
    isOriginId: isId,
    tasks: (job) => stepsOf(job, project),
    statuses: statusesOf(STATUS_TABLE),
  };
}

const streamOf = (id: string, name: string | null): StreamSpec => ({
  key: id,
  origin: { nativeId: id, name },
});

/** The steps are kept under another id, which not every row has (docs/vendors/huawei-vbs.md#answer, #job-detail). */
function stepsOf(job: Job, project: string): Listing<TaskFields> | null {
  const id = job.details['vbsJobId'];
  if (typeof id !== 'string') return null;
  return {
    path: `/v1/${project}/jobs/${encodeURIComponent(id)}`,
    pager: unpaged,
    envelope: stepsOfJob,
    read: (raw, tell) => readStep(subJob(raw, tell), raw),
  };
}

function readBackupTask(
  row: ReturnType<typeof backupTask>,
  stream: StreamSpec,
): JobRow<VendorDetails<HuaweiVbsJobDetails>> {
  const status = readWord(row.status);
  return {
    inlineTasks: null,
    fields: {
      nativeId: row.job_id,
      name: row.backup_name,
      kind: null,
      status,
      nativeStatus: row.status,
      statusMessage: row.message,
      createdAt: row.created_at,
      startedAt: null,
      finishedAt: row.finished_at,
      progress: null,
      error: row.code === null && row.message === null ? null : { code: row.code, message: row.message },
      origin: { nativeId: stream.key, name: stream.origin?.name ?? null },
      resource: row.resource_id === null ? null : { nativeId: row.resource_id, type: row.resource_type },
      createdBy: null,
      details: {
        __typename: 'HuaweiVbsJobDetails',
        policyId: stream.key,
        backupName: row.backup_name,
        resourceId: row.resource_id,
        resourceType: row.resource_type,
        vbsJobId: row.vbs_job_id,
        code: row.code,
        message: row.message,
      },
    },
  };
}

function readStep(row: ReturnType<typeof subJob>, raw: unknown): TaskFields {
  return {
    nativeId: row.job_id,
    index: null,
    name: null,
    kind: row.job_type,
    status: readStepWord(row.status),
    nativeStatus: row.status,
    statusMessage: row.fail_reason,
    createdAt: row.begin_time,
    startedAt: row.begin_time,
    finishedAt: row.end_time,
    error:
      row.error_code === null && row.fail_reason === null
        ? null
        : { code: row.error_code, message: row.fail_reason },
    resource: null,
    raw,
  };
}
