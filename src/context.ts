import type { GraphQLError } from 'graphql';
import type { Caller, ReadHeader } from './access/caller.ts';
import { seesAll, viewName, visibleSources } from './access/visible-sources.ts';
import type { CursorSigner } from './connection/cursor/cursor-codec.ts';
import type { ScanLimits } from './connection/page/job-page-request.ts';
import type { SourceReport } from './connection/page/source-report.ts';
import type { JobSource } from './datasource/source/job-source.ts';
import { createLoaders, type Loaders } from './loaders/create-loaders.ts';
import { explain } from './observe/explain.ts';
import type { ObservedRequest, OperationTrace } from './observe/operations.ts';
import type { SourceShare } from './observe/sources.ts';
import type { BudgetLimits, Ledger } from './scope/ledger.ts';
import { ANONYMOUS, type Rights } from './scope/principal.ts';
import { RequestScope } from './scope/request-scope.ts';

/** Where the failure of one source in a list is told: in `errors` and in its report, or there alone. */
export type SourceErrors = 'errors' | 'report';

/** Names a request, in logs and for the caller. */
export const REQUEST_ID = 'x-request-id';

/** Asks for `extensions.explain`; the caller needs the right `explain`. */
const EXPLAIN = 'x-jobweave-explain';

const NOT_EXPLAINED = {
  code: 'FORBIDDEN',
  message: 'What an answer took is shown to those with the right `explain`.',
};

/** What all requests share. */
export interface Gateway {
  /** By id, in the order of the configuration. */
  readonly sources: ReadonlyMap<string, JobSource>;
  /** Signs cursors. */
  readonly signer: CursorSigner;
  readonly scanLimits: ScanLimits;
  /** What one operation may ask of vendors, all sources together. */
  readonly budget: BudgetLimits;
  /** The bytes that an answer may have. */
  readonly answerBytes: number;
  /** For callers who do not choose. */
  readonly sourceErrors: SourceErrors;
}

/** As they are at the time of asking. */
export type PageReports = () => readonly (Pick<SourceReport, 'sourceId' | 'state' | 'rowsReturned'> &
  Partial<SourceReport>)[];

/** What one request carries. */
export interface RequestContext extends Gateway {
  readonly scope: RequestScope;
  readonly loaders: Loaders;
  /** Failures that cost the answer rows but no field; resolvers add to it. */
  readonly reportErrors: GraphQLError[];
  /** What is told of each list that was read, or could not be; resolvers add to it. */
  readonly reports: PageReports[];
  readonly observed: ObservedRequest;
  /** What the operation did at each source; `null`: the caller does not want to know, or may not. */
  readonly explain: (() => Promise<unknown>) | null;
  /** How long the operation has waited behind others by now, in milliseconds, at the source where it waited longest. */
  readonly queuedMs: () => number;
  /** For how long all that was read would be given again to whoever asks, in milliseconds; 0: something would not. */
  readonly freshMs: () => number;
}

/** What of an HTTP request the context is made of. */
export interface HttpRequest {
  readonly header: ReadHeader;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

const NOBODY_IN_PARTICULAR: Caller = { principal: ANONYMOUS, provedBy: null };

/**
 * A context of its own for each request: names, jobs and tasks that it loaded are forgotten with it. It knows no other
 * sources than those that the caller may see, so nothing that is built on it can tell of the others.
 */
export function createContext(
  gateway: Gateway,
  request: HttpRequest,
  { principal, provedBy }: Caller = NOBODY_IN_PARTICULAR,
  trace: OperationTrace | null = null,
): RequestContext {
  const view = viewOf(gateway, principal.rights);
  const reports: PageReports[] = [];
  const wantsExplain = request.header(EXPLAIN) === '1';
  const explains = wantsExplain && principal.rights.explain;
  const scope = new RequestScope({
    id: request.header(REQUEST_ID) ?? undefined,
    principal,
    header: (name) => (name === provedBy ? null : request.header(name)),
    client: request,
    budget: gateway.budget,
    watch: trace?.watch,
    explains,
  });
  const observed = {
    scope,
    principal: principal.name,
    trace,
    shares: () => (scope.parts().size === 0 ? NOTHING_SHARED : sharesOf(scope, reports)),
  };
  return {
    ...view,
    scope,
    loaders: createLoaders(view.sources, scope),
    reportErrors: [],
    reports,
    observed,
    explain: wantsExplain
      ? async () => (explains ? explain(scope, () => reports.flatMap((tell) => tell())) : NOT_EXPLAINED)
      : null,
    queuedMs: () => longestQueue(scope),
    freshMs: () => (wantsExplain ? 0 : freshFor(scope, reports)),
  };
}

const allIsWell = (reports: readonly PageReports[]): boolean =>
  reports.every((tell) => tell().every(({ state }) => state === 'OK' || state === 'SKIPPED'));

/** Of an operation that caused no request: whoever asks again causes none before then either. */
function freshFor(scope: RequestScope, reports: readonly PageReports[]): number {
  const ledgers = [...scope.parts().values()].map(({ ledger }) => ledger);
  if (ledgers.length === 0 || !ledgers.every(isAllKept) || !allIsWell(reports)) return 0;
  return Math.max(0, Math.min(...ledgers.map(({ freshUntil }) => freshUntil)) - Date.now());
}

/** Rows that a source has from elsewhere than from an answer that is kept may be others in a moment. */
const isAllKept = ({ requests, freshUntil }: Ledger): boolean =>
  requests === 0 && Number.isFinite(freshUntil);

const longestQueue = (scope: RequestScope): number =>
  [...scope.parts().values()].reduce((longest, { ledger }) => Math.max(longest, ledger.queuedMs), 0);

/** The gateway as somebody with these rights may see it. Cursors of one view are none in another. */
function viewOf(gateway: Gateway, rights: Rights): Gateway {
  if (seesAll(rights)) return gateway;
  const sources = visibleSources(gateway.sources, rights);
  return { ...gateway, sources, signer: gateway.signer.boundTo(viewName(rights)) };
}

const NOTHING_SHARED: Promise<readonly SourceShare[]> = Promise.resolve([]);

/** What each source did, when nothing is read any more. */
async function sharesOf(scope: RequestScope, reports: readonly PageReports[]): Promise<SourceShare[]> {
  await scope.settled();
  const bySource = Map.groupBy(
    reports.flatMap((tell) => tell()),
    ({ sourceId }) => sourceId,
  );
  return [...scope.parts()].map(
    ([
      sourceId,
      {
        ledger: { rowsFetched, cacheHits },
      },
    ]) => ({
      sourceId,
      pages: bySource.get(sourceId) ?? [],
      rowsFetched,
      cacheHits,
    }),
  );
}
