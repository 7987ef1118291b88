import type { JobKey } from '../../model/global-id.ts';
import type { Job } from '../../model/job.ts';
import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { BackendDefinition, Listing, PagedJobs, StreamSpec } from '../contract/backend-definition.ts';
import { showsJob } from '../contract/bounds.ts';
import { unpaged } from '../contract/pager.ts';
import type { Query } from '../contract/transport.ts';
import { isSettled } from '../paging/is-settled.ts';
import { readPage } from '../paging/read-page.ts';
import type { KeyedJob } from '../paging/row-order.ts';
import { createVendorReader } from '../paging/vendor-reader.ts';
import type { StreamEngine } from '../stream/stream-engine.ts';
import { askApart, chunks } from './ask-apart.ts';
import { canBeJob } from './can-be-job.ts';
import { findByPlace } from './find-by-place.ts';

type Found = Job | null | SourceError;

/** In which stream a job is found. */
export interface JobSpecs {
  /** As it was discovered, where it was. */
  readonly of: (key: JobKey) => StreamSpec;
  readonly isKnown: (key: JobKey) => boolean;
  /** Discovers what there is. Throws `SourceError` where it cannot. */
  readonly discover: () => Promise<unknown>;
}

type SpecOf = JobSpecs['of'];

/**
 * Finds jobs again, with as few requests as the vendor allows. One answer per key; a failure is a value. What the
 * configuration does not let the source show is not there.
 */
export async function findJobs(
  engine: StreamEngine,
  keys: readonly JobKey[],
  specs: JobSpecs,
  scope: SourceScope,
): Promise<readonly Found[]> {
  const { definition } = engine;
  const asked = keys.filter((key) => canBeJob(definition, key) && mayBeShown(definition, key));
  const answers = await askAll(engine, asked, specs, scope);
  const found = new Map(asked.map((key, i) => [key, answers[i] ?? null]));
  return keys.map((key) => shown(definition, found.get(key) ?? null, () => specs.of(key)));
}

/** Only an id that names its origin tells before the job is read. */
const mayBeShown = (definition: BackendDefinition, { originId, nativeId }: JobKey): boolean =>
  definition.findsJobBy === 'native-id' || showsJob(definition, nativeId, originId);

function shown(definition: BackendDefinition, found: Found, specOf: () => StreamSpec): Found {
  if (found === null || found instanceof SourceError) return found;
  const originId = found.origin?.nativeId ?? specOf().origin?.nativeId ?? null;
  return showsJob(definition, found.nativeId, originId) ? found : null;
}

async function askAll(
  engine: StreamEngine,
  keys: readonly JobKey[],
  specs: JobSpecs,
  scope: SourceScope,
): Promise<readonly Found[]> {
  const { of: specOf } = specs;
  const { jobs } = engine.definition;
  if (jobs.kind === 'paged' && jobs.byIds !== undefined) {
    const lists = [...Map.groupBy(keys, (key) => key.originId).values()];
    return inOrder(
      keys,
      await Promise.all(lists.map((list) => findListed(engine, jobs, list, specOf, scope))),
    );
  }
  if (jobs.kind === 'paged' && jobs.byId === undefined) {
    const lists = [...Map.groupBy(keys, (key) => specOf(key).key).values()];
    const ask = (some: readonly JobKey[]): Promise<readonly Found[]> =>
      findByPlace(engine, specOf(first(some)), some, scope);
    return inOrder(keys, await Promise.all(lists.map((list) => askForAll(list, ask, scope))));
  }
  const find = jobs.kind === 'fetched' ? fetchKnown : findByPath;
  const findOne = async (key: JobKey): Promise<Found> => {
    try {
      return await find(engine, specs, key, scope);
    } catch (error) {
      return unlessGone(scope.defects.asSourceError(error));
    }
  };
  return Promise.all(keys.map(findOne));
}

type Answers = ReadonlyMap<JobKey, Found>;

function inOrder(keys: readonly JobKey[], answers: readonly Answers[]): readonly Found[] {
  const found = new Map(answers.flatMap((answer) => [...answer]));
  return keys.map((key) => found.get(key) ?? null);
}

/** What fails for all is asked for apart, so that one key's fault costs the others nothing. */
async function askForAll(
  keys: readonly JobKey[],
  ask: (keys: readonly JobKey[]) => Promise<readonly Found[]>,
  scope: SourceScope,
): Promise<Answers> {
  const found = await askApart(keys, ask, scope.defects);
  return new Map(keys.map((key, i) => [key, unlessGone(found[i] ?? null)]));
}

/** So many jobs of one list are worth a page of it, where the vendor finds only one by its id at a time. */
const WORTH_A_PAGE = 4;

/** Jobs of one list, by their ids; where these cost a request each, those that its newest page has are taken from there. */
async function findListed(
  engine: StreamEngine,
  jobs: PagedJobs,
  keys: readonly JobKey[],
  specOf: SpecOf,
  scope: SourceScope,
): Promise<Answers> {
  const isWorthIt = jobs.byIds?.max === 1 && keys.length >= WORTH_A_PAGE;
  const newest = isWorthIt
    ? await newestOf(engine, jobs, specOf(first(keys)), scope)
    : new Map<string, Job>();
  const rest = keys.filter(({ nativeId }) => !newest.has(nativeId));
  const ask = (some: readonly JobKey[]): Promise<readonly Found[]> =>
    findByIds(engine, jobs, some, specOf, scope);
  const parts = chunks(rest, jobs.byIds?.max ?? 1).map((part) => askForAll(part, ask, scope));
  const found = new Map((await Promise.all(parts)).flatMap((part) => [...part]));
  return new Map(keys.map((key) => [key, found.get(key) ?? newest.get(key.nativeId) ?? null]));
}

/** The newest jobs of a list, by their ids. What fails here is told by asking for the ids. */
async function newestOf(
  { lists, transport }: StreamEngine,
  jobs: PagedJobs,
  spec: StreamSpec,
  scope: SourceScope,
): Promise<ReadonlyMap<string, Job>> {
  const reading = { transport, listing: lists.listing(jobs, spec), scope, isSettled };
  const order = typeof jobs.order === 'function' ? jobs.order('down') : [];
  try {
    const page = await readPage(reading, { from: 0, limit: jobs.pager.maxPageSize, after: null }, order);
    scope.ledger.rowsFetched += page.rows.length;
    return new Map(
      page.rows.flatMap((row) => ('item' in row ? [[row.item.job.nativeId, row.item.job]] : [])),
    );
  } catch (error) {
    if (error instanceof SourceError) return new Map();
    throw error;
  }
}

function findByIds(
  engine: StreamEngine,
  jobs: PagedJobs,
  keys: readonly JobKey[],
  specOf: SpecOf,
  scope: SourceScope,
): Promise<readonly Found[]> {
  const query = jobs.byIds?.query(keys.map((key) => key.nativeId));
  return askFor(engine, engine.lists.listing(jobs, specOf(first(keys))), keys, scope, query);
}

async function findByPath(
  engine: StreamEngine,
  specs: JobSpecs,
  key: JobKey,
  scope: SourceScope,
): Promise<Found> {
  const { jobs } = engine.definition;
  if (jobs.kind !== 'paged' || jobs.byId === undefined) return null;
  const listing = engine.lists.asJobs({ ...jobs.byId(key.nativeId, specs.of(key)), pager: unpaged });
  const [found = null] = await askFor(engine, listing, [key], scope);
  return found;
}

/** One answer that holds the jobs of these keys. */
async function askFor(
  { transport }: StreamEngine,
  listing: Listing<KeyedJob>,
  keys: readonly JobKey[],
  scope: SourceScope,
  query: Query = [],
): Promise<readonly Found[]> {
  const reading = { transport, listing, scope, isSettled };
  const page = await readPage(reading, { from: 0, limit: keys.length, after: null }, query);
  scope.ledger.rowsFetched += page.rows.length;
  const jobs = page.rows.flatMap((row) => ('item' in row ? [row.item.job] : []));
  const lost = page.rows.find((row) => 'fault' in row);
  const missing = lost && 'fault' in lost ? unreadableJob(lost.fault) : null;
  // Whose row it is that cannot be read, only the others' being asked for without it tells.
  if (missing !== null && keys.length > 1) throw missing;
  return keys.map((key) => jobs.find((job) => job.nativeId === key.nativeId) ?? missing);
}

/** What a job hangs under its stream may tell, once it is discovered. */
async function fetchKnown(
  engine: StreamEngine,
  specs: JobSpecs,
  key: JobKey,
  scope: SourceScope,
): Promise<Found> {
  const { jobs } = engine.definition;
  const asksFirst = jobs.kind === 'fetched' && jobs.originsByDiscovery?.() === true;
  if (asksFirst && !specs.isKnown(key)) await specs.discover();
  return fetchOne(engine, specs.of(key), key, scope);
}

async function fetchOne(
  engine: StreamEngine,
  spec: StreamSpec,
  key: JobKey,
  scope: SourceScope,
): Promise<Found> {
  const { jobs } = engine.definition;
  if (jobs.kind !== 'fetched') return null;
  const reader = createVendorReader(engine.transport, scope, (note) => {
    if (note.losesRows) throw note.error;
  });
  const rows = await jobs.fetch(spec, reader);
  scope.ledger.rowsFetched += rows.length;
  const found = rows.find(({ row }) => row.fields.nativeId === key.nativeId);
  return found === undefined ? null : engine.lists.fetched(found, ignore).job;
}

/** A job that the vendor does not know is null, not a failure. */
const unlessGone = (found: Found): Found =>
  found instanceof SourceError && found.code === 'NOT_FOUND' ? null : found;

/** A job by itself has no report. */
const ignore = (): void => undefined;

const unreadableJob = (fault: string): SourceError =>
  new SourceError({ code: 'UPSTREAM_BAD_RESPONSE', message: `The job cannot be read: ${fault}.` });

function first<T>(items: readonly T[]): T {
  const item = items[0];
  if (item === undefined) throw new RangeError('An empty batch.');
  return item;
}
