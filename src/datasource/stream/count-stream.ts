import type { SourceScope } from '../../scope/request-scope.ts';
import type { PagedJobs, StreamSpec } from '../contract/backend-definition.ts';
import type { Transport } from '../contract/transport.ts';
import { isSettled } from '../paging/is-settled.ts';
import { readPage } from '../paging/read-page.ts';
import type { OpenRequest } from '../source/job-source.ts';
import type { Reading } from './create-reading.ts';
import type { StreamCount } from './job-stream.ts';
import type { StreamEngine } from './stream-engine.ts';

/** The vendor's count where the filter leaves nothing to us; else what was seen. */
export async function countStream(
  engine: StreamEngine,
  spec: StreamSpec,
  { plan, scope }: OpenRequest,
  seen: { readonly rows: number; readonly isAll: boolean },
  { windows, transport }: Reading,
): Promise<StreamCount> {
  if (seen.isAll) return { atLeast: seen.rows, isExact: true };
  const { jobs } = engine.definition;
  if (jobs.kind !== 'paged' || !jobs.counts || plan.residual.length > 0) {
    return { atLeast: seen.rows, isExact: false };
  }
  const count = windows?.total() ?? (await askCount(transport, jobs, spec, plan.query, scope));
  const isPlausible = count !== null && count > seen.rows;
  return { atLeast: Math.max(count ?? 0, seen.rows), isExact: isPlausible };
}

async function askCount(
  transport: Transport,
  jobs: PagedJobs,
  spec: StreamSpec,
  query: OpenRequest['plan']['query'],
  scope: SourceScope,
): Promise<number | null> {
  const slice = { from: 0, limit: 1, after: null };
  const extra = [...query, ...(jobs.countQuery ?? [])];
  const reading = { transport, listing: jobs.listing(spec), scope, isSettled };
  const page = await readPage(reading, slice, extra);
  scope.ledger.rowsFetched += page.rows.length;
  return page.total;
}
