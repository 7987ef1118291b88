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
import { DisorderError } from '../paging/row-order.ts';
import { NOTHING_KNOWN } from '../paging/seek.ts';
import { createVendorReader } from '../paging/vendor-reader.ts';
import { createReading } from '../stream/create-reading.ts';
import { OrderedFeed } from '../stream/ordered-feed.ts';
import type { StreamEngine } from '../stream/stream-engine.ts';
import { askApart, chunks } from './ask-apart.ts';
import { canBeJob } from './can-be-job.ts';

type Found = Job | null | SourceError;
type SpecOf = (key: JobKey) => StreamSpec;

/**
 * Finds jobs again, with as few requests as the vendor allows. One answer per key; a failure is a value. What the
 * configuration does not let the source show is not there.
 */
export async function findJobs(
  engine: StreamEngine,
  keys: readonly JobKey[],
  specOf: SpecOf,
  scope: SourceScope,
): Promise<readonly Found[]> {
  const { definition } = engine;
  const asked = keys.filter((key) => canBeJob(definition, key) && mayBeShown(definition, key));
  const answers = await askAll(engine, asked, specOf, scope);
  const found = new Map(asked.map((key, i) => [key, answers[i] ?? null]));
  return keys.map((key) => shown(definition, found.get(key) ?? null, () => specOf(key)));
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
  specOf: SpecOf,
  scope: SourceScope,
): Promise<readonly Found[]> {
  const { jobs } = engine.definition;
  if (jobs.kind === 'paged' && jobs.byIds !== undefined) {
    const { max } = jobs.byIds;
    const batches = [...Map.groupBy(keys, (key) => key.originId).values()].flatMap((group) =>
      chunks(group, max),
    );
    const answers = await Promise.all(batches.map((batch) => findBatch(engine, jobs, batch, specOf, scope)));
    const found = new Map(answers.flatMap((answer) => [...answer]));
    return keys.map((key) => found.get(key) ?? null);
  }
  const byPath = jobs.kind === 'paged' && jobs.byId !== undefined ? findByPath : findByPlace;
  const find = jobs.kind === 'fetched' ? fetchOne : byPath;
  const findOne = async (key: JobKey): Promise<Found> => {
    try {
      return await find(engine, specOf(key), key, scope);
    } catch (error) {
      return unlessGone(scope.defects.asSourceError(error));
    }
  };
  return Promise.all(keys.map(findOne));
}

async function findBatch(
  engine: StreamEngine,
  jobs: PagedJobs,
  batch: readonly JobKey[],
  specOf: SpecOf,
  scope: SourceScope,
): Promise<ReadonlyMap<JobKey, Found>> {
  const ask = (keys: readonly JobKey[]): Promise<readonly Found[]> =>
    findByIds(engine, jobs, keys, specOf, scope);
  const found = await askApart(batch, ask, scope.defects);
  return new Map(batch.map((key, i) => [key, unlessGone(found[i] ?? null)]));
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
  spec: StreamSpec,
  key: JobKey,
  scope: SourceScope,
): Promise<Found> {
  const { jobs } = engine.definition;
  if (jobs.kind !== 'paged' || jobs.byId === undefined) return null;
  const listing = engine.lists.asJobs({ ...jobs.byId(key.nativeId, spec), pager: unpaged });
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

/** The vendor can find a job by nothing but its place: the list is sought through for the job's instant. */
async function findByPlace(
  engine: StreamEngine,
  spec: StreamSpec,
  key: JobKey,
  scope: SourceScope,
): Promise<Found> {
  const plan = { query: [] };
  const reading = createReading(engine, spec, { plan, direction: 'down', scope }, []);
  const isIt = (job: Job): boolean => job.nativeId === key.nativeId;
  try {
    if (reading.windows === null || engine.orders.slackOf(spec.key) > 0) throw new DisorderError();
    const rank = reading.rank(key.createdAt);
    const feed = new OrderedFeed({
      windows: reading.windows,
      from: rank,
      slack: 0,
      hint: null,
      ...NO_SEARCH,
    });
    for (;;) {
      const { rows, isLast } = await feed.next(10);
      const found = rows.find((row) => isIt(row.job));
      if (found !== undefined) return found.job;
      if (isLast || feed.frontier > rank) return null;
    }
  } catch (error) {
    if (!(error instanceof DisorderError)) throw error;
    return (await reading.whole()).find((row) => isIt(row.job))?.job ?? null;
  }
}

const NO_SEARCH = { known: NOTHING_KNOWN, remember: () => undefined };

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
