import type { JobKey } from '../../model/global-id.ts';
import type { Job } from '../../model/job.ts';
import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Listing, PagedJobs, StreamSpec } from '../contract/backend-definition.ts';
import { unpaged } from '../contract/pager.ts';
import type { Query } from '../contract/transport.ts';
import { readPage } from '../paging/read-page.ts';
import { isSettled, type KeyedJob } from '../paging/row-order.ts';
import type { StreamEngine } from '../stream/list-memory.ts';
import { type Answers, askForAll, type Found, findEach, first } from './find-batch.ts';
import { chunks } from './find-origins.ts';

type SpecOf = (key: JobKey) => StreamSpec;

/** So many jobs of one list are worth a page of it, where the vendor finds only one by its id at a time. */
const WORTH_A_PAGE = 4;

/** Jobs of one list, by their ids; where these cost a request each, those that its newest page has are taken from there. */
export async function findListed(
  engine: StreamEngine,
  jobs: PagedJobs,
  keys: readonly JobKey[],
  specOf: SpecOf,
  scope: SourceScope,
): Promise<Answers> {
  const most = jobs.byIds?.max ?? 1;
  const isWorthIt = most === 1 && keys.length >= WORTH_A_PAGE;
  const newest = isWorthIt
    ? await newestOf(engine, jobs, specOf(first(keys)), scope)
    : new Map<string, Job>();
  const rest = keys.filter(({ nativeId }) => !newest.has(nativeId));
  const found = await findRest(engine, jobs, rest, specOf, scope);
  return new Map(keys.map((key) => [key, found.get(key) ?? newest.get(key.nativeId) ?? null]));
}

async function findRest(
  engine: StreamEngine,
  jobs: PagedJobs,
  keys: readonly JobKey[],
  specOf: SpecOf,
  scope: SourceScope,
): Promise<Answers> {
  if (jobs.byIds === undefined) {
    const ask = (key: JobKey): Promise<Found> => findByPath(engine, jobs, specOf(key), key, scope);
    const found = await findEach(keys, ask, scope);
    return new Map(keys.map((key, i) => [key, found[i] ?? null]));
  }
  const ask = (some: readonly JobKey[]): Promise<readonly Found[]> =>
    findByIds(engine, jobs, some, specOf, scope);
  const parts = chunks(keys, jobs.byIds.max).map((part) => askForAll(part, ask, scope));
  return new Map((await Promise.all(parts)).flatMap((part) => [...part]));
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

/** An answer may have been cut: what is missing from one that has rows is asked for again, until that brings none. */
async function findByIds(
  engine: StreamEngine,
  jobs: PagedJobs,
  keys: readonly JobKey[],
  specOf: SpecOf,
  scope: SourceScope,
): Promise<readonly Found[]> {
  const query = jobs.byIds?.query(keys.map((key) => key.nativeId));
  const found = await askFor(engine, engine.lists.listing(jobs, specOf(first(keys))), keys, scope, query);
  const missing = keys.filter((_, i) => found[i] === null);
  if (missing.length === 0 || missing.length === keys.length) return found;
  const rest = new Map(
    (await findByIds(engine, jobs, missing, specOf, scope)).map((one, i) => [missing[i], one]),
  );
  return keys.map((key, i) => found[i] ?? rest.get(key) ?? null);
}

async function findByPath(
  engine: StreamEngine,
  jobs: PagedJobs,
  spec: StreamSpec,
  key: JobKey,
  scope: SourceScope,
): Promise<Found> {
  if (jobs.byId === undefined) return null;
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

const unreadableJob = (fault: string): SourceError =>
  new SourceError({ code: 'UPSTREAM_BAD_RESPONSE', message: `The job cannot be read: ${fault}.` });
