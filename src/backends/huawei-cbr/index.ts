import type {
  JobRow,
  Listing,
  OriginFields,
  Pushed,
  StreamSpec,
} from '../../datasource/contract/backend-definition.ts';
import { offsetPager } from '../../datasource/contract/pager.ts';
import { statusesOf } from '../../datasource/contract/status-table.ts';
import type { HuaweiCbrJobDetails } from '../../generated/resolvers.ts';
import type { JobError } from '../../model/job.ts';
import type { VendorDefinition } from '../backend.ts';
import { defineProjectBackend } from '../huawei-family/define-project-backend.ts';
import { faultReader } from '../huawei-family/fault-reader.ts';
import { isId } from '../huawei-family/is-id.ts';
import { projectSettings } from '../huawei-family/project-settings.ts';
import type { VendorDetails } from '../vendor-details.ts';
import { pushKinds, pushStatuses, readWord, STATUS_TABLE } from './status.ts';
import { type OperationLog, onlyLog, operationLog, operationLogs, vault, vaults } from './wire.ts';

/** Operations of Cloud Backup and Recovery (docs/vendors/huawei-cbr.md). */
export const huaweiCbr = defineProjectBackend({
  name: 'huawei-cbr',
  facts: {
    service: 'Huawei Cloud Backup and Recovery, after VBS',
    jobs: 'all operations: backups, restores, copies',
    origin: 'the vault',
    tasks: null,
  },
  settings: projectSettings,
  hostOf: (region) => `cbr.${region}`,
  define: ({ origins }, projectId) => define(projectId, origins),
});

/** docs/vendors/huawei-cbr.md#errors. */
const readFault = faultReader({ 'BackupService.6500': 'NOT_FOUND' });

/** The largest page is not documented, and an offset "must be a positive integer" (docs/vendors/huawei-cbr.md#request). */
const pager = offsetPager({
  offset: ['offset'],
  limit: 'limit',
  firstRow: 0,
  maxPageSize: 100,
  omitsFirst: true,
});

function define(projectId: string, origins: readonly string[] | undefined): VendorDefinition {
  const base = `/v3/${encodeURIComponent(projectId)}`;
  const vaultListing: Listing<OriginFields> = {
    path: `${base}/vaults`,
    pager,
    envelope: vaults,
    read: (row, tell) => {
      const { id, name } = vault(row, tell);
      return { nativeId: id, name };
    },
  };
  return {
    originKind: 'vault',
    readFault,
    // One list has the operations of all vaults; it takes one vault at a time where only some are configured.
    discover: async () => origins?.map(vaultStream) ?? [WHOLE_PROJECT],
    streamOf: () => WHOLE_PROJECT,
    listsPer: origins === undefined ? [] : ['origins'],
    jobs: {
      kind: 'paged',
      pager,
      counts: true,
      order: 'newest-first',
      // The times that the filter takes are not said clearly enough to lose no row (docs/vendors/huawei-cbr.md#request).
      pushDown: {
        statuses: pushStatuses,
        kinds: pushKinds,
        resourceIds: (ids) => pushId('resource_id', ids),
        ...(origins === undefined ? { origins: (ids: readonly string[]) => pushId('vault_id', ids) } : {}),
      },
      byId: (id) => ({
        path: `${base}/operation-logs/${encodeURIComponent(id)}`,
        envelope: onlyLog,
        read: (row, tell) => readLog(operationLog(row, tell)),
      }),
      listing: ({ origin }) => ({
        path: `${base}/operation-logs`,
        query: origin === null ? [] : [['vault_id', origin.nativeId]],
        envelope: operationLogs,
        read: (row, tell) => readLog(operationLog(row, tell)),
      }),
    },
    onlyOrigins: origins,
    findsJobBy: 'native-id',
    neverHas: ['createdBy'],
    isNativeId: isId,
    isOriginId: isId,
    ...(origins === undefined ? { origins: vaultListing } : {}),
    statuses: statusesOf(STATUS_TABLE),
  };
}

const WHOLE_PROJECT: StreamSpec = { key: '', origin: null };

const vaultStream = (id: string): StreamSpec => ({ key: id, origin: { nativeId: id, name: null } });

/** The filter takes one id. */
const pushId = (name: string, [id = '', ...others]: readonly string[]): Pushed | null =>
  others.length > 0 || !isId(id) ? null : { query: [[name, id]], precision: 'exact' };

function readLog(row: OperationLog): JobRow<VendorDetails<HuaweiCbrJobDetails>> {
  const { resource, backup, common } = row.extra_info ?? {};
  const error = errorOf(row);
  return {
    inlineTasks: null,
    fields: {
      nativeId: row.id,
      name: backup?.backup_name ?? null,
      kind: row.operation_type,
      status: readWord(row.status),
      nativeStatus: row.status,
      statusMessage: error?.message ?? null,
      createdAt: row.created_at,
      startedAt: row.started_at,
      finishedAt: row.ended_at,
      progress: null,
      error,
      origin: row.vault_id === null ? null : { nativeId: row.vault_id, name: row.vault_name },
      resource: resource?.id ? { nativeId: resource.id, type: resource.type } : null,
      createdBy: null,
      details: {
        __typename: 'HuaweiCbrJobDetails',
        operationType: row.operation_type,
        vaultId: row.vault_id,
        vaultName: row.vault_name,
        policyId: row.policy_id,
        providerId: row.provider_id,
        checkpointId: row.checkpoint_id,
        backupId: backup?.backup_id ?? null,
        backupName: backup?.backup_name ?? null,
        resourceName: resource?.name ?? null,
        progressPercent: common?.progress ?? null,
      },
    },
  };
}

/** Both texts are empty where there is no error (docs/vendors/huawei-cbr.md#answer). */
function errorOf({ error_info: told }: OperationLog): JobError | null {
  const { code = null, message = null } = told ?? {};
  return code === null && message === null ? null : { code, message };
}
