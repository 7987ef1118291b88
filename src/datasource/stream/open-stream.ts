import type { Instant } from '../../model/job.ts';
import type { JobFilter } from '../../model/job-filter.ts';
import { type Direction, keyComparator } from '../../model/sort-key.ts';
import { SourceError } from '../../model/source-error.ts';
import type { BackendDefinition, StreamSpec, TimeSpan } from '../contract/backend-definition.ts';
import type { Note } from '../contract/note.ts';
import { END, largestInversion, type PlacedRow, type Rank, START } from '../paging/row-order.ts';
import { NOTHING_KNOWN } from '../paging/seek.ts';
import { countStream } from './count-stream.ts';
import { createReading, isLean, type Reading } from './create-reading.ts';
import { type Hint, NO_HINT } from './hint.ts';
import type { JobStream } from './job-stream.ts';
import type { StreamEngine } from './list-memory.ts';
import { ListStream } from './list-stream.ts';
import type { StreamRequest } from './open-request.ts';
import { OrderedFeed } from './ordered-feed.ts';
import { UNLIMITED } from './residual-filter.ts';
import type { Bound, RowFeed } from './row-feed.ts';
import { WholeFeed } from './whole-feed.ts';

/** Opens one list of a source for one request; nothing is asked before the first `advance`, which tells of what is wrong. */
export function openStream(
  engine: StreamEngine,
  spec: StreamSpec,
  request: StreamRequest,
  onVanished: () => void,
): JobStream {
  try {
    return open(engine, spec, request, onVanished);
  } catch (error) {
    const { sourceId } = engine.owner;
    const id = streamId(sourceId, spec.key);
    return brokenStream(sourceId, id, request.hintOf(id), request.scope.defects.asSourceError(error));
  }
}

function open(
  engine: StreamEngine,
  spec: StreamSpec,
  request: StreamRequest,
  onVanished: () => void,
): JobStream {
  const id = streamId(engine.owner.sourceId, spec.key);
  const [start, stop, hint] = [request.startOf(id), request.stopOf(id), request.hintOf(id)];
  const notes: Note[] = [];
  const reading = createReading(engine, spec, request, notes);
  const ranks = rankBounds(request, reading.rank, start, stop, hint);
  return new ListStream({
    sourceId: engine.owner.sourceId,
    id,
    direction: request.direction,
    start,
    stop,
    hint,
    open: () => openFeed({ engine, spec, request, reading, start, hint, notes, ranks }),
    rankOf: (key) => reading.rank(key.time),
    firstRank: ranks.first,
    lastRank: ranks.last,
    outset: outsetOf(reading.times, reading.rank, ranks),
    matches: request.matches,
    budget: reading.windows === null ? UNLIMITED : request.budget,
    need: request.need,
    keepsWholeHint: reading.windows !== null,
    placeOf: reading.placeOf,
    notes,
    onDisorder: (disorder) => engine.orders.learn(spec.key, disorder),
    onFailed: (error) => {
      engine.readability.hasFailed(error);
      if (error instanceof SourceError && error.code === 'NOT_FOUND') onVanished();
    },
    onRead: () => engine.readability.hasRead(),
    count: (seen) => countStream(engine, spec, request, seen, reading),
  });
}

/** Unique over all sources, since a source's id has no slash. */
export const streamId = (sourceId: string, key: string): string => `${sourceId}/${key}`;

interface Opening {
  readonly engine: StreamEngine;
  readonly spec: StreamSpec;
  readonly request: StreamRequest;
  readonly reading: Reading;
  readonly start: Bound | null;
  readonly hint: Hint;
  readonly notes: Note[];
  readonly ranks: RankBounds;
}

function openFeed(opening: Opening): RowFeed {
  const { engine, reading, hint, notes, ranks } = opening;
  const { windows } = reading;
  const slack = slackFor(opening);
  if (windows === null || hint.whole !== null || slack === Number.POSITIVE_INFINITY) {
    if (windows !== null) noteOnce(notes, notesFor(engine.definition).whole);
    return openWhole(opening);
  }
  if (slack > 0) noteOnce(notes, notesFor(engine.definition).further);
  const search = searchKey(opening, ranks.first);
  return new OrderedFeed({
    windows,
    from: ranks.first,
    slack,
    hint: hint.index,
    known: engine.searches.of(search) ?? hint.search ?? NOTHING_KNOWN,
    remember: (bounds) => engine.searches.remember(search, bounds),
    isShort: () => isShort(engine, windows.list.total),
  });
}

/** Whether a list can be read whole, as far as its vendor's count can be relied upon. */
const isShort = ({ trust, wholeRows }: StreamEngine, total: number | null): boolean =>
  trust.countsLists && total !== null && total <= wholeRows;

/**
 * A walk that begins reads as far as is known to be needed. One that has begun keeps to what it took for granted: if the list
 * has proved worse since, some of its rows were passed over, and only a whole reading finds them.
 */
function slackFor({ engine, spec, start, hint }: Opening): number {
  const known = engine.orders.slackOf(spec.key);
  if (start === null) return known;
  return known > hint.slack ? Number.POSITIVE_INFINITY : hint.slack;
}

function openWhole({ engine, spec, request, reading, start, hint }: Opening): WholeFeed {
  const isListed = reading.windows !== null;
  let isFresh = false;
  const read = async (): Promise<readonly PlacedRow[]> => {
    isFresh = true;
    const rows = await reading.whole();
    if (!isListed || rows.length === 0) return rows;
    const ranks = rows.map(({ rank }) => rank);
    const inversion = largestInversion(inWalkOrder(rows, reading.placeOf));
    engine.orders.hasRead(spec.key, ranks, inversion, reading.windows?.list.maxPageSize ?? 0);
    return rows;
  };
  const { jobs } = engine.definition;
  const key = JSON.stringify([
    engine.transport.partition(request.scope),
    spec.key,
    request.plan.query,
    request.direction,
    jobs.kind === 'paged' && isLean(jobs, request),
  ]);
  return new WholeFeed({
    readWhole: async () => {
      const rows = await (isListed ? engine.wholeReadings.read(key, start !== null, read) : read());
      return { rows, isFresh };
    },
    start,
    // What is always read whole has been given out in order.
    hint: isListed ? hint : NO_HINT,
    placeOf: reading.placeOf,
    compare: keyComparator(request.direction),
  });
}

const inWalkOrder = (rows: readonly PlacedRow[], placeOf: (index: number) => number): PlacedRow[] =>
  rows.toSorted((a, b) => placeOf(a.index) - placeOf(b.index));

const searchKey = ({ engine, spec, request }: Opening, from: Rank): string =>
  JSON.stringify([
    engine.transport.partition(request.scope),
    spec.key,
    request.plan.query,
    request.direction,
    String(from),
  ]);

interface RankBounds {
  readonly first: Rank;
  readonly last: Rank;
}

/** The part of the order that start, stop, the filter's times and what a cursor knows leave. */
function rankBounds(
  { filter, direction }: { readonly filter: JobFilter; readonly direction: Direction },
  rank: (time: Instant | null) => Rank,
  start: Bound | null,
  stop: Bound | null,
  { watermark }: Hint,
): RankBounds {
  const { createdAfter, createdBefore } = filter;
  const [near, far] = direction === 'down' ? [createdBefore, createdAfter] : [createdAfter, createdBefore];
  return {
    first: Math.max(
      start ? rank(start.key.time) : START,
      near === undefined ? START : rank(near),
      typeof watermark === 'object' ? rank(watermark.time) : START,
    ),
    last: Math.min(stop ? rank(stop.key.time) : END, far === undefined ? END : rank(far)),
  };
}

/**
 * Up to which rank nothing that is wanted stands in a list, as is known without reading it. `START`: nothing is known; `END`:
 * nothing in it is wanted.
 *
 * @param times between which instants the jobs of the list were created; `null`: nobody knows
 */
export function outsetOf(
  times: readonly TimeSpan[] | null,
  rank: (time: Instant) => Rank,
  { first, last }: RankBounds,
): Rank {
  if (times === null) return START;
  const ranges = times.map(({ from, to }) => [rank(from), rank(to)].sort((a, b) => a - b));
  const wanted = ranges.filter(([near = START, far = END]) => far >= first && near <= last);
  return Math.min(END, ...wanted.map(([near = START]) => Math.max(near, first)));
}

function noteOnce(notes: Note[], note: Note): void {
  if (!notes.includes(note)) notes.push(note);
}

const odd = (message: string): Note => ({
  error: new SourceError({ code: 'UPSTREAM_BAD_RESPONSE', message, retryable: false }),
  losesRows: false,
});

const notesOn = (order: string) => ({
  whole: odd(`The vendor’s list is not ${order}; it was read whole and sorted here.`),
  further: odd(`The vendor’s list is not quite ${order}; it was read further and sorted here.`),
});

/** What is said of a list out of order: an order that was asked for is promised, a vendor's only one may be a guess. */
const NOTES = {
  asked: notesOn('in the order that was asked for'),
  only: notesOn('newest first, as it was taken to be'),
};

const notesFor = ({ jobs }: BackendDefinition): (typeof NOTES)[keyof typeof NOTES] =>
  NOTES[jobs.kind === 'paged' && jobs.order !== 'newest-first' ? 'asked' : 'only'];

/** A list that could not even be opened. */
export function brokenStream(sourceId: string, id: string, hint: Hint, error: SourceError): JobStream {
  return {
    sourceId,
    id,
    headAfter: () => null,
    advance: () => Promise.reject(error),
    readAhead: async () => undefined,
    mayScanOn: () => true,
    hintAfter: () => hint,
    count: () => Promise.reject(error),
    notes: [],
  };
}
