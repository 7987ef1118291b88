import type { RequestListener } from 'node:http';
import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import type { GraphQLSchema } from 'graphql';
import { createYoga, type YogaInitialContext } from 'graphql-yoga';
import type { Caller } from './access/caller.ts';
import type { Access } from './access/create-access.ts';
import { OPEN_ACCESS } from './access/open-access.ts';
import { DEFAULT_LIMITS, type Limits } from './limits/limits.ts';
import { createObserver, type Observer } from './observe/create-observer.ts';
import { logRefusals } from './observe/log/log-refusals.ts';
import { logUnprintable } from './observe/log/log-unprintable.ts';
import type { Admission } from './server/admission/admission.ts';
import { useAdmission } from './server/admission/use-admission.ts';
import type { Admitted } from './server/admitted.ts';
import { corsFor, useVaryByOrigin } from './server/cors-for.ts';
import { createGate } from './server/create-gate.ts';
import { type GraphiqlTab, graphiqlTabs } from './server/graphiql-tabs.ts';
import { createListener } from './server/http/create-listener.ts';
import { HandedOver } from './server/http/handed-over.ts';
import { isPlainPost } from './server/http/plain-post.ts';
import { SharedOperations } from './server/http/shared-operations.ts';
import { createMaskError } from './server/mask-error.ts';
import { nullWhereUnprintable } from './server/null-where-unprintable.ts';
import type { ServerContext } from './server/server-context.ts';
import type { ServerPlugin } from './server/server-plugin.ts';
import { useAnswerLimit } from './server/use-answer-limit.ts';
import { useBodyLimit } from './server/use-body-limit.ts';
import { useCostLimit } from './server/use-cost-limit.ts';
import { useDocuments } from './server/use-documents.ts';
import { useExplain } from './server/use-explain.ts';
import { useGate } from './server/use-gate.ts';
import { useGraphiql } from './server/use-graphiql.ts';
import { useIncrementalDelivery } from './server/use-incremental-delivery.ts';
import { type KnownOperations, useKnownOperations } from './server/use-known-operations.ts';
import { useMediaType } from './server/use-media-type.ts';
import { useObservation } from './server/use-observation.ts';
import { usePlannedExecution } from './server/use-planned-execution.ts';
import { useReportErrors } from './server/use-report-errors.ts';
import { type Operations, PATHS, useRoutes } from './server/use-routes.ts';
import { useSchemaPrivacy } from './server/use-schema-privacy.ts';
import { useSharedOperations } from './server/use-shared-operations.ts';
import { useWrittenRefusals } from './server/use-written-refusals.ts';

/** The library answers any URL that ends in this with its own health check; a URL never has a blank in it. */
const NO_HEALTH_CHECK = ' ';

export interface ServerOptions<Context extends ServerContext> {
  /** From then on it belongs to the server, which looks at every number that it prints. */
  readonly schema: GraphQLSchema;
  /** Makes what one request of an admitted caller carries. Only its own enumerable properties reach the resolvers. */
  readonly context: (initial: YogaInitialContext, caller: Caller) => Context | Promise<Context>;
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
  /** Whether plain POSTs take the short way; default: they do. Without it the answers are the same. */
  readonly plainPosts?: boolean;
  /** How many operations are executed at once; default: any number. */
  readonly admission?: Admission;
  /** Counts and logs what happens; default: a new one. */
  readonly observer?: Observer;
}

export interface Server extends RequestListener {
  /** Answers a request without a network, through the library: for tests. */
  readonly fetch: (url: string, init?: RequestInit) => Response | Promise<Response>;
  readonly dispose: () => void | PromiseLike<void>;
}

/**
 * The gateway's HTTP side: a request listener for `node:http`. It does not listen.
 * Origins that are not configured get no CORS headers: what jobs tell is not for the pages of strangers that happen to be
 * open in the browser of someone who can reach the gateway.
 */
export function createServer<Context extends ServerContext>(options: ServerOptions<Context>): Server {
  const observer = options.observer ?? createObserver({ version: options.version });
  const access = options.access ?? OPEN_ACCESS;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const { log } = observer;
  const maskError = createMaskError(log);
  const schema = nullWhereUnprintable(options.schema, logUnprintable(log));
  const shared = new SharedOperations(options.shareMs ?? 0, observer.countShared);
  /** In the order of a request's life. */
  const all: readonly (ServerPlugin | false | undefined)[] = [
    useGate(createGate(access), logRefusals(log)),
    useRoutes(options.operations ?? operationsOf(observer)),
    access.hasGraphiql && useGraphiql(options.graphiqlTabs ?? graphiqlTabs),
    useMediaType(),
    useBodyLimit(limits.bodyBytes),
    useWrittenRefusals(),
    useVaryByOrigin(options.allowedOrigins ?? []),
    useSchemaPrivacy(),
    options.knownOperations && useKnownOperations(options.knownOperations),
    useSharedOperations(shared),
    ...(options.admission ? [useAdmission(options.admission)] : []),
    usePlannedExecution(limits.operationMs),
    useCostLimit(limits.cost),
    useIncrementalDelivery(maskError),
    useReportErrors(),
    useExplain(),
    useObservation(observer),
    useAnswerLimit(limits.answerBytes),
    useDocuments(limits),
  ];
  const plugins = all.filter((plugin) => !!plugin);
  const handedOver = new HandedOver();
  const yoga = createYoga<Admitted, Context>({
    schema,
    context: (initial) => options.context(initial, admittedTo(initial)),
    cors: corsFor(options.allowedOrigins ?? []),
    graphqlEndpoint: PATHS.graphql,
    ...(options.knownOperations && { extraParamNames: ['documentId'] }),
    maxRequestBodySize: false,
    parserAndValidationCache: false,
    maskedErrors: { maskError },
    ...TURNED_OFF,
    plugins: [useDeferStream(), handedOver.plugin(), ...plugins.map((plugin) => handedOver.guard(plugin))],
  });
  const takesShortWay = options.plainPosts === false ? () => false : isPlainPost;
  const { bodyBytes: bodyLimit } = limits;
  const listener = createListener({ yoga, plugins, handedOver, shared, bodyLimit, log, takesShortWay });
  return Object.assign(listener, {
    fetch: (url: string, init: RequestInit = {}) => yoga.fetch(url, init),
    dispose: yoga.dispose,
  });
}

/** Whoever comes by a way on which the gate was not asked gets nothing. */
function admittedTo({ caller }: Admitted): Caller {
  if (caller === undefined)
    throw new TypeError('A request was about to be served without asking who sends it.');
  return caller;
}

const operationsOf = ({ registry }: Observer): Operations => ({
  readiness: () => ({ isReady: true, sources: [] }),
  metrics: () => registry.metrics(),
});

/** What the library has or does by itself, and is not wanted here, or is done by one of the plugins. */
const TURNED_OFF = {
  batching: false,
  graphiql: false,
  healthCheckEndpoint: NO_HEALTH_CHECK,
  landingPage: false,
  logging: false,
  multipart: false,
} as const;
