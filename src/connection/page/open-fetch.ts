import { NO_HINT } from '../../datasource/feed/hint.ts';
import type { Bound } from '../../datasource/feed/row-feed.ts';
import type { FilterPlan } from '../../datasource/filter/plan-filter.ts';
import type { JobSource } from '../../datasource/source/job-source.ts';
import type { JobStream, Need } from '../../datasource/stream/job-stream.ts';
import type { OpenRequest } from '../../datasource/stream/open-request.ts';
import { createScanBudget, type ScanBudget } from '../../datasource/stream/residual-filter.ts';
import type { JobFilter } from '../../model/job-filter.ts';
import { type Direction, directionOf, reverse } from '../../model/sort-key.ts';
import { SourceError } from '../../model/source-error.ts';
import {
  boundAfter,
  boundBefore,
  LIST_END,
  LIST_START,
  leavingRow,
  type Position,
  placeInOrder,
  streamMark,
  unwalked,
  type WalkState,
} from '../cursor/walk-state.ts';
import { type Lane, openLane } from '../merge/lane.ts';
import type { JobPageRequest } from './job-page-request.ts';
import type { SourceFetch } from './source-fetch.ts';

/** What all fetches of one page share. */
export interface PagePlan {
  readonly request: JobPageRequest;
  readonly walk: Walk;
  readonly budget: ScanBudget;
  readonly need: PageNeed;
}

/** What one page still needs of all its streams together. */
export interface PageNeed {
  /** Streams that the page is merged from. */
  streams: number;
  missing: number;
  /** Rows that the walk had given out before. */
  readonly given: number;
}

/** One source's part in a page, from this moment on. */
export function startFetch(source: JobSource, { filter, scope }: JobPageRequest): SourceFetch {
  const { plan, failure } = planFor(source, filter);
  return {
    source,
    plan,
    scope: scope.of(source),
    lanes: [],
    notes: [],
    isComplete: true,
    failure,
    countFailure: null,
    scanLimit: null,
    rowsReturned: 0,
    isCatchingUp: false,
  };
}

/** A filter that a source cannot even plan for is that source's failure, and not the list's. */
function planFor(source: JobSource, filter: JobFilter): Pick<SourceFetch, 'plan' | 'failure'> {
  try {
    return { plan: source.planFilter(filter), failure: null };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { plan: UNPLANNED, failure: error };
  }
}

const UNPLANNED: FilterPlan = {
  isExcluded: false,
  query: [],
  pushedDown: [],
  residual: [],
  includes: () => true,
};

/** Lists the source's streams and begins to read them; a source that cannot be listed is left with its failure. */
export async function openFetch(fetch: SourceFetch, plan: PagePlan): Promise<void> {
  if (fetch.plan === UNPLANNED) return;
  const { request, walk, budget, need } = plan;
  try {
    const { streams, notes, isComplete } = await fetch.source.openJobs({
      filter: request.filter,
      plan: fetch.plan,
      direction: walk.direction,
      ...placesOf(plan),
      need: () => needNow(need),
      counts: request.counts,
      ...(request.wants && { wants: request.wants }),
      budget: createScanBudget(request.limits.perSource, budget),
      scope: fetch.scope,
    });
    fetch.scope.budget.reads(fetch.source.id, streams.length);
    need.streams += streams.length - 1;
    fetch.lanes = openLanes(streams, walk);
    fetch.notes = notes;
    fetch.isComplete = isComplete;
    fetch.failure = null;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    fetch.failure = error;
  }
}

/** Those that are behind are read first: of thousands of lists each gets its turn, if not all on one page. */
function openLanes(streams: readonly JobStream[], walk: Walk): Lane[] {
  const placed = streams.map((stream) => ({ stream, start: ownStart(walk, stream.id) }));
  const [behind, others] = [
    placed.filter(({ start }) => start !== null),
    placed.filter(({ start }) => start === null),
  ];
  return [...behind, ...others].map(({ stream, start }) => openLane(stream, start));
}

/** `null`: the stream stands with the others. A stream that the walk has never met has given nothing yet. */
function ownStart({ from, hasBegun, outset }: Walk, streamId: string): Position | null {
  const mark = streamMark(streamId);
  return from.behind.get(mark) ?? (hasBegun && !from.roster.has(mark) ? outset : null);
}

/** Where each stream of a source begins and ends for this page, as the cursors say. */
function placesOf({ request, walk }: PagePlan): Pick<OpenRequest, 'startOf' | 'stopOf' | 'hintOf'> {
  const { order, isForward } = request;
  const [beginning, end] = isForward ? [boundAfter, boundBefore] : [boundBefore, boundAfter];
  const stop = walk.until && end(placeInOrder(walk.until), order);
  return {
    startOf: (id): Bound | null => beginning(ownStart(walk, id) ?? walk.from.common, order),
    stopOf: (): Bound | null => stop,
    hintOf: (id) => walk.from.hints.get(streamMark(id)) ?? NO_HINT,
  };
}

const SMALLEST_READ = 10;

/** About twice a stream's fair share of what the page still misses, so that most streams are asked once. */
export function needNow({ streams, missing, given }: PageNeed): Need {
  const share = Math.max(SMALLEST_READ, Math.ceil((2 * missing) / Math.max(1, streams)));
  return { share: Math.min(missing, share), most: missing, given };
}

/** How a page is walked, and from where. */
export interface Walk {
  readonly direction: Direction;
  /** The end of the list from which the walk came. */
  readonly outset: Position;
  /** The side on which a row that was passed lies open to the rest of the walk. */
  readonly passedSide: 'before' | 'after';
  readonly from: WalkState;
  /** Where the walk stops; `null`: at the end of the list. */
  readonly until: WalkState | null;
  /** Whether the walk has met its streams: one that it has not met begins at the outset. */
  readonly hasBegun: boolean;
}

/** Backward pages walk against the order that was asked for. */
export function walkOf({ order, isForward, after, before }: JobPageRequest): Walk {
  const direction = isForward ? directionOf(order) : reverse(directionOf(order));
  const [outset, passedSide] = isForward ? ([LIST_START, 'after'] as const) : ([LIST_END, 'before'] as const);
  const [cursor, until] = isForward ? [after, before] : [before, after];
  return {
    direction,
    outset,
    passedSide,
    from: cursor === null ? unwalked(outset, direction) : along(cursor, direction, passedSide),
    until,
    hasBegun: cursor !== null && cursor.direction === direction,
  };
}

/**
 * Of a walk that came from the other side only its place counts, and what may be found where. Its row is passed either way: a
 * stream that fails at once is left behind there, and none but a cursor's own row is stood at.
 */
function along(cursor: WalkState, direction: Direction, passedSide: Walk['passedSide']): WalkState {
  if (cursor.direction === direction) return leavingRow(cursor, passedSide);
  const hints = [...cursor.hints].map(
    ([mark, { index, slack, whole }]) =>
      [mark, { ...NO_HINT, index, slack, whole: whole && { passed: null } }] as const,
  );
  const { atLeast } = cursor;
  const turned = { ...unwalked(placeInOrder(cursor), direction), hints: new Map(hints), atLeast };
  return leavingRow(turned, passedSide);
}
