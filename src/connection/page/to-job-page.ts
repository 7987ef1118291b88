import type { Watermark } from '../../datasource/stream/hint.ts';
import type { StreamCount } from '../../datasource/stream/job-stream.ts';
import type { WalkState } from '../cursor/walk-state.ts';
import type { Ending, Merge, MergedRow } from '../merge/merge.ts';
import { walkStateAfter } from '../merge/walk-state-after.ts';
import { countJobs } from './count-jobs.ts';
import type { CursorMaker, JobEdge, JobPage } from './job-page.ts';
import type { PagePlan } from './open-fetch.ts';
import { owesRows, reportOf, type SourceFetch } from './source-fetch.ts';

export interface PageOutcome {
  readonly plan: PagePlan;
  readonly fetches: readonly SourceFetch[];
  readonly merge: Merge;
  readonly ending: Ending;
  readonly hasMore: boolean;
  readonly failures: JobPage['failures'];
}

/** What was merged, as a page of the connection: cursors, pageInfo, reports (Relay cursor connections, §4 and §5). */
export function toJobPage(outcome: PageOutcome): JobPage {
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
  return cursorMaker(plan, counted, () => {
    const state = walkStateAfter(merge, count, isPastRows ? 'passed' : 'at');
    return hasMore ? state : asWatched(state);
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
