import { createScanBudget } from '../../datasource/stream/residual-filter.ts';
import { keyComparator } from '../../model/sort-key.ts';
import { headOf } from '../merge/lane.ts';
import { type Ending, Merge } from '../merge/merge.ts';
import { patiently } from '../merge/patiently.ts';
import { awaitOwedRows } from './await-owed-rows.ts';
import type { JobPage } from './job-page.ts';
import type { JobPageRequest } from './job-page-request.ts';
import { openFetch, type PagePlan, startFetch } from './open-fetch.ts';
import {
  failureOf,
  hasFailed,
  isAsked,
  isOutOfMeans,
  isUnderWay,
  type SourceFetch,
  scanLimitReached,
} from './source-fetch.ts';
import { toJobPage } from './to-job-page.ts';
import { walkOf } from './walk.ts';

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
  const plan: PagePlan = {
    request,
    walk: walkOf(request),
    budget: createScanBudget(request.limits.perRequest),
    need: { streams: asked.length, missing: request.size + 1 },
  };
  await patiently(
    Promise.all(asked.map((fetch) => openFetch(fetch, plan))),
    patienceWith(asked),
    () => asked.flatMap(({ lanes }) => lanes),
    () => plan.need.missing,
  );
  const merge = createMerge(plan, asked);
  const filled = await merge.fill();
  const ending = filled === 'exhausted' ? await awaitOwedRows(plan, asked, merge) : filled;
  noteOutcome(asked, ending);
  const failures = asked.flatMap(failureEntry);
  const isEmpty = merge.rows.length === 0 && !hasScannedOn(merge);
  if (asked.length > 0 && isEmpty && asked.every(hasFailed)) throw new AllSourcesFailed(failures);
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

function noteOutcome(asked: readonly SourceFetch[], ending: Ending): void {
  for (const fetch of asked) {
    fetch.rowsReturned = fetch.lanes.reduce((sum, { taken }) => sum + taken.length, 0);
    const hasLimit = typeof ending === 'object' && ending.scanLimit.sourceId === fetch.source.id;
    if (hasLimit) fetch.scanLimit = scanLimitReached(fetch);
  }
}

/** Time or requests ran out over rows that did not match: nothing was found, and the next page goes on behind them. */
function hasScannedOn({ lanes, rows }: Merge): boolean {
  if (rows.length > 0) return false;
  return lanes.some((lane) => {
    const head = headOf(lane);
    const isOut = lane.error !== null && isOutOfMeans(lane.error);
    return isOut && head?.kind === 'watermark' && head.key.time !== firstTime(lane.firstHead);
  });
}

const firstTime = (head: ReturnType<typeof headOf>): number | null | undefined =>
  head?.kind === 'watermark' ? head.key.time : undefined;

const failureEntry = (fetch: SourceFetch): JobPage['failures'] => {
  const error = failureOf(fetch);
  return error === null ? [] : [{ sourceId: fetch.source.id, error }];
};
