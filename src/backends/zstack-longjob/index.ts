import { z } from 'zod';
import type { JobRow, Listing, OriginFields, Pushed } from '../../datasource/contract/backend-definition.ts';
import { statusesOf } from '../../datasource/contract/status-table.ts';
import { optionalText } from '../../datasource/wire/fields.ts';
import type { TellOddity } from '../../datasource/wire/row-reader.ts';
import type { ZstackLongjobJobDetails } from '../../generated/resolvers.ts';
import type { Instant, JobError, Json } from '../../model/job.ts';
import { isTerminal } from '../../model/job-status.ts';
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
import { pushStatuses, readWord, STATUS_TABLE } from './status.ts';
import { type Longjob, longjob, managementNode, toldStatus } from './wire.ts';

/** Long jobs of a management node (docs/vendors/zstack-longjob.md). */
export const zstackLongjob = defineNodeBackend({
  name: 'zstack-longjob',
  facts: {
    service: 'ZStack',
    jobs: 'long jobs: images, migrations, snapshots',
    origin: 'the management node',
    tasks: null,
  },
  define: (clock, origins) => define(clock, origins),
});

/** The database takes a name in any case for the same (docs/vendors/zstack-longjob.md#fields). */
function pushKinds(kinds: readonly string[]): Pushed | null {
  const pushed = pushIn('jobName', kinds);
  return pushed && { ...pushed, precision: 'inexact' };
}

/** All but the dumps (docs/vendors/zstack-longjob.md#fields). */
const LIGHT_FIELDS = [
  'uuid',
  'name',
  'description',
  'apiId',
  'jobName',
  'state',
  'targetResourceUuid',
  'managementNodeUuid',
  'createDate',
  'lastOpDate',
  'executeTime',
];

/** One list has the long jobs of all nodes. */
const WHOLE_SOURCE = { key: '', origin: null };

function define(clock: Clock, origins: readonly string[] | undefined): VendorDefinition {
  const read = longjob(clock);
  return {
    originKind: 'management-node',
    readFault,
    discover: async () => [WHOLE_SOURCE],
    streamOf: () => WHOLE_SOURCE,
    listsPer: [],
    jobs: {
      ...orderedBy('createDate', clock),
      pushDown: {
        statuses: pushStatuses,
        origins: (ids) => pushIn('managementNodeUuid', ids),
        resourceIds: (ids) => pushIn('targetResourceUuid', ids),
        kinds: pushKinds,
      },
      lean: withoutDumps(LIGHT_FIELDS, toldStatus),
      byIds: { max: IDS_PER_REQUEST, query: (ids) => [isIn('uuid', ids), ['sort', '+uuid']] },
      listing: () => ({
        path: '/v1/longjobs',
        query: origins === undefined ? [] : [isIn('managementNodeUuid', origins)],
        envelope: inventories,
        read: (raw, tell) => readLongjob(read(raw, tell), tell),
      }),
    },
    onlyOrigins: origins,
    findsJobBy: 'native-id',
    neverHas: ['createdBy'],
    isNativeId: isPlain,
    isOriginId: isPlain,
    origins: nodeListing(origins),
    names: { origin: { max: IDS_PER_REQUEST, listing: nodeListing } },
    statuses: statusesOf(STATUS_TABLE),
  };
}

const nodeListing = (ids: readonly string[] | undefined): Listing<OriginFields> =>
  namesListing('/v1/management-nodes', ids, (raw, tell) => {
    const { uuid, hostName } = managementNode(raw, tell);
    return { nativeId: uuid, name: hostName };
  });

function readLongjob(
  row: Longjob,
  tell: TellOddity | undefined,
): JobRow<VendorDetails<ZstackLongjobJobDetails>> {
  const status = readWord(row.state);
  const error = status === 'FAILED' ? readError(readDump(row.jobResult)) : null;
  return {
    inlineTasks: null,
    fields: {
      nativeId: row.uuid,
      name: row.name,
      kind: row.jobName,
      status,
      nativeStatus: row.state,
      statusMessage: error?.message ?? null,
      createdAt: row.createDate,
      startedAt: null,
      finishedAt: isTerminal(status) === true ? finishOf(row, tell) : null,
      progress: null,
      error,
      origin: row.managementNodeUuid === null ? null : { nativeId: row.managementNodeUuid, name: null },
      resource: row.targetResourceUuid === null ? null : { nativeId: row.targetResourceUuid, type: null },
      createdBy: null,
      details: withDumps(
        {
          __typename: 'ZstackLongjobJobDetails',
          description: row.description,
          apiId: row.apiId,
          jobName: row.jobName,
          managementNodeUuid: row.managementNodeUuid,
          targetResourceUuid: row.targetResourceUuid,
          executeSeconds: lengthOf(row.executeTime),
          request: null,
          result: null,
        },
        { request: row.jobData, result: row.jobResult },
      ),
    },
  };
}

/** Older versions have no `executeTime` (docs/vendors/zstack-longjob.md#fields). */
function finishOf(row: Longjob, tell: TellOddity | undefined): Instant | null {
  const length = lengthOf(row.executeTime);
  return length === null ? row.lastOpDate : endOf(row.createDate, length, 'job.executeTime', tell);
}

const bareError = z.object({ code: optionalText, description: optionalText, details: optionalText });

/** A text, an error, or an error in an envelope (docs/vendors/zstack-longjob.md#fields). */
function readError(result: Json): JobError | null {
  const told = readDumpError(result);
  if (told !== null) return told;
  const bare = bareError.safeParse(result);
  if (!bare.success) return null;
  const { code, description, details } = bare.data;
  return code === null && description === null ? null : { code, message: details ?? description };
}
