import { LRUCache } from 'lru-cache';
import type { JobKey } from '../../model/global-id.ts';
import { createDefects, type Defects } from '../../scope/defects.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { BackendDefinition, StreamSpec } from '../contract/backend-definition.ts';
import type { SourceHealth } from '../contract/source-health.ts';
import type { Transport } from '../contract/transport.ts';
import { createFetchedLists } from '../fetched/fetched-lists.ts';
import { matcherOf, planFilter } from '../filter/plan-filter.ts';
import { newestReads } from '../paging/monotonic-reads.ts';
import { partReads } from '../paging/part-reads.ts';
import { TotalsTrust } from '../paging/read-page.ts';
import { readsFromNow } from '../paging/reads-from-now.ts';
import { createVendorReader } from '../paging/vendor-reader.ts';
import { createJobLists } from '../stream/job-lists.ts';
import { createListMemory, type StreamEngine } from '../stream/list-memory.ts';
import type { OpenRequest, StreamRequest } from '../stream/open-request.ts';
import { openStream } from '../stream/open-stream.ts';
import { createDiscovery, type Discovery } from './discovery.ts';
import { findJobs, type JobSpecs } from './find-jobs.ts';
import { createOriginFinder } from './find-origins.ts';
import { guardSource } from './guard-source.ts';
import {
  type Capabilities,
  type JobSource,
  NOTHING_ABOUT,
  type OpenedSource,
  type SourceAbout,
} from './job-source.ts';
import { askByOrigin, asksForNames, namesOf, withOriginName } from './origin-names.ts';
import { attemptsTaskList, inlineTaskList, pagedTaskList } from './task-list.ts';

export interface JobSourceOptions {
  readonly id: string;
  readonly definition: BackendDefinition;
  readonly transport: Transport;
  readonly deadlineMs: number;
  /** How long the source is not asked once it has failed too often, in milliseconds; default: 5,000. */
  readonly recoveryMs?: number;
  /** How long a list of origins is good for. */
  readonly discoveryMs: number;
  /** How long the reading of a job that is fetched by itself serves all who ask. */
  readonly shareMs: number;
  /** Most rows that are read where a list must be read whole. */
  readonly wholeRows: number;
  /** Default: nothing. */
  readonly about?: SourceAbout;
  readonly health: () => SourceHealth;
  /** `false` leaves every filter to the engine: the answer must be the same. */
  readonly pushDown?: boolean;
  readonly now?: () => number;
  /** Told of each status word that is in no table. */
  readonly onUnknownStatus?: (word: string) => void;
  /** Default: nobody is told of them. */
  readonly defects?: Defects;
}

const USUAL_RECOVERY_MS = 5_000;

/** Lists of origins are kept apart by credential: what one caller may see, another may not. */
const MAX_DISCOVERIES = 1_000;

/** How long a new list of origins is waited for where there is an old one; a quarter of the deadline where that is shorter. */
const PATIENCE_MS = 1_000;

/** Turns what a vendor declares into a source that the gateway can read. */
export function createJobSource(options: JobSourceOptions): JobSource {
  const { id, definition, transport, defects = createDefects(options.id) } = options;
  const owner = { sourceId: id, backend: definition.name, originKind: definition.originKind };
  const now = options.now ?? Date.now;
  const engine: StreamEngine = {
    owner,
    definition,
    transport,
    wholeRows: options.wholeRows,
    fetched: createFetchedLists({
      transport,
      shareMs: options.shareMs,
      now,
      onGone: ({ key }, scope) => discoveryFor(scope).forget(key),
    }),
    ...createListMemory(now),
    lists: createJobLists(owner, options.onUnknownStatus ?? (() => undefined)),
  };
  const discoveries = new LRUCache<string, Discovery>({ max: MAX_DISCOVERIES });

  function discoveryFor(scope: SourceScope): Discovery {
    const partition = transport.partition(scope);
    const known = discoveries.get(partition);
    if (known !== undefined) return known;
    const discovery = createDiscovery({
      // The list is kept by the discovery, so no answer to it comes from elsewhere.
      discover: async ({ scope, note, remark, onAnswer }) => {
        try {
          const heard = newestReads(transport, onAnswer);
          return await definition.discover(createVendorReader(heard, scope, note, remark));
        } catch (error) {
          throw scope.defects.asSourceError(error);
        }
      },
      freshMs: options.discoveryMs,
      patienceMs: Math.min(PATIENCE_MS, options.deadlineMs / 4),
      silenceMs: options.deadlineMs * 2,
      pageMs: options.deadlineMs,
      restMs: options.recoveryMs ?? USUAL_RECOVERY_MS,
      now,
      remembers: definition.jobs.kind === 'fetched' ? (definition.jobs.remembers ?? 0) : 0,
    });
    discoveries.set(partition, discovery);
    return discovery;
  }

  /** Of operations that ask for things by their ids. */
  const anew = new WeakMap<SourceScope, Transport>();
  const readAnew = (scope: SourceScope): void => {
    if (!anew.has(scope)) anew.set(scope, readsFromNow(transport));
  };
  /** What is looked up for jobs that were asked for by their ids is as new as these are. */
  const readsOf = (scope: SourceScope): Transport => anew.get(scope) ?? transport;

  const origins = createOriginFinder({
    sourceId: id,
    definition,
    readsOf,
    streamsOf: async (scope) => (await discoveryFor(scope).current(scope)).streams,
  });

  async function openJobs(request: OpenRequest): Promise<OpenedSource> {
    const discovery = discoveryFor(request.scope);
    const { streams, notes, isComplete, remarks } = await discovery
      .current(request.scope)
      .catch((error: unknown) => {
        engine.readability.hasFailed(error);
        throw error;
      });
    const wanted = streams.filter(request.plan.includes);
    const narrowed = await narrowByName(request);
    return {
      notes,
      isComplete,
      remarks,
      streams:
        narrowed === null
          ? []
          : wanted.map((spec) => openStream(engine, spec, narrowed, () => discovery.invalidate())),
    };
  }

  /** `null`: no job can match. */
  async function narrowByName(request: OpenRequest): Promise<StreamRequest | null> {
    const { filter, plan, scope } = request;
    const matches = matcherOf(filter);
    if (matches === null || !asksForNames(filter)) return { ...request, matches };
    const names = namesOf(await origins.list(scope));
    const query = askByOrigin(definition, filter, names);
    return (
      query && {
        ...request,
        plan: { ...plan, query: [...plan.query, ...query] },
        matches: (job) => matches(withOriginName(job, names)),
      }
    );
  }

  function specsIn(scope: SourceScope): JobSpecs {
    const discovery = discoveryFor(scope);
    const made = ({ originId, nativeId }: JobKey): StreamSpec => definition.streamOf(originId, nativeId);
    const known = (spec: StreamSpec): StreamSpec | undefined =>
      discovery.known().find(({ key }) => key === spec.key);
    return {
      of: (key) => known(made(key)) ?? made(key),
      isKnown: (key) => known(made(key)) !== undefined,
      discover: () => discovery.current(scope),
    };
  }

  const taskTotals = new TotalsTrust();
  const source: JobSource = {
    id,
    backend: definition.name,
    about: options.about ?? NOTHING_ABOUT,
    get capabilities() {
      return capabilitiesOf(definition);
    },
    deadlineMs: options.deadlineMs,
    defects,
    recoveryMs: options.recoveryMs ?? USUAL_RECOVERY_MS,
    planFilter: (filter) => planFilter(definition, id, filter, { pushDown: options.pushDown ?? true }),
    openJobs,
    findJobs: (keys, scope) => {
      readAnew(scope);
      return findJobs(engine, keys, specsIn(scope), scope);
    },
    keyOf: keyMaker(definition),
    openTasks: (job, scope) => {
      if (job.inlineTasks !== null) return inlineTaskList(job, job.inlineTasks, scope);
      const { tasks } = definition;
      const found = tasks === undefined || tasks === 'with-the-job' ? null : tasks(job);
      const taskReads = partReads(readsOf(scope), 'tasks');
      if (found === null) return inlineTaskList(job, [], scope);
      return 'attempts' in found
        ? attemptsTaskList(job, found, taskReads, scope, taskTotals)
        : pagedTaskList(job, found, taskReads, scope, { trust: taskTotals });
    },
    listOrigins: origins.list,
    findOrigins: (ids, scope) => {
      readAnew(scope);
      return origins.find(ids, scope);
    },
    findNames: origins.names,
    health: () => engine.readability.over(options.health()),
    close: () => transport.close(),
  };
  return guardSource(source);
}

const keyMaker =
  ({ findsJobBy }: BackendDefinition): JobSource['keyOf'] =>
  ({ sourceId, origin, nativeId, createdAt }) => ({
    sourceId,
    originId: findsJobBy === 'native-id' ? '' : (origin?.nativeId ?? ''),
    nativeId,
    createdAt: findsJobBy === 'origin-and-time' ? createdAt : null,
  });

function capabilitiesOf({ jobs, tasks, listsPer }: BackendDefinition): Capabilities {
  const isPaged = jobs.kind === 'paged';
  return {
    sortsNatively: isPaged && jobs.order !== 'newest-first',
    orders:
      isPaged && jobs.order === 'newest-first'
        ? ['CREATED_AT_DESC']
        : isPaged
          ? ['CREATED_AT_DESC', 'CREATED_AT_ASC']
          : [],
    filters: [
      ...listsPer,
      ...(isPaged ? Object.keys(jobs.pushDown) : []),
      ...(isPaged && jobs.within !== undefined ? ['createdAfter', 'createdBefore'] : []),
    ],
    countsJobs: isPaged && jobs.counts,
    listsTasks: tasks !== undefined,
    pageSizeMax: isPaged ? jobs.pager.maxPageSize : 1,
  };
}
