import type {
  JobRow,
  Listing,
  StreamSpec,
  VendorReader,
} from '../../datasource/contract/backend-definition.ts';
import { offsetPager } from '../../datasource/contract/pager.ts';
import { statusesOf } from '../../datasource/contract/status-table.ts';
import type { HuaweiCssJobDetails } from '../../generated/resolvers.ts';
import { SourceError, type SourceErrorCode } from '../../model/source-error.ts';
import type { VendorDefinition } from '../backend.ts';
import { defineProjectBackend } from '../huawei-family/define-project-backend.ts';
import { faultReader } from '../huawei-family/fault-reader.ts';
import { isId } from '../huawei-family/is-id.ts';
import { projectSettings } from '../huawei-family/project-settings.ts';
import type { VendorDetails } from '../vendor-details.ts';
import { pushStatuses, readWord, STATUS_TABLE } from './status.ts';
import { backsUpLogs, cluster, clusters, logRecord, logRecords } from './wire.ts';

/** Log backup jobs of Cloud Search Service (docs/vendors/huawei-css.md). */
export const huaweiCss = defineProjectBackend({
  name: 'huawei-css',
  facts: {
    service: 'Huawei Cloud Search Service',
    jobs: 'backups of logs',
    origin: 'the cluster',
    tasks: null,
  },
  settings: projectSettings,
  hostOf: (region) => hostOf(region),
  define: ({ origins }, projectId) => define(projectId, origins),
});

/** Two regions keep the service's older name (docs/vendors/huawei-css.md#hosts). */
function hostOf(region: string): string {
  return `${['cn-north-1', 'cn-east-2'].includes(region) ? 'es' : 'css'}.${region}`;
}

/** docs/vendors/huawei-css.md#errors: a missing cluster is a 403, and a 202 can be an error. */
const readFault = faultReader({
  'CSS.0001': 'UPSTREAM_REJECTED',
  'CSS.0004': 'UPSTREAM_REJECTED',
  'CSS.0005': 'UPSTREAM_UNAVAILABLE',
  'CSS.0011': 'UPSTREAM_UNAVAILABLE',
  'CSS.0015': 'NOT_FOUND',
  'CSS.0022': 'NOT_FOUND',
  'CSS.0032': 'UPSTREAM_FORBIDDEN',
  'CSS.0045': 'CREDENTIALS_EXPIRED',
  'CSS.3027': 'NOT_FOUND',
});

/**
 * Rows count from 1; older services know the first as `start`, newer ones as `offset`, so both are sent
 * (docs/vendors/huawei-css.md#paging).
 */
const pager = offsetPager({ offset: ['start', 'offset'], limit: 'limit', firstRow: 1, maxPageSize: 1_000 });

/** Failures that may be one cluster's alone, as while it is being changed (docs/vendors/huawei-css.md#errors). */
const OF_ONE_CLUSTER: ReadonlySet<SourceErrorCode> = new Set([
  'NOT_FOUND',
  'UPSTREAM_BAD_RESPONSE',
  'UPSTREAM_FORBIDDEN',
  'UPSTREAM_REJECTED',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
]);

function define(projectId: string, origins: readonly string[] | undefined): VendorDefinition {
  const base = `/v1.0/${encodeURIComponent(projectId)}/clusters`;
  const path = (id: string, rest: string): string => `${base}/${encodeURIComponent(id)}/logs/${rest}`;
  const clusterListing: Listing<StreamSpec> = {
    path: base,
    pager,
    envelope: clusters,
    read: (row, tell) => {
      const found = cluster(row, tell);
      return streamOf(found.id, found.name);
    },
  };

  /** One cluster that cannot tell costs the others nothing: its list of jobs is asked, and tells what is wrong. */
  async function hasJobs(read: VendorReader, settings: string): Promise<boolean> {
    try {
      return await read.get({ path: settings }, backsUpLogs);
    } catch (error) {
      if (!(error instanceof SourceError) || !OF_ONE_CLUSTER.has(error.code)) throw error;
      return error.code !== 'NOT_FOUND';
    }
  }

  /** Clusters that back their logs up; of the others the service refuses to list jobs. */
  async function discover(read: VendorReader): Promise<readonly StreamSpec[]> {
    if (origins !== undefined) return origins.map((id) => streamOf(id, null));
    const all = await read.list(clusterListing);
    const hasLogs = await Promise.all(all.map(({ key }) => hasJobs(read, path(key, 'settings'))));
    return all.filter((_, i) => hasLogs[i]);
  }

  return {
    originKind: 'cluster',
    readFault,
    discover,
    streamOf: (originId) => streamOf(originId, null),
    listsPer: ['origins', 'resourceIds'],
    jobs: {
      kind: 'paged',
      pager,
      counts: true,
      order: 'newest-first',
      pushDown: { statuses: pushStatuses },
      listing: (stream) => ({
        path: path(stream.key, 'records'),
        envelope: logRecords,
        read: (row, tell) => readRecord(logRecord(row, tell), stream),
      }),
    },
    onlyOrigins: origins,
    findsJobBy: 'origin-and-time',
    neverHas: ['createdBy'],
    isNativeId: isId,
    isOriginId: isId,
    statuses: statusesOf(STATUS_TABLE),
  };
}

const streamOf = (id: string, name: string | null): StreamSpec => ({
  key: id,
  origin: { nativeId: id, name },
  resourceId: id,
});

function readRecord(
  row: ReturnType<typeof logRecord>,
  stream: StreamSpec,
): JobRow<VendorDetails<HuaweiCssJobDetails>> {
  const clusterId = stream.key;
  return {
    inlineTasks: null,
    fields: {
      nativeId: row.jobId,
      name: null,
      kind: row.jobTypes,
      status: readWord(row.status),
      nativeStatus: row.status,
      statusMessage: row.failedMsg,
      createdAt: row.createAt,
      startedAt: null,
      finishedAt: row.finishedAt,
      progress: null,
      error: row.failedMsg === null ? null : { code: null, message: row.failedMsg },
      origin: { nativeId: clusterId, name: stream.origin?.name ?? null },
      resource: { nativeId: clusterId, type: 'cluster' },
      createdBy: null,
      details: {
        __typename: 'HuaweiCssJobDetails',
        recordId: row.id,
        clusterId: row.clusterId,
        jobType: row.jobTypes,
        logPath: row.logPath,
        failedMsg: row.failedMsg,
      },
    },
  };
}
