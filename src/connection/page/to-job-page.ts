import type { Ending, Merge } from '../merge/merge.ts';
import { walkStateAfter } from '../merge/walk-state-after.ts';
import { countJobs } from './count-jobs.ts';
import type { JobEdge, JobPage } from './job-page.ts';
import type { PagePlan } from './open-fetch.ts';
import { isAsked, owesRows, reportOf, type SourceFetch } from './source-fetch.ts';

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
  const { isForward, after, before } = plan.request;
  const edges = edgesOf(outcome);
  const end = endCursor(outcome);
  const [first, last] = [edges[0]?.cursor ?? NO_CURSOR, edges.at(-1)?.cursor ?? NO_CURSOR];
  return {
    edges,
    hasNextPage: isForward ? hasMore || before !== null : before !== null,
    hasPreviousPage: isForward ? after !== null : hasMore || after !== null,
    startCursor: isForward ? first : end,
    endCursor: isForward ? end : last,
    reports: () => fetches.map(reportOf),
    failures,
    count: () => countJobs(fetches, merge),
  };
}

type CursorMaker = () => string | null;

const NO_CURSOR: CursorMaker = () => null;

/** In the list's order; a cursor is put together when it is asked for. */
function edgesOf({ plan, merge }: PageOutcome): JobEdge[] {
  const { codec, isForward } = plan.request;
  const walked = merge.rows.map(({ job, isLate }, i) => ({
    job,
    isLate,
    cursor: once(() => codec.encode(walkStateAfter(merge, i + 1, 'at'))),
  }));
  return isForward ? walked : walked.reverse();
}

/** Where the walk goes on: at its last row, or beyond it where rows were read that did not match, or none was found. */
function endCursor({ plan, merge, ending, hasMore, fetches }: PageOutcome): CursorMaker {
  const { codec, size } = plan.request;
  const count = merge.rows.length;
  const isPastRows = typeof ending === 'object' || (count === 0 && hasMore);
  const goesOn = hasMore || fetches.filter(isAsked).some(owesRows);
  if (count === 0 && (!goesOn || size === 0)) return NO_CURSOR;
  const side = isPastRows ? 'passed' : 'at';
  return once(() => codec.encode(walkStateAfter(merge, count, side)));
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
