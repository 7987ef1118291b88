import type { JobRow } from '../../datasource/contract/backend-definition.ts';
import type { TellOddity } from '../../datasource/wire/row-reader.ts';
import type { ZstackJobDetails } from '../../generated/resolvers.ts';
import type { VendorDefinition } from '../backend.ts';
import type { VendorDetails } from '../vendor-details.ts';
import type { Clock } from '../zstack-family/clock.ts';
import { defineNodeBackend } from '../zstack-family/define-node-backend.ts';
import { readFault } from '../zstack-family/fault.ts';
import {
  endOf,
  IDS_PER_REQUEST,
  inventories,
  isIn,
  isPlain,
  lengthOf,
  namesListing,
  orderedBy,
  pushIn,
  readDump,
  readDumpError,
  withDumps,
  withoutDumps,
} from '../zstack-family/wire.ts';
import { pushStatuses, statuses, statusOf } from './status.ts';
import { type HistoryRow, history, toldStatus } from './wire.ts';

/** History of scheduler jobs (docs/vendors/zstack.md). */
export const zstack = defineNodeBackend({
  name: 'zstack',
  facts: {
    service: 'ZStack',
    jobs: 'runs of scheduler jobs',
    origin: 'the scheduler job',
    tasks: null,
  },
  namedDetails: {
    type: 'ZstackJobDetails',
    fields: { triggerName: { lookup: 'trigger', idField: 'triggerUuid' } },
  },
  define: (clock, origins) => define(clock, origins),
});

/** Words of `jobType` (docs/vendors/zstack.md#job-types). */
const JOB_TYPES = [
  'startVm',
  'stopVm',
  'rebootVm',
  'volumeSnapshot',
  'volumeSnapshotGroup',
  'volumeBackup',
  'rootVolumeBackup',
  'vmBackup',
  'databaseBackup',
  'localRaidSelfTest',
  'runAutoScalingGroup',
  'cancelIAM2ProjectLoginExpired',
  'takeIAM2ProjectLoginExpired',
];

/** All but the dumps (docs/vendors/zstack.md#fields). */
const LIGHT_FIELDS = [
  'id',
  'triggerUuid',
  'schedulerJobUuid',
  'schedulerJobGroupUuid',
  'jobType',
  'fireInstanceId',
  'startTime',
  'executeTime',
  'targetResourceUuid',
  'success',
];

/** `id` is a `long` that counts up (docs/vendors/zstack.md#fields). */
const isHistoryId = (id: string): boolean => /^\d{1,19}$/.test(id) && BigInt(id) < 2n ** 63n;

function define(clock: Clock, origins: readonly string[] | undefined): VendorDefinition {
  const read = history(clock);
  return {
    originKind: 'scheduler-job',
    readFault,
    discover: async () => [WHOLE_SOURCE],
    streamOf: () => WHOLE_SOURCE,
    listsPer: [],
    jobs: {
      ...orderedBy('startTime', clock),
      pushDown: {
        statuses: pushStatuses,
        origins: (ids) => pushIn('schedulerJobUuid', ids),
        resourceIds: (ids) => pushIn('targetResourceUuid', ids),
        kinds: (kinds) => (kinds.every((kind) => JOB_TYPES.includes(kind)) ? pushIn('jobType', kinds) : null),
      },
      // What is older has no time by which to tell what runs: there the dump tells (docs/vendors/zstack.md#status).
      lean: withoutDumps(LIGHT_FIELDS, toldStatus),
      byIds: { max: IDS_PER_REQUEST, query: (ids) => [isIn('id', ids), ['sort', '+id']] },
      listing: () => ({
        path: '/v1/scheduler/job/history',
        query: origins === undefined ? [] : [isIn('schedulerJobUuid', origins)],
        envelope: inventories,
        read: (raw, tell) => readHistory(read(raw, tell), tell),
      }),
    },
    onlyOrigins: origins,
    findsJobBy: 'native-id',
    neverHas: ['createdBy'],
    namedByOrigin: true,
    isNativeId: isHistoryId,
    isOriginId: isPlain,
    origins: namesListing('/v1/scheduler/jobs', origins),
    names: {
      origin: { max: IDS_PER_REQUEST, listing: (ids) => namesListing('/v1/scheduler/jobs', ids) },
      trigger: { max: IDS_PER_REQUEST, listing: (ids) => namesListing('/v1/scheduler/triggers', ids) },
    },
    statuses,
  };
}

/** One endpoint covers the history of all scheduler jobs (docs/vendors/zstack.md#request). */
const WHOLE_SOURCE = { key: '', origin: null };

function readHistory(row: HistoryRow, tell: TellOddity | undefined): JobRow<VendorDetails<ZstackJobDetails>> {
  const status = statusOf(row);
  const executeSeconds = lengthOf(row.executeTime);
  const failed = status === 'FAILED' ? row.resultDump : null;
  const error = failed === null ? null : readDumpError(readDump(failed));
  return {
    inlineTasks: null,
    fields: {
      nativeId: row.id,
      name: null,
      kind: row.jobType,
      status,
      nativeStatus: null,
      statusMessage: error?.message ?? null,
      createdAt: row.startTime,
      startedAt: row.startTime,
      finishedAt: status === 'RUNNING' ? null : endOf(row.startTime, executeSeconds, 'job.executeTime', tell),
      progress: null,
      error,
      origin: row.schedulerJobUuid === null ? null : { nativeId: row.schedulerJobUuid, name: null },
      resource: row.targetResourceUuid === null ? null : { nativeId: row.targetResourceUuid, type: null },
      createdBy: null,
      details: withDumps(
        {
          __typename: 'ZstackJobDetails',
          jobUuid: row.schedulerJobUuid,
          jobGroupUuid: row.schedulerJobGroupUuid,
          triggerUuid: row.triggerUuid,
          fireInstanceId: row.fireInstanceId,
          jobType: row.jobType,
          executeSeconds,
          targetResourceUuid: row.targetResourceUuid,
          success: row.success,
          request: null,
          result: null,
        },
        { request: row.requestDump, result: status === 'RUNNING' ? null : row.resultDump },
      ),
    },
  };
}
