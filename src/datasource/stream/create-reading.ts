import type { Instant } from '../../model/job.ts';
import type { Direction } from '../../model/sort-key.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { JobRow, PagedJobs, StreamSpec } from '../contract/backend-definition.ts';
import type { Note } from '../contract/note.ts';
import type { Query, Transport } from '../contract/transport.ts';
import { createWindowReader, openWindow, type WindowReader } from '../paging/list-window.ts';
import { monotonicReads } from '../paging/monotonic-reads.ts';
import { type PlacedRow, placedAt, type RankedJob } from '../paging/placed-row.ts';
import { exactTie, type Rank, rankOf } from '../paging/ranks.ts';
import type { Page } from '../paging/read-page.ts';
import { readWhole } from '../paging/read-whole.ts';
import { unreadable } from '../paging/vendor-reader.ts';
import type { StreamEngine } from './stream-engine.ts';
import { sortKeyOf, toJob } from './to-job.ts';

export interface ReadingRequest {
  readonly plan: { readonly query: Query };
  readonly direction: Direction;
  readonly scope: SourceScope;
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
  const { oddities } = request.scope.ledger;
  const transport = monotonicReads(engine.transport);
  const tieOf = (jobs.kind === 'paged' ? jobs.tieOf : undefined) ?? exactTie;
  const rank = (time: Instant | null): Rank => rankOf(time, request.direction, tieOf);
  const toRanked = (row: JobRow, raw: unknown): RankedJob => {
    const job = toJob(row, raw, engine.owner, (what) => oddities.tell(what, row.fields.nativeId));
    const { status, nativeStatus } = job;
    const isUnheard = status === 'UNKNOWN' && nativeStatus !== null && nativeStatus.toUpperCase() !== status;
    if (isUnheard) engine.onUnknownStatus(nativeStatus);
    return { job, key: sortKeyOf(job), rank: rank(job.createdAt) };
  };
  if (jobs.kind === 'fetched') {
    const whole = async (): Promise<PlacedRow[]> => {
      const rows = await engine.fetched.read(jobs, spec, request.scope, (note) => notes.push(note));
      return rows.map(({ row, raw }, index) => placedAt(index, toRanked(row, raw)));
    };
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
  const { direction, scope, plan } = request;
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
    scope,
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
