import type { JobStream } from '../datasource/job-stream.ts';
import { createScanBudget } from '../datasource/scan-budget.ts';
import { keyComparator } from '../model/sort-key.ts';
import { type Cut, LIST_END, LIST_START, type Position, wholeList } from './cut.ts';
import type { JobPage } from './job-page.ts';
import type { JobPageRequest } from './job-page-request.ts';
import { markOf } from './mark-of.ts';
import { type Merged, mergeStreams } from './merge-streams.ts';
import { openRun, startRun } from './open-run.ts';
import type { PageNeed } from './page-need.ts';
import { failureOf, hasFailed, isAsked, type SourceRun, scanLimitReached } from './source-run.ts';
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
  const runs = request.sources.map((source) => startRun(source, request));
  const asked = runs.filter(isAsked);
  const need: PageNeed = { streams: asked.length, missing: request.size + 1 };
  await Promise.all(asked.map((run) => openRun(run, request, budget, need)));
  const merged = await mergeRuns(asked, request, need);
  for (const run of asked)
    run.rowsReturned = merged.rows.filter((row) => row.job.sourceId === run.source.id).length;
  const failures = asked.flatMap((run) => failureEntry(run));
  if (asked.length > 0 && merged.rows.length === 0 && asked.every(hasFailed))
    throw new AllSourcesFailed(failures);
  return toJobPage(request, runs, merged, failures);
}

async function mergeRuns(
  asked: readonly SourceRun[],
  request: JobPageRequest,
  need: PageNeed,
): Promise<Merged> {
  const from = walkStart(request);
  const runOf = new Map(asked.flatMap((run) => run.streams.map((stream) => [stream, run] as const)));
  const merged = await mergeStreams({
    streams: [...runOf.keys()],
    compare: keyComparator(walkDirection(request)),
    from,
    outset: request.isForward ? LIST_START : LIST_END,
    passedSide: request.isForward ? 'after' : 'before',
    absent: absentPositions(asked, from),
    size: request.size,
    patienceMs: Math.min(LONGEST_PATIENCE_MS, ...asked.map(({ source }) => source.deadlineMs / 4)),
    onTaken: (stream) => {
      need.missing = Math.max(1, need.missing - 1);
      touch(runOf.get(stream));
    },
    onFailed: (stream, error) => {
      runOf.get(stream)?.failedStreams.set(stream, error);
      touch(runOf.get(stream));
    },
  });
  const stopped = merged.barrier === null ? undefined : runOf.get(merged.barrier);
  if (stopped !== undefined) stopped.barrier = scanLimitReached(stopped);
  return { ...merged, end: { ...merged.end, hints: hintsAt(merged.end, from, [...runOf.keys()]) } };
}

const LONGEST_PATIENCE_MS = 2_000;

const walkStart = ({ isForward, after, before }: JobPageRequest): Cut =>
  isForward ? (after ?? wholeList(LIST_START)) : (before ?? wholeList(LIST_END));

function touch(run: SourceRun | undefined): void {
  if (run !== undefined) run.endedAt = performance.now();
}

/** A source whose streams cannot be listed keeps its place, and so does each stream that may be one of them. */
function absentPositions(asked: readonly SourceRun[], from: Cut): Map<string, Position> {
  const absent = asked.filter((run) => run.failure !== null);
  if (absent.length === 0) return new Map();
  const carried = new Map(from.behind);
  for (const { source, streams } of asked) {
    for (const mark of [source.id, ...streams.map(({ id }) => id)].map(markOf)) carried.delete(mark);
  }
  for (const { source } of absent) {
    const mark = markOf(source.id);
    carried.set(mark, from.behind.get(mark) ?? from.common);
  }
  return carried;
}

/** What makes going on from a cut cheap; of a stream that was not read, what was known before. */
function hintsAt(cut: Cut, from: Cut, streams: readonly JobStream[]): Cut['hints'] {
  const hints = new Map(from.hints);
  for (const stream of streams) {
    const mark = markOf(stream.id);
    const position = cut.behind.get(mark) ?? cut.common;
    const hint = stream.hintAt(position.kind === 'key' ? position.key : null);
    if (hint !== null) hints.set(mark, hint);
  }
  return hints;
}

const failureEntry = (run: SourceRun): JobPage['failures'] => {
  const error = failureOf(run);
  return error === null ? [] : [{ sourceId: run.source.id, error }];
};
