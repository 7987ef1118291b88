import { z } from 'zod';
import { documented } from '../../config/documented.ts';
import { endpointUrl, idList } from '../../config/settings.ts';
import { timeZone } from '../../config/time-zone.ts';
import type { JobRow, Listing, OriginFields, Pushed } from '../../datasource/contract/backend-definition.ts';
import { offsetPager } from '../../datasource/contract/pager.ts';
import type { TellOddity } from '../../datasource/wire/row-reader.ts';
import { possibleTime } from '../../datasource/wire/times.ts';
import type { ZstackJobDetails } from '../../generated/resolvers.ts';
import type { Instant } from '../../model/job.ts';
import { commonSettings, defineBackend, type VendorDefinition } from '../backend.ts';
import type { VendorDetails } from '../vendor-details.ts';
import { authConfig, createAuthenticator } from './auth.ts';
import { type Clock, createClock } from './clock.ts';
import { readFault } from './fault.ts';
import { pushStatuses, statuses, statusOf } from './status.ts';
import { type HistoryRow, history, inventories, named, readDump, readDumpError } from './wire.ts';

const own = documented(
  { endpoint: endpointUrl, timeZone, auth: authConfig, origins: idList.optional() },
  {
    endpoint: 'address of the management node, without `/zstack/v1`',
    // docs/vendors/zstack.md#times
    timeZone:
      'IANA zone of the management node: its times carry none. A name such as `Asia/Shanghai`; see [time zones](#time-zones)',
    auth: '`{ type: account, account, password }`, `{ type: user, account, user, password }`, `{ type: ldap, uid, password }`, `{ type: virtual-id, name, password }`, `{ type: access-key, id, secret }` or `{ type: forward, header }`',
    origins: { default: 'all', means: 'uuids of scheduler jobs: only their runs' },
  },
);

const settings = z.strictObject({ ...commonSettings.shape, ...own });

/** People copy more of the address than the node's own. */
const API_PATH = /\/zstack(?:\/v1)?$/;

/** History of scheduler jobs (docs/vendors/zstack.md). */
export const zstack = defineBackend({
  name: 'zstack',
  settings,
  namedDetails: {
    type: 'ZstackJobDetails',
    fields: { triggerName: { lookup: 'trigger', idField: 'triggerUuid' } },
  },
  hint: ({ endpoint }) =>
    endpoint.endsWith('/v1')
      ? '`endpoint` ends with /v1, which is a part of the API, not of the address: write it without /zstack/v1.'
      : null,
  connect: (source) => {
    const clock = createClock(source.timeZone);
    const endpoint = `${source.endpoint.replace(API_PATH, '')}/zstack`;
    return {
      endpoint,
      authenticator: createAuthenticator(source.auth, endpoint, clock),
      definition: define(clock, source.origins),
    };
  },
});

const pager = offsetPager({ offset: ['start'], limit: 'limit', firstRow: 0, maxPageSize: 1_000 });

/** Ids in one condition: a URL stays well below the lengths that servers refuse. */
const IDS_PER_REQUEST = 100;

/**
 * Values without the signs in which the parser of conditions looks for operators, and without its comma
 * (docs/vendors/zstack.md#conditions).
 */
const isPlain = (value: string): boolean => /^[A-Za-z0-9_.-]{1,128}$/.test(value);

const isIn = (field: string, values: readonly string[]): readonly [string, string] => [
  'q',
  `${field}?=${values.join(',')}`,
];

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

/** `id` is a `long` that counts up (docs/vendors/zstack.md#fields). */
const isHistoryId = (id: string): boolean => /^\d{1,19}$/.test(id) && BigInt(id) < 2n ** 63n;

function pushIn(field: string, values: readonly string[]): Pushed | null {
  const fits = values.length <= IDS_PER_REQUEST && values.every(isPlain);
  return fits ? { query: [isIn(field, values)], precision: 'exact' } : null;
}

function define(clock: Clock, origins: readonly string[] | undefined): VendorDefinition {
  const read = history(clock);
  return {
    originKind: 'scheduler-job',
    readFault,
    discover: async () => [WHOLE_SOURCE],
    streamOf: () => WHOLE_SOURCE,
    listsPer: [],
    jobs: {
      kind: 'paged',
      withoutTime: [['q', 'startTime is null']],
      pager,
      counts: true,
      countQuery: [['replyWithCount', 'true']],
      order: (direction) => [['sort', direction === 'down' ? '-startTime' : '+startTime']],
      within: clock.within,
      tieOf: clock.tieOf,
      pushDown: {
        statuses: pushStatuses,
        origins: (ids) => pushIn('schedulerJobUuid', ids),
        resourceIds: (ids) => pushIn('targetResourceUuid', ids),
        kinds: (kinds) => (kinds.every((kind) => JOB_TYPES.includes(kind)) ? pushIn('jobType', kinds) : null),
      },
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

const namesListing = (path: string, ids: readonly string[] | undefined): Listing<OriginFields> => ({
  path,
  query: [...(ids === undefined ? [] : [isIn('uuid', ids)]), ['sort', '+uuid']],
  pager,
  envelope: inventories,
  read: (raw, tell) => {
    const { uuid, name } = named(raw, tell);
    return { nativeId: uuid, name };
  },
});

/** The vendor gives the length of a run in whole seconds; `null`: it has not ended, or nobody can tell when. */
function endOf({ startTime, executeTime }: HistoryRow, tell: TellOddity | undefined): Instant | null {
  if (startTime === null || executeTime === null) return null;
  const end = possibleTime(startTime + executeTime * 1_000);
  if (end === null) tell?.('job.executeTime: not a length of time that can be');
  return end;
}

function readHistory(row: HistoryRow, tell: TellOddity | undefined): JobRow<VendorDetails<ZstackJobDetails>> {
  const status = statusOf(row);
  const error = status === 'FAILED' ? readDumpError(readDump(row.resultDump)) : null;
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
      finishedAt: status === 'RUNNING' ? null : endOf(row, tell),
      progress: null,
      error,
      origin: row.schedulerJobUuid === null ? null : { nativeId: row.schedulerJobUuid, name: null },
      resource: row.targetResourceUuid === null ? null : { nativeId: row.targetResourceUuid, type: null },
      createdBy: null,
      details: {
        __typename: 'ZstackJobDetails',
        jobUuid: row.schedulerJobUuid,
        jobGroupUuid: row.schedulerJobGroupUuid,
        triggerUuid: row.triggerUuid,
        fireInstanceId: row.fireInstanceId,
        jobType: row.jobType,
        executeSeconds: row.executeTime === null || row.executeTime < 0 ? null : row.executeTime,
        targetResourceUuid: row.targetResourceUuid,
        success: row.success,
        // They may be long, and most clients do not ask for them.
        get request() {
          return readDump(row.requestDump);
        },
        get result() {
          return status === 'RUNNING' ? null : readDump(row.resultDump);
        },
      },
    },
  };
}
