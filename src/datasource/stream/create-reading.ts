import type { Instant, Job } from '../../model/job.ts';
import type { Direction } from '../../model/sort-key.ts';
import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { PagedJobs, StreamSpec, TimeSpan } from '../contract/backend-definition.ts';
import type { Note } from '../contract/note.ts';
import type { Transport } from '../contract/transport.ts';
import { type FilterPlan, windowQuery } from '../filter/plan-filter.ts';
import { monotonicReads } from '../paging/monotonic-reads.ts';
import { PagedList } from '../paging/paged-list.ts';
import type { Page } from '../paging/read-page.ts';
import { readWhole } from '../paging/read-whole.ts';
import { exactTie, type KeyedJob, type PlacedRow, placedAt, type Rank, rankOf } from '../paging/row-order.ts';
import { unreadable } from '../paging/vendor-reader.ts';
import { againstWindows, alongWindows, type WalkWindows } from '../paging/walk-window.ts';
import type { StreamEngine } from './list-memory.ts';

export interface ReadingRequest {
  readonly plan: Pick<FilterPlan, 'query' | 'window'>;
  readonly direction: Direction;
  /** Whether the list will be counted. */
  readonly counts?: boolean;
  /** As of `OpenRequest`. */
  readonly wants?: (field: string) => boolean;
  readonly scope: SourceScope;
}

/** How one stream is read: by windows where the vendor pages, and whole. */
export interface Reading {
  readonly rank: (time: Instant | null) => Rank;
  /** `null`: the vendor does not page. */
  readonly windows: WalkWindows | null;
  /** Every row, in the vendor's order, and the place of each as the walk goes. */
  readonly whole: () => Promise<readonly PlacedRow[]>;
  readonly placeOf: (index: number) => number;
  /** Between which instants the jobs of the list were created, as far as that is known without asking; `null`: it is not. */
  readonly times: readonly TimeSpan[] | null;
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
  const asItStands = { rank, transport, placeOf: (index: number) => index };
  if (jobs.kind === 'fetched') {
    const whole = async (): Promise<PlacedRow[]> => {
      const rows = await engine.fetched.read(jobs, spec, request.scope, (note) => notes.push(note));
      const placed = rows.map((row, index) => {
        const found = engine.lists.fetched(row, (what) => oddities.tell(what, row.row.fields.nativeId));
        return placedAt(index, found, rank(found.job.createdAt));
      });
      if (times === promised && promised.some((bounds) => placed.some(({ job }) => !isWithin(job, bounds))))
        notes.push(OUTSIDE);
      return placed;
    };
    const promised = spec.createdWithin === undefined ? [] : [spec.createdWithin];
    const known = engine.fetched.timesOf(spec, request.scope);
    const times = known?.map(exactTie) ?? (promised.length === 0 ? null : promised);
    return { ...asItStands, windows: null, whole, times };
  }
  const opener = { engine, jobs, spec, request, transport, rank, notes };
  const runsAlong = jobs.order !== 'newest-first' || request.direction === 'down';
  const list = openList(opener, 'in-order');
  const windows = runsAlong ? alongWindows(list) : againstWindows(list);
  const note = (one: Note): void => {
    notes.push(one);
  };
  return {
    ...asItStands,
    times: null,
    placeOf: windows.placeOf,
    windows,
    whole: () => readWhole(openList(opener, 'whole'), engine.wholeRows, note),
  };
}

const isWithin = ({ createdAt }: Job, { from, to }: TimeSpan): boolean =>
  createdAt !== null && createdAt >= from && createdAt <= to;

/** The page may have passed the place of such a job; once it is read, its time is known. */
const OUTSIDE: Note = {
  error: new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message:
      'A job was created at another time than the vendor’s list says that leads to it; it may be missing from this page, or out of its place.',
    retryable: false,
  }),
  losesRows: true,
};

interface Opener {
  readonly engine: StreamEngine;
  readonly jobs: PagedJobs;
  readonly spec: StreamSpec;
  readonly request: ReadingRequest;
  readonly transport: Transport;
  readonly rank: Reading['rank'];
  readonly notes: Note[];
}

/** `whole`: from the list's first row to its last, wherever the walk goes. */
function openList(opener: Opener, part: 'in-order' | 'whole'): PagedList {
  const { engine, jobs, spec, request, transport, rank, notes } = opener;
  const { direction, scope, plan } = request;
  const { order, countQuery } = jobs;
  // What is read to its end is worth a count: then the end is known, or pages can be read at once.
  const countsPages = request.counts === true || part !== 'in-order';
  const unread = new Set<string>();
  return new PagedList({
    transport,
    listing: engine.lists.listing(jobs, spec),
    query: [
      ...plan.query,
      ...(order === 'newest-first' ? [] : order(direction)),
      ...(countsPages ? (countQuery ?? []) : []),
      ...windowQuery(jobs, plan.window),
    ],
    ...(countQuery === undefined || countsPages ? {} : { countQuery }),
    rankOf: ({ createdAt }) => rank(createdAt),
    onPage: (page, from) => noteUnreadable(page, from, unread, notes),
    trust: engine.trust,
    ...(isLean(jobs, request) ? { lean: { rows: jobs.lean, memory: engine.lean } } : {}),
    scope,
  });
}

/** Whether nobody will look at what rows would lack. */
export const isLean = (
  jobs: PagedJobs,
  { wants }: Pick<ReadingRequest, 'wants'>,
): jobs is PagedJobs & Required<Pick<PagedJobs, 'lean'>> =>
  wants !== undefined && jobs.lean?.lacks.some(wants) === false;

function noteUnreadable(page: Page<KeyedJob>, from: number, known: Set<string>, notes: Note[]): void {
  for (const [i, row] of page.rows.entries()) {
    const mark = `${from + i}`;
    if ('item' in row || known.has(mark)) continue;
    known.add(mark);
    notes.push({ error: unreadable(row.fault), losesRows: true });
  }
}
