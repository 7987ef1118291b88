import type { GraphQLError } from 'graphql';
import type { CursorSigner } from './connection/cursor/cursor-signer.ts';
import type { ScanLimits } from './connection/page/job-page-request.ts';
import type { JobSource } from './datasource/source/job-source.ts';
import { createLoaders, type Loaders } from './loaders/create-loaders.ts';
import { RequestScope } from './scope/request-scope.ts';

/** Where the failure of one source in a list is told: in `errors` and in its report, or there alone. */
export type SourceErrors = 'errors' | 'report';

/** What all requests share. */
export interface Gateway {
  /** By id, in the order of the configuration. */
  readonly sources: ReadonlyMap<string, JobSource>;
  /** Signs cursors. */
  readonly signer: CursorSigner;
  readonly scanLimits: ScanLimits;
  /** HTTP requests that one operation may send to vendors, all sources together. */
  readonly vendorRequests: number;
  /** For callers who do not choose. */
  readonly sourceErrors: SourceErrors;
}

/** What one request carries. */
export interface RequestContext extends Gateway {
  readonly scope: RequestScope;
  readonly loaders: Loaders;
  /** Failures that cost the answer rows but no field; resolvers add to it. */
  readonly reportErrors: GraphQLError[];
}

/** A context of its own for each request: names, jobs and tasks that it loaded are forgotten with it. */
export function createContext(gateway: Gateway, request: Request): RequestContext {
  const scope = new RequestScope({
    headers: Object.fromEntries(request.headers),
    signal: nativeSignal(request.signal),
    vendorRequests: gateway.vendorRequests,
  });
  return { ...gateway, scope, loaders: createLoaders(gateway.sources, scope), reportErrors: [] };
}

/** `AbortSignal.any` takes the platform's own signals only, which the server's are not. */
function nativeSignal(signal: AbortSignal): AbortSignal {
  const controller = new AbortController();
  if (signal.aborted) controller.abort(signal.reason);
  signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
  return controller.signal;
}
