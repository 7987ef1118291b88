import type { Watermark } from '../../datasource/feed/hint.ts';
import type { StreamCount } from '../../datasource/stream/job-stream.ts';
import { createScanBudget } from '../../datasource/stream/residual-filter.ts';
import { keyComparator } from '../../model/sort-key.ts';
import { isOutOfMeans } from '../../model/source-error.ts';
import type { WalkState } from '../cursor/walk-state.ts';
import { headOf, type Lane } from '../merge/lane.ts';
import { type Ending, Merge, type MergedRow } from '../merge/merge.ts';
import { patiently } from '../merge/patiently.ts';
import { isCatchingUp, walkStateAfter } from '../merge/walk-state-after.ts';
import { awaitOwedRows } from './await-owed-rows.ts';
import { countJobs } from './count-jobs.ts';
import type { CursorMaker, JobEdge, JobPage } from './job-page.ts';
import type { JobPageRequest } from './job-page-request.ts';
import { openAnew } from './open-anew.ts';
import { openFetch, type PagePlan, startFetch, walkOf } from './open-fetch.ts';
import {
  failureOf,
  hasFailed,
  hasVanished,
  isAsked,
  isUnderWay,
  owesRows,
  reportOf,
  type SourceFetch,
  scanLimitReached,
} from './source-fetch.ts';

/** Every source that was asked has failed; there is no list. */
export class AllSourcesFailed extends Error {
  override readonly name = 'AllSourcesFailed';
  readonly failures: JobPage['failures'];

  constructor(failures: JobPage['failures']) {
    super('No source could answer.');
    this.failures = failures;
  }
}

/** Reads one page of the merged list. Throws `AllSourcesFailed`; a source that fails alone is in the page's reports. */
export async function readJobPage(request: JobPageRequest): Promise<JobPage> {
  const fetches = request.sources.map((source) => startFetch(source, request));
  const asked = fetches.filter(isAsked);
  const walk = walkOf(request);
  const plan: PagePlan = {
    request,
    walk,
    budget: createScanBudget(request.limits.perRequest),
    need: { streams: asked.length, missing: request.size + 1, given: walk.from.given },
  };
  await patiently(Promise.all(asked.map((fetch) => openFetch(fetch, plan))), patienceWith(asked), {
    lanes: () => asked.flatMap(({ lanes }) => lanes),
    missing: () => plan.need.missing,
    compare: keyComparator(walk.direction),
  });
  const merge = createMerge(plan, asked);
  const filled = await fillPage(plan, asked, merge);
  const ending = filled === 'exhausted' ? await awaitOwedRows(plan, asked, merge) : filled;
  noteOutcome(asked, merge, ending);
  const failures = asked.flatMap(failureEntry);
  const isForNothing = merge.rows.length === 0 && !hasScannedOn(merge) && !mayGoOn(asked);
  if (asked.length > 0 && isForNothing && asked.every(hasFailed)) throw new AllSourcesFailed(failures);
  const hasMore =
    ending !== 'exhausted' || hasScannedOn(merge) || (merge.rows.length > 0 && asked.some(isUnderWay));
  return toJobPage({ plan, fetches, merge, hasMore, ending, failures });
}

const LONGEST_PATIENCE_MS = 2_000;

/** How long one source is waited for before the others use the time, in milliseconds. */
const patienceWith = (asked: readonly SourceFetch[]): number =>
  Math.min(LONGEST_PATIENCE_MS, ...asked.map(({ source }) => source.deadlineMs / 4));

function createMerge({ request, walk, need }: PagePlan, asked: readonly SourceFetch[]): Merge {
  const merge = new Merge({
    ...walk,
    compare: keyComparator(walk.direction),
    size: request.size,
    patienceMs: patienceWith(asked),
    onMissing: (rows) => {
      need.missing = Math.max(1, rows);
    },
  });
  for (const { lanes } of asked) merge.lanes.push(...lanes);
  return merge;
}

/** What a source was known to consist of may be gone: what it has now is asked for at once, for that is no failure. */
async function fillPage(plan: PagePlan, asked: readonly SourceFetch[], merge: Merge): Promise<Ending> {
  const ending = await merge.fill();
  const vanished = asked.filter(hasVanished);
  if (vanished.length === 0) return ending;
  await Promise.all(vanished.map((fetch) => openAnew(fetch, plan, merge)));
  merge.beginAnew();
  return merge.fill();
}

function noteOutcome(asked: readonly SourceFetch[], merge: Merge, ending: Ending): void {
  for (const fetch of asked) {
    fetch.rowsReturned = fetch.lanes.reduce((sum, { taken }) => sum + taken.length, 0);
    fetch.isCatchingUp = fetch.lanes.some((lane) => isCatchingUp(merge, lane));
    const hasLimit = typeof ending === 'object' && ending.scanLimit.sourceId === fetch.source.id;
    if (hasLimit) fetch.scanLimit = scanLimitReached(fetch);
  }
}

/** Time or requests ran out over rows that did not match: nothing was found, and the next page goes on behind them. */
function hasScannedOn({ lanes, rows }: Merge): boolean {
  return rows.length === 0 && lanes.some((lane) => hasGotOn(lane) && lane.stream.hasScanned());
}

/** Time ran out on the way to the first row, as where very many share its instant: the next page goes on from there. */
const mayGoOn = (asked: readonly SourceFetch[]): boolean =>
  asked.some((fetch) => owesRows(fetch) && fetch.lanes.some(hasGotOn));

/** Time or requests ran out, and the cursor knows how far it came. */
function hasGotOn(lane: Lane): boolean {
  const head = headOf(lane);
  return (
    isOutOfMeans(lane.error) && head?.kind === 'watermark' && head.key.time !== firstTime(lane.firstEdge)
  );
}

const firstTime = (head: Lane['firstEdge']): number | null | undefined =>
  head?.kind === 'watermark' ? head.key.time : undefined;

const failureEntry = (fetch: SourceFetch): JobPage['failures'] => {
  const error = failureOf(fetch);
  return error === null ? [] : [{ sourceId: fetch.source.id, error }];
};

interface PageOutcome {
  readonly plan: PagePlan;
  readonly fetches: readonly SourceFetch[];
  readonly merge: Merge;
  readonly ending: Ending;
  readonly hasMore: boolean;
  readonly failures: JobPage['failures'];
}

/** What was merged, as a page of the connection: cursors, pageInfo, reports (Relay cursor connections, §4 and §5). */
function toJobPage(outcome: PageOutcome): JobPage {
  const { plan, fetches, merge, hasMore, failures } = outcome;
  const { isForward, after, before, counts, reworded = (report) => report } = plan.request;
  const counting = counts ? countJobs(fetches, merge) : null;
  // Who asks for the count hears of a failure; who asks for a cursor gets one all the same.
  const counted = counting?.catch(() => null) ?? null;
  let made: readonly JobEdge[] | null = null;
  const edges = (): readonly JobEdge[] => {
    made ??= edgesOf(outcome, counted);
    return made;
  };
  const end = endCursor(outcome, counted);
  return {
    jobs: inListOrder(plan, merge.rows, ({ job }) => job),
    edges,
    // Of the part between two cursors: what lies beyond it is no next page of the walk.
    hasNextPage: isForward ? hasMore : before !== null,
    hasPreviousPage: isForward ? after !== null : hasMore,
    startCursor: isForward ? () => edges()[0]?.cursor() ?? null : end,
    endCursor: isForward ? end : () => edges().at(-1)?.cursor() ?? null,
    reports: () => fetches.map((fetch) => reworded(reportOf(fetch))),
    failures,
    count: () => counting ?? countJobs(fetches, merge),
  };
}

type Counted = Promise<StreamCount | null> | null;

const NO_CURSOR: CursorMaker = () => null;

/** Rows come in the order of the walk. */
function inListOrder<T>(
  { request }: PagePlan,
  rows: readonly MergedRow[],
  to: (row: MergedRow, index: number) => T,
): readonly T[] {
  const walked = rows.map(to);
  return request.isForward ? walked : walked.reverse();
}

/** A cursor is put together when it is asked for. */
const edgesOf = ({ plan, merge, hasMore }: PageOutcome, counted: Counted): readonly JobEdge[] =>
  inListOrder(plan, merge.rows, ({ job, isLate }, i) => ({
    job,
    isLate,
    cursor: cursorMaker(plan, counted, () => {
      const state = walkStateAfter(merge, i + 1, 'at');
      return hasMore && i === merge.rows.length - 1 ? state : asWatched(state);
    }),
  }));

/** Where the walk goes on: at its last row, or beyond it where rows were read that did not match, or none was found. */
function endCursor({ plan, merge, ending, hasMore, fetches }: PageOutcome, counted: Counted): CursorMaker {
  const count = merge.rows.length;
  const isPastRows = typeof ending === 'object' || (count === 0 && hasMore);
  const goesOn = hasMore || fetches.some(owesRows);
  if (count === 0 && (!goesOn || plan.request.size === 0)) return NO_CURSOR;
  // Lists that have had their turn are not read again before the others have had theirs.
  const isOnItsWay = hasMore || fetches.some(isUnderWay);
  return cursorMaker(plan, counted, () => {
    const state = walkStateAfter(merge, count, isPastRows ? 'passed' : 'at');
    return isOnItsWay ? state : asWatched(state);
  });
}

/**
 * A walk that runs towards the newest rows may be gone on with at any time, when there are newer ones: only while it is under
 * way does its end count as one.
 */
function asWatched(state: WalkState): WalkState {
  if (state.direction === 'down') return state;
  const open = (watermark: Watermark): Watermark => (watermark === 'end' ? 'none' : watermark);
  const hints = [...state.hints].map(
    ([mark, hint]) => [mark, { ...hint, watermark: open(hint.watermark) }] as const,
  );
  return { ...state, hints: new Map(hints) };
}

/** Where the whole list is counted, the cursor tells how many rows there are at least. */
function cursorMaker({ request }: PagePlan, counted: Counted, make: () => WalkState): CursorMaker {
  let text: string | Promise<string> | null = null;
  const encode = (atLeast: number): string => {
    const state = make();
    return request.codec.encode({ ...state, atLeast: Math.max(state.atLeast, atLeast) });
  };
  return () => {
    text ??= counted === null ? encode(0) : counted.then((count) => encode(count?.atLeast ?? 0));
    return text;
  };
}
