import type { JobSource, OpenRequest } from '../../datasource/source/job-source.ts';
import type { Bound } from '../../datasource/stream/bound.ts';
import { createScanBudget, type ScanBudget } from '../../datasource/stream/scan-budget.ts';
import { SourceError } from '../../model/source-error.ts';
import { createLedger } from '../../scope/create-ledger.ts';
import { deadline } from '../../scope/deadline.ts';
import { boundAfter, boundBefore, type Cut, ownPosition } from '../cursor/cut.ts';
import { streamMark } from '../cursor/stream-mark.ts';
import type { JobPageRequest } from './job-page-request.ts';
import { needNow, type PageNeed } from './page-need.ts';
import type { SourceFetch } from './source-fetch.ts';
import { walkDirection } from './walk-direction.ts';

/** One source's part in a page, from this moment on. */
export function startFetch(source: JobSource, { filter, signal }: JobPageRequest): SourceFetch {
  const now = performance.now();
  return {
    source,
    plan: source.planFilter(filter),
    ledger: createLedger(),
    signal: AbortSignal.any([signal, deadline(source.deadlineMs)]),
    startedAt: now,
    endedAt: now,
    deadlineAt: Date.now() + source.deadlineMs,
    streams: [],
    notes: [],
    failure: null,
    failedStreams: new Map(),
    barrier: null,
    rowsFetched: 0,
    rowsReturned: 0,
  };
}

/** Lists the source's streams and begins to read them; a source that cannot be listed is left with its failure. */
export async function openFetch(
  fetch: SourceFetch,
  request: JobPageRequest,
  budget: ScanBudget,
  need: PageNeed,
): Promise<void> {
  try {
    const found = await fetch.source.openJobs({
      filter: request.filter,
      plan: fetch.plan,
      direction: walkDirection(request),
      ...placesOf(fetch.source.id, request),
      need: () => needNow(need),
      budget: createScanBudget(request.limits.perSource, budget),
      context: contextOf(fetch, request),
      onRead: (rows) => {
        fetch.rowsFetched += rows;
      },
    });
    fetch.streams = found.streams;
    fetch.notes = found.notes;
    need.streams += found.streams.length - 1;
    // Read at once: a source that is slow to be listed must not use up the time of the others.
    for (const stream of found.streams) stream.peek().catch(() => undefined);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    fetch.failure = error;
  } finally {
    fetch.endedAt = performance.now();
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

const contextOf = (fetch: SourceFetch, { callerHeaders }: JobPageRequest) => ({
  signal: fetch.signal,
  deadlineAt: fetch.deadlineAt,
  ledger: fetch.ledger,
  callerHeaders,
});
