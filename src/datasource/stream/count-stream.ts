import type { PagedJobs, StreamSpec } from '../contract/backend-definition.ts';
import { readPage } from '../paging/read-page.ts';
import { isSettled } from '../paging/row-order.ts';
import type { Reading } from './create-reading.ts';
import type { StreamCount } from './job-stream.ts';
import type { StreamEngine } from './list-memory.ts';
import type { StreamRequest } from './open-request.ts';

export interface SeenRows {
  /** How many rows match, as far as they were read. */
  readonly rows: number;
  /** All of the list was read. */
  readonly isAll: boolean;
}

/** The vendor's count where the filter leaves nothing to us, all of a list that is fetched anyway; else what was seen. */
export async function countStream(
  engine: StreamEngine,
  spec: StreamSpec,
  request: StreamRequest,
  seen: SeenRows,
  reading: Reading,
): Promise<StreamCount> {
  if (seen.isAll) return { atLeast: seen.rows, isExact: true };
  const { jobs } = engine.definition;
  if (jobs.kind === 'fetched') {
    const rows = await reading.whole();
    return { atLeast: rows.filter(({ job }) => request.matches?.(job) !== false).length, isExact: true };
  }
  const isUncounted = !jobs.counts || reading.windows?.list.isUncounted === true;
  if (isUncounted || request.plan.residual.length > 0) return { atLeast: seen.rows, isExact: false };
  const known = engine.trust.countsLists ? (reading.windows?.list.total ?? null) : null;
  const count = known ?? (await askCount(engine, jobs, spec, request, reading));
  return { atLeast: Math.max(count ?? 0, seen.rows), isExact: count !== null && count >= seen.rows };
}

/** `null`: nothing that the vendor says can be relied upon. */
async function askCount(
  { trust, lists }: StreamEngine,
  jobs: PagedJobs,
  spec: StreamSpec,
  { plan, scope }: StreamRequest,
  { transport }: Reading,
): Promise<number | null> {
  if (trust.countsPages) return null;
  const listing = lists.listing(jobs, spec);
  const ask = async (from: number) => {
    const extra = [...plan.query, ...(jobs.countQuery ?? [])];
    const page = await readPage(
      { transport, listing, scope, isSettled },
      { from, limit: 1, after: null },
      extra,
    );
    scope.ledger.rowsFetched += page.rows.length;
    return page;
  };
  const first = await ask(0);
  if (first.total === null) return first.isWhole ? first.rows.length : null;
  trust.learn(first.total, 0, first.rows.length);
  if (first.total < first.rows.length) return null;
  if (first.total > first.rows.length || first.rows.length === 0) return first.total;
  // One row and a count of one: the list's, or the page's.
  return (await ask(first.rows.length)).rows.length === 0 ? first.rows.length : null;
}
