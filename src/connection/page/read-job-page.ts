import type { JobStream } from '../../datasource/stream/job-stream.ts';
import { createScanBudget } from '../../datasource/stream/scan-budget.ts';
import { keyComparator } from '../../model/sort-key.ts';
import { type Cut, LIST_END, LIST_START, type Position, wholeList } from '../cursor/cut.ts';
import { streamMark } from '../cursor/stream-mark.ts';
import { type Merged, mergeStreams } from '../merge/merge-streams.ts';
import type { JobPage } from './job-page.ts';
import type { JobPageRequest } from './job-page-request.ts';
import { openFetch, startFetch } from './open-fetch.ts';
import type { PageNeed } from './page-need.ts';
import { failureOf, hasFailed, isAsked, type SourceFetch, scanLimitReached } from './source-fetch.ts';
import { toJobPage } from './to-job-page.ts';
import { walkDirection } from './walk-direction.ts';

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
  const budget = createScanBudget(request.limits.perRequest);
  const fetches = request.sources.map((source) => startFetch(source, request));
  const asked = fetches.filter(isAsked);
  const need: PageNeed = { streams: asked.length, missing: request.size + 1 };
  await Promise.all(asked.map((fetch) => openFetch(fetch, request, budget, need)));
  const merged = await mergeFetches(asked, request, need);
  for (const fetch of asked)
    fetch.rowsReturned = merged.rows.filter((row) => row.job.sourceId === fetch.source.id).length;
  const failures = asked.flatMap((fetch) => failureEntry(fetch));
  if (asked.length > 0 && merged.rows.length === 0 && asked.every(hasFailed))
    throw new AllSourcesFailed(failures);
  return toJobPage(request, fetches, merged, failures);
}

async function mergeFetches(
  asked: readonly SourceFetch[],
  request: JobPageRequest,
  need: PageNeed,
): Promise<Merged> {
  const from = walkStart(request);
  const fetchOf = new Map(asked.flatMap((fetch) => fetch.streams.map((stream) => [stream, fetch] as const)));
  const merged = await mergeStreams({
    streams: [...fetchOf.keys()],
    compare: keyComparator(walkDirection(request)),
    from,
    outset: request.isForward ? LIST_START : LIST_END,
    passedSide: request.isForward ? 'after' : 'before',
    absent: absentPositions(asked, from),
    size: request.size,
    patienceMs: Math.min(LONGEST_PATIENCE_MS, ...asked.map(({ source }) => source.deadlineMs / 4)),
    onTaken: () => {
      need.missing = Math.max(1, need.missing - 1);
    },
    onFailed: (stream, error) => {
      fetchOf.get(stream)?.failedStreams.set(stream, error);
    },
  });
  const stopped = merged.barrier === null ? undefined : fetchOf.get(merged.barrier);
  if (stopped !== undefined) stopped.barrier = scanLimitReached(stopped);
  return { ...merged, end: { ...merged.end, hints: hintsAt(merged.end, from, [...fetchOf.keys()]) } };
}

const LONGEST_PATIENCE_MS = 2_000;

const walkStart = ({ isForward, after, before }: JobPageRequest): Cut =>
  isForward ? (after ?? wholeList(LIST_START)) : (before ?? wholeList(LIST_END));

/** A source whose streams cannot be listed keeps its place, and so does each stream that may be one of them. */
function absentPositions(asked: readonly SourceFetch[], from: Cut): Map<string, Position> {
  const absent = asked.filter((fetch) => fetch.failure !== null);
  if (absent.length === 0) return new Map();
  const carried = new Map(from.behind);
  for (const { source, streams } of asked) {
    for (const mark of [source.id, ...streams.map(({ id }) => id)].map(streamMark)) carried.delete(mark);
  }
  for (const { source } of absent) {
    const mark = streamMark(source.id);
    carried.set(mark, from.behind.get(mark) ?? from.common);
  }
  return carried;
}

/** What makes going on from a cut cheap; of a stream that was not read, what was known before. */
function hintsAt(cut: Cut, from: Cut, streams: readonly JobStream[]): Cut['hints'] {
  const hints = new Map(from.hints);
  for (const stream of streams) {
    const mark = streamMark(stream.id);
    const position = cut.behind.get(mark) ?? cut.common;
    const hint = stream.hintAt(position.kind === 'key' ? position.key : null);
    if (hint !== null) hints.set(mark, hint);
  }
  return hints;
}

const failureEntry = (fetch: SourceFetch): JobPage['failures'] => {
  const error = failureOf(fetch);
  return error === null ? [] : [{ sourceId: fetch.source.id, error }];
};
