import type { Query } from '../datasource/contract/transport.ts';
import type { NotedRequest } from '../scope/request-notes.ts';
import type { RequestScope, SourceScope } from '../scope/request-scope.ts';
import { cleanPath } from './clean-path.ts';

/** What the report of a source in one list tells beside its state. */
export interface ExplainedReport {
  readonly sourceId: string;
  readonly state: string;
  readonly rowsReturned: number;
  readonly pushedDown?: readonly string[];
  readonly residual?: readonly string[];
  /** Of the filter, in the vendor's words. */
  readonly query?: Query;
  /** So many lists of the source were read together. */
  readonly lists?: number;
}

/**
 * What an operation did at each source, for `extensions.explain`: the plan of each of its lists, every answer that it used, and
 * how many rows came of it. Resolves when nothing is read any more.
 */
export async function explain(
  scope: RequestScope,
  reports: () => readonly ExplainedReport[],
): Promise<Readonly<Record<string, unknown>>> {
  await scope.settled();
  const all = reports();
  const sources = [...scope.parts()].map(([id, part]) =>
    explainSource(
      id,
      part,
      all.filter(({ sourceId }) => sourceId === id),
    ),
  );
  return { requestId: scope.id, durationMs: Date.now() - scope.startedAt, sources };
}

function explainSource(source: string, { ledger }: SourceScope, reports: readonly ExplainedReport[]) {
  const { requests = [], unnoted = 0 } = ledger.notes ?? {};
  return {
    source,
    lists: reports.map(explainList),
    requests: requests.map(explainRequest),
    ...(unnoted === 0 ? {} : { requestsNotShown: unnoted }),
    requestsSent: ledger.requests,
    cacheHits: ledger.cacheHits,
    rowsFetched: ledger.rowsFetched,
    rowsReturned: reports.reduce((sum, { rowsReturned }) => sum + rowsReturned, 0),
    durationMs: Math.round(ledger.durationMs),
    waitedMs: Math.round(ledger.waitedMs),
  };
}

const explainList = ({ state, lists, pushedDown, residual, query, rowsReturned }: ExplainedReport) => ({
  state,
  streams: lists,
  pushedDown,
  pushedAs: query?.map(([name, value]) => `${name}=${value}`),
  residual,
  rowsReturned,
});

function explainRequest({ call, origin, staleMs, outcome, rows }: NotedRequest) {
  const own = {
    ms: outcome === null ? null : Math.round(outcome.durationMs),
    attempt: call.attempt,
    waitedMs: Math.round(call.waitedMs),
    bytes: outcome?.bytes ?? null,
    ...(outcome?.error ? { code: outcome.error.code } : {}),
  };
  return {
    request: `${call.method} ${cleanPath(call)}`,
    ...(call.purpose === 'sign-in' ? { purpose: 'sign-in' } : {}),
    from: origin === 'sent' ? 'vendor' : origin,
    status: outcome?.status ?? null,
    rows,
    ...(origin === 'sent' ? own : {}),
    ...(staleMs > 0 ? { staleMs: Math.round(staleMs) } : {}),
  };
}
