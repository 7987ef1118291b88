import type { FilterPlan } from '../../datasource/filter/plan-filter.ts';
import type { JobSource, OpenRequest } from '../../datasource/source/job-source.ts';
import type { Bound } from '../../datasource/stream/bound.ts';
import { createScanBudget, type ScanBudget } from '../../datasource/stream/scan-budget.ts';
import type { JobFilter } from '../../model/job-filter.ts';
import { SourceError } from '../../model/source-error.ts';
import { boundAfter, boundBefore, type Cut, ownPosition } from '../cursor/cut.ts';
import { streamMark } from '../cursor/stream-mark.ts';
import type { JobPageRequest } from './job-page-request.ts';
import { needNow, type PageNeed } from './page-need.ts';
import type { SourceFetch } from './source-fetch.ts';
import { walkDirection } from './walk-direction.ts';

/** One source's part in a page, from this moment on. */
export function startFetch(source: JobSource, { filter, scope }: JobPageRequest): SourceFetch {
  const { plan, failure } = planFor(source, filter);
  return {
    source,
    plan,
    scope: scope.of(source),
    streams: [],
    notes: [],
    failure,
    failedStreams: new Map(),
    barrier: null,
    rowsReturned: 0,
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
export async function openFetch(
  fetch: SourceFetch,
  request: JobPageRequest,
  budget: ScanBudget,
  need: PageNeed,
): Promise<void> {
  if (fetch.failure !== null) return;
  try {
    const found = await fetch.source.openJobs({
      filter: request.filter,
      plan: fetch.plan,
      direction: walkDirection(request),
      ...placesOf(fetch.source.id, request),
      need: () => needNow(need),
      budget: createScanBudget(request.limits.perSource, budget),
      scope: fetch.scope,
    });
    fetch.streams = found.streams;
    fetch.notes = found.notes;
    need.streams += found.streams.length - 1;
    // Read at once: a source that is slow to be listed must not use up the time of the others.
    for (const stream of found.streams) stream.peek().catch(() => undefined);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    fetch.failure = error;
  }
}

/** Where each stream of a source begins and ends for this page, as the cursors say. */
function placesOf(
  sourceId: string,
  { order, isForward, after, before }: JobPageRequest,
): Pick<OpenRequest, 'startOf' | 'stopOf' | 'hintOf'> {
  const bound =
    (cut: Cut | null, boundOf: typeof boundAfter) =>
    (id: string): Bound | null =>
      cut && boundOf(ownPosition(cut, id, sourceId) ?? cut.common, order);
  const [isAfter, isBefore] = [bound(after, boundAfter), bound(before, boundBefore)];
  const hints = (isForward ? after : before)?.hints;
  return {
    startOf: isForward ? isAfter : isBefore,
    stopOf: isForward ? isBefore : isAfter,
    hintOf: (id) => hints?.get(streamMark(id)) ?? null,
  };
}
