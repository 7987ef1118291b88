import type { Instant } from '../model/job.ts';
import type { JobFilter } from '../model/job-filter.ts';
import type { Direction } from '../model/sort-key.ts';
import { SourceError } from '../model/source-error.ts';
import type {
  BackendDefinition,
  FetchedJobs,
  FetchedRow,
  JobRow,
  PagedJobs,
  StreamSpec,
  VendorReader,
} from './contract.ts';
import { isSettled } from './is-settled.ts';
import type { OpenRequest } from './job-source.ts';
import { type Bound, createJobStream, type JobStream, type StreamCount } from './job-stream.ts';
import { createWindowReader, openWindow, type WindowReader } from './list-window.ts';
import { matches } from './matches.ts';
import { monotonicReads } from './monotonic-reads.ts';
import type { Note } from './note.ts';
import { OrderedReader } from './ordered-reader.ts';
import { type PlacedRow, placedAt, type RankedJob } from './placed-row.ts';
import { END, exactTie, type Rank, rankOf, START } from './ranks.ts';
import { type Page, readPage } from './read-page.ts';
import { readWhole } from './read-whole.ts';
import type { SettledRows } from './settled-rows.ts';
import { type Owner, sortKeyOf, toJob } from './to-job.ts';
import type { Query, ReadContext, Transport } from './transport.ts';
import { createVendorReader, unreadable } from './vendor-reader.ts';

/** What all streams of one source have in common. */
export interface StreamEngine {
  readonly owner: Owner;
  readonly definition: BackendDefinition;
  readonly transport: Transport;
  readonly wholeRows: number;
  readonly settled: SettledRows;
  /** Told of each status word that is in no table. */
  readonly onUnknownStatus: (word: string) => void;
  /** Keys of streams that were seen out of order: they are read whole from then on. */
  readonly disordered: Set<string>;
}

/** Opens one list of a source for one request; nothing is asked before the first `peek`. */
export function openStream(
  engine: StreamEngine,
  spec: StreamSpec,
  request: OpenRequest,
  onVanished: () => void,
): JobStream {
  const id = streamId(engine.owner.sourceId, spec.key);
  const start = request.startOf(id);
  const stop = request.stopOf(id);
  const hint = request.hintOf(id);
  const notes: Note[] = [];
  const reading = createReading(engine, spec, request, notes);
  const ranks = rankBounds(request.filter, request.direction, reading.rank, start, stop);
  const isWhole =
    reading.windows === null ||
    engine.disordered.has(spec.key) ||
    (typeof hint === 'object' && hint !== null);
  const reader =
    isWhole || reading.windows === null
      ? null
      : new OrderedReader({
          windows: reading.windows,
          from: ranks.first,
          hint: typeof hint === 'number' ? hint : null,
        });
  if (engine.disordered.has(spec.key)) notes.push(disorderNote);
  const stream = createJobStream({
    sourceId: engine.owner.sourceId,
    id,
    direction: request.direction,
    start,
    stop,
    reader,
    readWhole: reading.whole,
    rankOf: (key) => reading.rank(key.time),
    lastRank: ranks.last,
    matches: (job) => matches(job, request.filter),
    budget: request.budget,
    need: request.need,
    hint,
    keepsWholeHint: reading.windows !== null,
    placeOf: reading.windows?.placeOf ?? ((index) => index),
    notes,
    onDisorder: () => {
      engine.disordered.add(spec.key);
      notes.push(disorderNote);
    },
    onRead: request.onRead,
    count: (seen) => countStream(engine, spec, request, seen, reading),
  });
  return { ...stream, peek: () => stream.peek().catch(watch(onVanished)) };
}

/** Unique over all sources, since a source's id has no slash. */
export const streamId = (sourceId: string, key: string): string => `${sourceId}/${key}`;

function watch(onVanished: () => void): (error: unknown) => never {
  return (error) => {
    if (error instanceof SourceError && error.code === 'NOT_FOUND') onVanished();
    throw error;
  };
}

export interface ReadingRequest {
  readonly plan: { readonly query: Query };
  readonly direction: Direction;
  readonly context: ReadContext;
}

/** How one stream is read: by windows where the vendor pages, and whole. */
export interface Reading {
  readonly rank: (time: Instant | null) => Rank;
  readonly windows: WindowReader | null;
  readonly whole: () => Promise<readonly PlacedRow[]>;
  /** For whatever else is asked of the same list. */
  readonly transport: Transport;
}

/** How to read one list, for a stream of it or to find one job in it. */
export function createReading(
  engine: StreamEngine,
  spec: StreamSpec,
  request: ReadingRequest,
  notes: Note[],
): Reading {
  const { jobs } = engine.definition;
  const transport = monotonicReads(engine.transport);
  const tieOf = (jobs.kind === 'paged' ? jobs.tieOf : undefined) ?? exactTie;
  const rank = (time: Instant | null): Rank => rankOf(time, request.direction, tieOf);
  const toRanked = (row: JobRow, raw: unknown): RankedJob => {
    const job = toJob(row, raw, engine.owner);
    const { status, nativeStatus } = job;
    const isUnheard = status === 'UNKNOWN' && nativeStatus !== null && nativeStatus.toUpperCase() !== status;
    if (isUnheard) engine.onUnknownStatus(nativeStatus);
    return { job, key: sortKeyOf(job), rank: rank(job.createdAt) };
  };
  if (jobs.kind === 'fetched') {
    const read = createVendorReader(transport, request.context, (note) => notes.push(note));
    const whole = async (): Promise<PlacedRow[]> =>
      (await fetchRows(engine, jobs, spec, request.context, read)).map(({ row, raw }, index) =>
        placedAt(index, toRanked(row, raw)),
      );
    return { rank, windows: null, whole, transport };
  }
  const open = (isOrdered: boolean): WindowReader =>
    openWindows(transport, jobs, spec, request, toRanked, notes, isOrdered);
  return {
    rank,
    windows: open(true),
    whole: () => readWhole(open(false), engine.wholeRows, (note) => notes.push(note)),
    transport,
  };
}

async function fetchRows(
  engine: StreamEngine,
  jobs: FetchedJobs,
  spec: StreamSpec,
  context: ReadContext,
  read: VendorReader,
): Promise<readonly FetchedRow[]> {
  const key = JSON.stringify([engine.transport.partition(context), spec.key]);
  const kept = engine.settled.get(key);
  if (kept !== null) {
    context.ledger.cacheHits += 1;
    return kept;
  }
  const rows = await jobs.fetch(spec, read);
  const isSettled = rows.length > 0 && rows.every(({ row }) => jobs.settled.includes(row.fields.status));
  if (isSettled) engine.settled.keep(key, rows);
  return rows;
}

/** `isOrdered: false`: the list from its first row to its last, wherever the walk goes. */
function openWindows(
  transport: Transport,
  jobs: PagedJobs,
  spec: StreamSpec,
  request: ReadingRequest,
  toRanked: (row: JobRow, raw: unknown) => RankedJob,
  notes: Note[],
  isOrdered: boolean,
): WindowReader {
  const { direction, context, plan } = request;
  const { order, within } = jobs;
  const unread = new Set<string>();
  return createWindowReader({
    transport,
    listing: jobs.listing(spec),
    query: [...plan.query, ...(order === 'newest-first' ? [] : order(direction))],
    direction,
    runsAlong: !isOrdered || order !== 'newest-first' || direction === 'down',
    ...(isOrdered && within !== undefined
      ? { within: (from: Rank) => within(openWindow(from, direction)) }
      : {}),
    toJob: toRanked,
    onPage: (page, from) => noteUnreadable(page, from, unread, notes),
    context,
  });
}

function noteUnreadable(page: Page<JobRow>, from: number, known: Set<string>, notes: Note[]): void {
  for (const [i, row] of page.rows.entries()) {
    const mark = `${from + i}`;
    if ('item' in row || known.has(mark)) continue;
    known.add(mark);
    notes.push({ error: unreadable(row.fault), losesRows: true });
  }
}

/** The part of the order that start, stop and the filter's times leave. */
function rankBounds(
  filter: JobFilter,
  direction: Direction,
  rank: (time: Instant | null) => Rank,
  start: Bound | null,
  stop: Bound | null,
): { first: Rank; last: Rank } {
  const { createdAfter, createdBefore } = filter;
  const [near, far] = direction === 'down' ? [createdBefore, createdAfter] : [createdAfter, createdBefore];
  return {
    first: Math.max(start ? rank(start.key.time) : START, near === undefined ? START : rank(near)),
    last: Math.min(stop ? rank(stop.key.time) : END, far === undefined ? END : rank(far)),
  };
}

/** The vendor's count where the filter leaves nothing to us; else what was seen. */
async function countStream(
  engine: StreamEngine,
  spec: StreamSpec,
  { plan, context }: OpenRequest,
  seen: { readonly rows: number; readonly isAll: boolean },
  { windows, transport }: Reading,
): Promise<StreamCount> {
  if (seen.isAll) return { atLeast: seen.rows, isExact: true };
  const { jobs } = engine.definition;
  if (jobs.kind !== 'paged' || !jobs.counts || plan.residual.length > 0) {
    return { atLeast: seen.rows, isExact: false };
  }
  const count = windows?.total() ?? (await askCount(transport, jobs, spec, plan.query, context));
  const isPlausible = count !== null && count > seen.rows;
  return { atLeast: Math.max(count ?? 0, seen.rows), isExact: isPlausible };
}

async function askCount(
  transport: Transport,
  jobs: PagedJobs,
  spec: StreamSpec,
  query: OpenRequest['plan']['query'],
  context: ReadContext,
): Promise<number | null> {
  const slice = { from: 0, limit: 1, after: null };
  const extra = [...query, ...(jobs.countQuery ?? [])];
  const reading = { transport, listing: jobs.listing(spec), context, isSettled };
  const page = await readPage(reading, slice, extra);
  return page.total;
}

const disorderNote: Note = {
  error: new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message:
      'The vendor’s list is not in the order that its manual promises; it was read whole and sorted here.',
    retryable: false,
  }),
  losesRows: false,
};
