import { z } from 'zod';
import { endpointUrl, idList } from '../../config/settings.ts';
import type {
  JobRow,
  Listing,
  OriginFields,
  TimeWindow,
} from '../../datasource/contract/backend-definition.ts';
import { offsetPager, unpaged } from '../../datasource/contract/pager.ts';
import type { FaultReader, Query } from '../../datasource/contract/transport.ts';
import type { BuildbotJobDetails } from '../../generated/resolvers.ts';
import type { TaskFields } from '../../model/job.ts';
import type { Authenticator } from '../../upstream/auth/authenticator.ts';
import {
  basicConfig,
  bearerConfig,
  createBasic,
  createBearer,
  createNone,
  noneConfig,
} from '../../upstream/auth/fixed-headers.ts';
import { createForward, forwardConfig } from '../../upstream/auth/forward.ts';
import { codeOfStatus, WORDLESS } from '../../upstream/fault/code-of-status.ts';
import { defineBackend, sourceSettings, type VendorDefinition } from '../backend.ts';
import type { VendorDetails } from '../vendor-details.ts';
import { meaningOf, pushStatuses, statuses } from './status.ts';
import {
  type BuildRequest,
  build,
  builder,
  builders,
  buildRequest,
  buildRequests,
  builds,
  fault,
  type Step,
  step,
  steps,
} from './wire.ts';

const authConfig = z.discriminatedUnion('type', [noneConfig, basicConfig, bearerConfig, forwardConfig]);

const settings = sourceSettings(
  { endpoint: endpointUrl, auth: authConfig, origins: idList.optional() },
  {
    endpoint: 'address of the master’s web server, without `/api/v2`',
    auth: '`none`, or what a proxy before it demands: `basic`, `bearer` or `forward`',
    origins: { default: 'all', means: 'numbers of builders: only their build requests' },
  },
);

/** Build requests of a Buildbot master (docs/vendors/buildbot.md). */
export const buildbot = defineBackend({
  name: 'buildbot',
  facts: {
    service: 'Buildbot',
    jobs: 'build requests',
    origin: 'the builder',
    tasks: 'steps of all builds of the request',
  },
  settings,
  connect: ({ endpoint, auth, origins }) => ({
    endpoint: `${endpoint.replace(/\/api\/v2$/, '')}/api/v2`,
    authenticator: authenticatorOf(auth),
    // Without this JSON comes as a plain text (docs/vendors/buildbot.md#errors).
    headers: { accept: 'application/json' },
    definition: define(origins),
  }),
});

function authenticatorOf(auth: z.output<typeof authConfig>): Authenticator {
  switch (auth.type) {
    case 'none':
      return createNone();
    case 'basic':
      return createBasic(auth);
    case 'bearer':
      return createBearer(auth);
    case 'forward':
      return createForward(auth);
  }
}

/** No bound was seen; but each row costs the server a query more, for its properties (docs/vendors/buildbot.md#paging). */
const pager = offsetPager({ offset: ['offset'], limit: 'limit', firstRow: 0, maxPageSize: 50 });

/** Ids in one condition: a URL stays well below the lengths that servers refuse. */
const IDS_PER_REQUEST = 100;

const isIn = (field: string, ids: readonly string[]): Query => ids.map((id) => [`${field}__eq`, id]);

/** Times are whole seconds in 32 bits, and so are the constants of conditions (docs/vendors/buildbot.md#filters). */
const LAST_SECOND = 2 ** 31 - 1;

function secondsWithin({ from, before }: TimeWindow): Query {
  const conditions: (readonly [string, string])[] = [];
  if (from !== null) conditions.push(['submitted_at__ge', secondsOf(from)]);
  if (before !== null && before <= LAST_SECOND * 1_000)
    conditions.push(['submitted_at__lt', secondsOf(before)]);
  return conditions;
}

const secondsOf = (time: number): string =>
  String(Math.min(Math.max(Math.ceil(time / 1_000), 0), LAST_SECOND));

/** Rows are numbered (docs/vendors/buildbot.md#jobs-and-tasks). */
const isNumber = (id: string): boolean => /^[1-9]\d{0,8}$/.test(id);

const define = (origins: readonly string[] | undefined): VendorDefinition => ({
  originKind: 'builder',
  readFault,
  discover: async () => [WHOLE_SOURCE],
  streamOf: () => WHOLE_SOURCE,
  listsPer: [],
  jobs: {
    kind: 'paged',
    pager,
    counts: false,
    order: (direction) => {
      const sign = direction === 'down' ? '-' : '';
      return [
        ['order', `${sign}submitted_at`],
        ['order', `${sign}buildrequestid`],
      ];
    },
    within: secondsWithin,
    pushDown: {
      statuses: pushStatuses,
      // Where only some builders are configured their ids go with every request, and more of them would add to these.
      ...(origins === undefined ? { origins: pushOrigins } : {}),
    },
    byIds: { max: IDS_PER_REQUEST, query: (ids) => isIn('buildrequestid', ids) },
    listing: () => ({
      path: '/buildrequests',
      query: [...PROPERTIES, ...isIn('builderid', origins ?? [])],
      envelope: buildRequests,
      read: (row, tell) => readRequest(buildRequest(row, tell)),
    }),
  },
  onlyOrigins: origins,
  findsJobBy: 'native-id',
  neverHas: ['kinds', 'resourceIds'],
  isNativeId: isNumber,
  isOriginId: isNumber,
  tasks: (job) => ({
    attempts: {
      path: `/buildrequests/${encodeURIComponent(job.nativeId)}/builds`,
      query: [['order', 'buildid']],
      pager: unpaged,
      envelope: builds,
      read: (row, tell) => stepListing(build(row, tell).buildid),
    },
  }),
  origins: builderListing(origins),
  names: { origin: { max: IDS_PER_REQUEST, listing: builderListing } },
  statuses,
});

/** One list has the requests of all builders. */
const WHOLE_SOURCE = { key: '', origin: null };

/** Who asked, and why: left out of a row unless they are asked for. */
const PROPERTIES: Query = [
  ['property', 'owner'],
  ['property', 'reason'],
];

const pushOrigins = (ids: readonly string[]) =>
  ids.length <= IDS_PER_REQUEST && ids.every(isNumber)
    ? ({ query: isIn('builderid', ids), precision: 'exact' } as const)
    : null;

const builderListing = (ids: readonly string[] = []): Listing<OriginFields> => ({
  path: '/builders',
  query: [...isIn('builderid', ids), ['order', 'builderid']],
  pager: unpaged,
  envelope: builders,
  read: (row, tell) => {
    const { builderid, name } = builder(row, tell);
    return { nativeId: builderid, name };
  },
});

const stepListing = (buildId: string): Listing<TaskFields> => ({
  path: `/builds/${encodeURIComponent(buildId)}/steps`,
  query: [['order', 'number']],
  pager: unpaged,
  envelope: steps,
  read: (row, tell) => readStep(step(row, tell), row),
});

/** A 404 means a thing that is not there, or a path that is none (docs/vendors/buildbot.md#errors). */
const readFault: FaultReader = ({ status, body }) => {
  const told = fault.safeParse(body);
  if (!told.success || status < 400) return null;
  const message = told.data.error;
  if (status === 404 && message.startsWith('not found')) return { code: 'NOT_FOUND', message };
  return { code: codeOfStatus(status, WORDLESS), message };
};

function readRequest(row: BuildRequest): JobRow<VendorDetails<BuildbotJobDetails>> {
  const reason = row.properties?.reason ?? null;
  return {
    inlineTasks: null,
    fields: {
      nativeId: row.buildrequestid,
      name: reason,
      kind: null,
      ...meaningOf({ ...row, hasBegun: row.claimed === true }),
      statusMessage: null,
      createdAt: row.submitted_at,
      startedAt: row.claimed_at,
      finishedAt: row.complete_at,
      progress: null,
      error: null,
      origin: row.builderid === null ? null : { nativeId: row.builderid, name: null },
      resource: null,
      createdBy: row.properties?.owner ?? null,
      details: {
        __typename: 'BuildbotJobDetails',
        buildsetId: row.buildsetid,
        builderId: row.builderid,
        reason,
        priority: row.priority,
        claimedByMasterId: row.claimed_by_masterid,
        waitedFor: row.waited_for,
      },
    },
  };
}

function readStep(row: Step, raw: unknown): TaskFields {
  const meaning = meaningOf({ ...row, hasBegun: row.started_at !== null });
  return {
    nativeId: row.stepid,
    index: row.number,
    name: row.name,
    kind: null,
    ...meaning,
    statusMessage: row.state_string,
    createdAt: row.started_at,
    startedAt: row.started_at,
    finishedAt: row.complete_at,
    error: meaning.status === 'FAILED' ? { code: meaning.nativeStatus, message: row.state_string } : null,
    resource: null,
    raw,
  };
}
