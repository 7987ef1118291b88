import type { RequestListener } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import type { Caller } from './access/caller.ts';
import type { Access } from './access/create-access.ts';
import { OPEN_ACCESS } from './access/open-access.ts';
import { DEFAULT_LIMITS, type Limits } from './limits/limits.ts';
import { createObserver, type Observer } from './observe/create-observer.ts';
import { logRefusals } from './observe/log/log-refusals.ts';
import { logUnprintable } from './observe/log/log-unprintable.ts';
import type { Admission } from './server/admission/admission.ts';
import type { Asked } from './server/asked.ts';
import { type GraphiqlTab, graphiqlTabs } from './server/graphiql/graphiql-tabs.ts';
import { serveGraphiql } from './server/graphiql/serve-graphiql.ts';
import { createListener } from './server/http/create-listener.ts';
import type { Library } from './server/http/library.ts';
import { createReadBody } from './server/http/read-body.ts';
import { createMaskError } from './server/mask-error.ts';
import { nullWhereUnprintable } from './server/null-where-unprintable.ts';
import type { KnownOperations } from './server/operation/known-operations.ts';
import { createRunOperation } from './server/operation/run-operation.ts';
import { SharedOperations } from './server/operation/shared-operations.ts';
import { type Operations, ROUTES } from './server/routes.ts';
import type { ServerContext } from './server/server-context.ts';
import { createTakeIn } from './server/take-in.ts';

export interface ServerOptions<Context extends ServerContext> {
  /** From then on it belongs to the server, which looks at every number that it prints. */
  readonly schema: GraphQLSchema;
  /** Makes what one request of an admitted caller carries. */
  readonly context: (asked: Asked, caller: Caller) => Context | Promise<Context>;
  /** Default: always ready, and `/metrics` of the observer. */
  readonly operations?: Operations;
  /** The version of the gateway. */
  readonly version: string;
  /** The queries that GraphiQL opens with; default: `graphiqlTabs`. */
  readonly graphiqlTabs?: (now: Date) => readonly GraphiqlTab[];
  /** Who may come in, and what they find; default: everybody, and everything. */
  readonly access?: Access;
  /** Origins whose pages may read answers; default: none. */
  readonly allowedOrigins?: readonly string[];
  /** What clients may name instead of sending it; default: nothing. */
  readonly knownOperations?: KnownOperations;
  /**
   * For how long after an operation has begun others that ask the same get its answer, in milliseconds; default: 0, nothing is
   * shared.
   */
  readonly shareMs?: number;
  /** Those that are left out are `DEFAULT_LIMITS`. */
  readonly limits?: Partial<Limits>;
  /** Whether what is usual is answered without the library; default: it is. Without it the answers are the same. */
  readonly shortWay?: boolean;
  /** How many operations are executed at once; default: any number. */
  readonly admission?: Admission;
  /** Counts and logs what happens; default: a new one. */
  readonly observer?: Observer;
}

export interface Server extends RequestListener {
  /** Answers a request without a network, through the library: for tests. */
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly dispose: () => Promise<void>;
}

/**
 * The gateway's HTTP side: a request listener for `node:http`. It does not listen.
 * Origins that are not configured get no CORS headers: what jobs tell is not for the pages of strangers that happen to be
 * open in the browser of someone who can reach the gateway.
 */
export function createServer<Context extends ServerContext>(options: ServerOptions<Context>): Server {
  const observer = options.observer ?? createObserver({ version: options.version });
  const { log } = observer;
  const access = options.access ?? OPEN_ACCESS;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const maskError = createMaskError(log);
  const { admission = null, allowedOrigins = [], knownOperations = null, shareMs = 0 } = options;

  const takeIn = createTakeIn({
    access,
    onRefused: logRefusals(log),
    operations: options.operations ?? operationsOf(observer),
    graphiql: access.hasGraphiql ? serveGraphiql(options.graphiqlTabs ?? graphiqlTabs) : null,
    limits,
    admission,
  });
  const runOperation = createRunOperation({
    schema: nullWhereUnprintable(options.schema, logUnprintable(log)),
    limits,
    shared: shareMs === 0 ? null : new SharedOperations(shareMs, observer.countShared),
    admission,
    observer,
    maskError,
    context: options.context,
  });
  const way = {
    takeIn,
    readBody: createReadBody({ limits, admission }),
    runOperation,
    knownOperations: knownOperations && isUsed(knownOperations) ? knownOperations : null,
    /** Where some origins are answered otherwise than others, no cache may give to one what it keeps for another. */
    headers: allowedOrigins.length > 0 ? { vary: 'origin' } : NO_HEADERS,
    onAnswer: ({ method, path }: Pick<Asked, 'method' | 'path'>, status: number) =>
      observer.countAnswer(method, ROUTES.has(path) ? path : 'other', status),
  };
  // Few requests need it, and it takes time and memory to load.
  let loaded: Promise<Library> | null = null;
  const library = (): Promise<Library> => {
    loaded ??= import('./server/http/library.ts').then(({ createLibrary }) =>
      createLibrary({ ...way, allowedOrigins, maskError }),
    );
    return loaded;
  };
  const listener = createListener({
    ...way,
    library,
    isForLibrary: ({ headers }) =>
      options.shortWay === false || (allowedOrigins.length > 0 && headers.origin !== undefined),
    log,
  });
  return Object.assign(listener, {
    fetch: async (url: string, init: RequestInit = {}) => (await library()).fetch(url, init),
    dispose: async () => (await loaded)?.dispose(),
  });
}

const NO_HEADERS: Readonly<Record<string, string>> = {};

const isUsed = ({ texts, only }: KnownOperations): boolean => only || texts.size > 0;

const operationsOf = ({ registry }: Observer): Operations => ({
  readiness: () => ({ isReady: true, sources: [] }),
  metrics: () => registry.metrics(),
});
