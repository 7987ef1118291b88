import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import type { GraphQLSchema } from 'graphql';
import { createYoga, type YogaInitialContext, type YogaServerInstance } from 'graphql-yoga';
import type { Caller } from './access/caller.ts';
import type { Access } from './access/create-access.ts';
import { OPEN_ACCESS } from './access/open-access.ts';
import { createObserver, type Observer } from './observe/create-observer.ts';
import { logUnprintable } from './observe/log/log-unprintable.ts';
import { corsFor, useVaryByOrigin } from './server/cors-for.ts';
import { createGate } from './server/create-gate.ts';
import { type GraphiqlTab, graphiqlTabs } from './server/graphiql-tabs.ts';
import { createMaskError } from './server/mask-error.ts';
import { nullWhereUnprintable } from './server/null-where-unprintable.ts';
import { type Admitted, useGate } from './server/use-gate.ts';
import { useGraphiql } from './server/use-graphiql.ts';
import { useIncrementalDelivery } from './server/use-incremental-delivery.ts';
import { type KnownOperations, useKnownOperations } from './server/use-known-operations.ts';
import { useMediaType } from './server/use-media-type.ts';
import { useObservation } from './server/use-observation.ts';
import { usePlannedExecution } from './server/use-planned-execution.ts';
import { type ServerContext, useReportErrors } from './server/use-report-errors.ts';
import { type Operations, PATHS, useRoutes } from './server/use-routes.ts';
import { useSchemaPrivacy } from './server/use-schema-privacy.ts';

const MEBIBYTE = 1024 * 1024;

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
  /** Counts and logs what happens; default: a new one. */
  readonly observer?: Observer;
}

export type Server<Context extends ServerContext> = YogaServerInstance<Admitted, Context>;

/**
 * The gateway's HTTP side: a request listener for `node:http`, which also has `fetch` for tests. It does not listen.
 * Origins that are not configured get no CORS headers: what jobs tell is not for the pages of strangers that happen to be
 * open in the browser of someone who can reach the gateway.
 */
export function createServer<Context extends ServerContext>(
  options: ServerOptions<Context>,
): Server<Context> {
  const observer = options.observer ?? createObserver({ version: options.version });
  const access = options.access ?? OPEN_ACCESS;
  const { log } = observer;
  const maskError = createMaskError(log);
  const schema = nullWhereUnprintable(options.schema, logUnprintable(log));
  return createYoga<Admitted, Context>({
    schema,
    context: (initial) => options.context(initial, admittedTo(initial)),
    cors: corsFor(options.allowedOrigins ?? []),
    graphqlEndpoint: PATHS.graphql,
    ...(options.knownOperations && { extraParamNames: ['documentId'] }),
    maxRequestBodySize: MEBIBYTE,
    maskedErrors: { maskError },
    ...TURNED_OFF,
    plugins: [
      useGate(createGate(access)),
      useRoutes(options.operations ?? operationsOf(observer)),
      access.hasGraphiql && useGraphiql(options.graphiqlTabs ?? graphiqlTabs),
      useMediaType(),
      useVaryByOrigin(options.allowedOrigins ?? []),
      useSchemaPrivacy(),
      options.knownOperations !== undefined && useKnownOperations(options.knownOperations),
      usePlannedExecution(schema),
      useDeferStream(),
      useIncrementalDelivery(maskError),
      useReportErrors(),
      useObservation(observer),
    ],
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
