import type { GraphQLError } from 'graphql';
import type { CursorSigner } from './connection/cursor/cursor-signer.ts';
import type { ScanLimits } from './connection/page/job-page-request.ts';
import type { JobSource } from './datasource/source/job-source.ts';
import { createLoaders, type Loaders } from './loaders/create-loaders.ts';
import { createReadContexts, type ReadContexts } from './loaders/read-contexts.ts';

/** What all requests share. */
export interface Gateway {
  /** By id, in the order of the configuration. */
  readonly sources: ReadonlyMap<string, JobSource>;
  /** Signs cursors. */
  readonly signer: CursorSigner;
  readonly scanLimits: ScanLimits;
}

/** What one request carries. */
export interface RequestContext extends Gateway {
  readonly loaders: Loaders;
  readonly contexts: ReadContexts;
  /** Failures that cost the answer rows but no field; resolvers add to it. */
  readonly reportErrors: GraphQLError[];
  /** Aborts when the client hangs up. */
  readonly signal: AbortSignal;
  /** Lower-case names. */
  readonly callerHeaders: Readonly<Record<string, string>>;
}

/** A context of its own for each request: names, jobs and tasks that it loaded are forgotten with it. */
export function createContext(gateway: Gateway, request: Request): RequestContext {
  const callerHeaders = Object.fromEntries(request.headers);
  const signal = nativeSignal(request.signal);
  const contexts = createReadContexts({ signal, callerHeaders });
  return {
    ...gateway,
    contexts,
    loaders: createLoaders(gateway.sources, contexts),
    reportErrors: [],
    signal,
    callerHeaders,
  };
}

/** The server's own signals are none of the platform's, which `AbortSignal.any` insists upon. */
function nativeSignal(signal: AbortSignal): AbortSignal {
  const controller = new AbortController();
  if (signal.aborted) controller.abort(signal.reason);
  signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
  return controller.signal;
}
