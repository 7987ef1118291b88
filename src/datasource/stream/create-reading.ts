import type { Instant, Job } from '../../model/job.ts';
import type { Direction } from '../../model/sort-key.ts';
import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { FetchedJobs, PagedJobs, StreamSpec, TimeSpan } from '../contract/backend-definition.ts';
import type { Note } from '../contract/note.ts';
import type { Transport } from '../contract/transport.ts';
import { type FilterPlan, windowQuery } from '../filter/plan-filter.ts';
import { MonotonicReads } from '../paging/monotonic-reads.ts';
import { PagedList } from '../paging/paged-list.ts';
import { readWhole } from '../paging/read-whole.ts';
import { exactTie, type PlacedRow, placedAt, type Rank, rankOf } from '../paging/row-order.ts';
import { againstWindows, type WalkWindows } from '../paging/walk-window.ts';
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
  rank(time: Instant | null): Rank;
  /** `null`: the vendor does not page. */
  readonly windows: WalkWindows | null;
  /** Every row, in the vendor's order, and the place of each as the walk goes. */
  whole(): Promise<readonly PlacedRow[]>;
  /** The most rows that came at once while it was read whole. */
  readonly pageRows: number;
  placeOf(index: number): number;
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
  return jobs.kind === 'paged'
    ? new PagedReading(engine, jobs, spec, request, notes)
    : new FetchedReading(engine, jobs, spec, request, notes);
}

class PagedReading implements Reading {
  readonly transport: Transport;
  readonly windows: WalkWindows;
  readonly times = null;
  pageRows = 0;
  readonly #engine: StreamEngine;
  readonly #jobs: PagedJobs;
  readonly #spec: StreamSpec;
  readonly #request: ReadingRequest;
  readonly #notes: Note[];

  constructor(
    engine: StreamEngine,
    jobs: PagedJobs,
    spec: StreamSpec,
    request: ReadingRequest,
    notes: Note[],
  ) {
    this.#engine = engine;
    this.#jobs = jobs;
    this.#spec = spec;
    this.#request = request;
    this.#notes = notes;
    this.transport = new MonotonicReads(engine.transport);
    const list = this.#open(request.counts === true);
    const runsAlong = jobs.order !== 'newest-first' || request.direction === 'down';
    this.windows = runsAlong ? list : againstWindows(list);
  }

  rank(time: Instant | null): Rank {
    return rankOf(time, this.#request.direction, this.#jobs.tieOf);
  }

  placeOf(index: number): number {
    return this.windows.placeOf(index);
  }

  async whole(): Promise<readonly PlacedRow[]> {
    const list = this.#open(true);
    const rows = await readWhole(list, this.#engine.wholeRows, (note) => this.#notes.push(note));
    this.pageRows = list.largestPage;
    return rows;
  }

  /** `asksCount`: with each page. What is read to its end is worth one: then the end is known, or pages can be read at once. */
  #open(asksCount: boolean): PagedList {
    const { direction, scope, plan } = this.#request;
    const jobs = this.#jobs;
    const { order, countQuery, tieOf } = jobs;
    return new PagedList({
      transport: this.transport,
      listing: this.#engine.lists.listing(jobs, this.#spec),
      query: [
        ...plan.query,
        ...(order === 'newest-first' ? [] : order(direction)),
        ...(asksCount ? (countQuery ?? []) : []),
        ...windowQuery(jobs, plan.window),
      ],
      countQuery: asksCount ? undefined : countQuery,
      direction,
      tieOf,
      notes: this.#notes,
      trust: this.#engine.trust,
      lean: isLean(jobs, this.#request) ? { rows: jobs.lean, memory: this.#engine.lean } : undefined,
      scope,
    });
  }
}

class FetchedReading implements Reading {
  readonly transport: Transport;
  readonly windows = null;
  readonly pageRows = 0;
  readonly times: readonly TimeSpan[] | null;
  readonly #engine: StreamEngine;
  readonly #jobs: FetchedJobs;
  readonly #spec: StreamSpec;
  readonly #request: ReadingRequest;
  readonly #notes: Note[];
  /** As what led to the list tells; `null`: its times are known by themselves, or nothing tells. */
  readonly #promised: TimeSpan | null;

  constructor(
    engine: StreamEngine,
    jobs: FetchedJobs,
    spec: StreamSpec,
    request: ReadingRequest,
    notes: Note[],
  ) {
    this.#engine = engine;
    this.#jobs = jobs;
    this.#spec = spec;
    this.#request = request;
    this.#notes = notes;
    this.transport = new MonotonicReads(engine.transport);
    const known = engine.fetched.timesOf(spec, request.scope)?.map(exactTie) ?? null;
    this.#promised = known === null ? (spec.createdWithin ?? null) : null;
    this.times = known ?? (this.#promised && [this.#promised]);
  }

  rank(time: Instant | null): Rank {
    return rankOf(time, this.#request.direction);
  }

  placeOf(index: number): number {
    return index;
  }

  async whole(): Promise<readonly PlacedRow[]> {
    const { scope } = this.#request;
    const note = (one: Note): void => {
      this.#notes.push(one);
    };
    const rows = await this.#engine.fetched.read(this.#jobs, this.#spec, scope, note);
    const tell = (what: string, nativeId: string): void => scope.ledger.oddities.tell(what, nativeId);
    const placed = rows.map((row, index) => {
      const found = this.#engine.lists.fetched(row, (what) => tell(what, row.row.fields.nativeId));
      return placedAt(index, found, this.rank(found.job.createdAt));
    });
    const promised = this.#promised;
    if (promised !== null && placed.some(({ job }) => !isWithin(job, promised))) this.#notes.push(OUTSIDE);
    return placed;
  }
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

/** Whether nobody will look at what rows would lack. */
export const isLean = (
  jobs: PagedJobs,
  { wants }: Pick<ReadingRequest, 'wants'>,
): jobs is PagedJobs & Required<Pick<PagedJobs, 'lean'>> =>
  wants !== undefined && jobs.lean?.lacks.some(wants) === false;
