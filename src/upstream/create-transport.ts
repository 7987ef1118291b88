import type { FaultReader, GoodReply, Transport, VendorRequest } from '../datasource/contract/transport.ts';
import { SourceError } from '../model/source-error.ts';
import { abortError } from '../scope/abort.ts';
import { type FairLoop, fairLoop } from '../scope/fair-loop.ts';
import { type SourceScope, turnsOf } from '../scope/request-scope.ts';
import type { Watch } from '../scope/watch.ts';
import type { Authenticator } from './auth/authenticator.ts';
import { type CredentialRegistry, createCredentialRegistry } from './auth/credential-registry.ts';
import { responseCache } from './cache/response-cache.ts';
import { type Clock, type LoopWatch, loopWatch, clock as systemClock } from './clock.ts';
import { reviveTransportError } from './fault/revive-transport-error.ts';
import { HealthRecord, type Outcomes, watchHealth } from './health.ts';
import type { ConnectionSettings } from './http/connection-settings.ts';
import { createDispatchers } from './http/create-dispatchers.ts';
import { createHttpClient, type HttpClient, requestUrls } from './http/http-client.ts';
import { bulkhead, type Occupancy } from './policies/bulkhead.ts';
import { circuitBreaker } from './policies/circuit-breaker.ts';
import { Circuits } from './policies/circuits.ts';
import { classify } from './policies/classify.ts';
import { earlier } from './policies/earlier.ts';
import { beginPatience, leaveProbes } from './policies/leave-probes.ts';
import { rateLimit } from './policies/rate-limit.ts';
import { refuseWhileOpen } from './policies/refuse-while-open.ts';
import { createRetryBudget, retry } from './policies/retry.ts';
import { renewCredentials, signIn } from './policies/sign-in.ts';
import { singleFlight } from './policies/single-flight.ts';
import type { Time } from './policies/speaks-of-vendor.ts';
import { vendorPace } from './policies/vendor-pace.ts';
import { watched } from './policies/watched.ts';
import { type Call, compose, type Headers, NO_HEADERS, newCall, type Send } from './policy.ts';
import { memoryStores, type Stores } from './stores.ts';
import type { UpstreamLimits } from './upstream-limits.ts';

export interface TransportOptions {
  readonly sourceId: string;
  /** Origin and optional base path, e.g. `http://10.0.0.5:8080/base`. */
  readonly endpoint: string;
  readonly authenticator: Authenticator;
  readonly readFault: FaultReader;
  /** Of all sources that may share credentials; default: of this one alone. */
  readonly credentials?: CredentialRegistry;
  /** Sent with every read. */
  readonly headers?: Headers;
  readonly limits: UpstreamLimits;
  /** How long a page waits for the source: a vendor that has answered nothing for so long is left alone. Default: 8,000. */
  readonly deadlineMs?: number;
  /** Default: straight to the vendor, with the authorities that are known anyway. */
  readonly connection?: ConnectionSettings;
  /** Told of each request; default: nobody. */
  readonly watch?: Watch | undefined;
  /** Default: all in this process. */
  readonly stores?: Partial<Stores>;
  /** Default: the system's. Attempts are timed by real timers in any case. */
  readonly clock?: Clock;
  /** Default: the process's own. */
  readonly loop?: LoopWatch;
  /** In which operations go on with what they have waited for; default: the process's own. */
  readonly turns?: Pick<FairLoop, 'goOn'>;
  /** 0 to 1, for the jitter of retries. */
  readonly random?: () => number;
}

export interface SourceTransport extends Transport {
  health(): Outcomes;
  /** Of this moment. */
  readonly occupancy: Readonly<Occupancy>;
}

const USUAL_DEADLINE_MS = 8_000;
/** How long a probe is waited for where answers come fast. */
const PATIENCE_MS = 1_000;

/**
 * One source's way to its vendor. What the vendor's answers teach (cache, flights, breaker, pace) is kept apart by credential:
 * the throttled account of one caller says nothing about the others. What protects the vendor from us is one for all.
 */
export function createTransport(options: TransportOptions): SourceTransport {
  const { sourceId, endpoint, limits, deadlineMs = USUAL_DEADLINE_MS } = options;
  const { clock = systemClock, loop = loopWatch, turns = fairLoop, random = Math.random } = options;
  const { credentials = createCredentialRegistry(clock.now) } = options;
  const authenticator = credentials.oneOf(options.authenticator);
  const closing = new AbortController();
  const stores = { ...memoryStores(limits, clock), ...options.stores };
  const dispatchers = createDispatchers(limits, options.connection);
  const http = createHttpClient({ ...limits, sourceId, ...dispatchers, loop });
  const health = new HealthRecord(clock);
  // What a probe leaves of a page's time is enough for an answer like those that come usually.
  const patience = { leastMs: Math.min(PATIENCE_MS, deadlineMs / 2), mostMs: (3 / 4) * deadlineMs };
  const breaking = { ...limits.breaker, sourceId, patience, lostMs: deadlineMs, now: clock.now };
  const places = new Circuits({ ...breaking, of: 'place', store: stores.places });
  const circuits = new Circuits({ ...breaking, of: 'source', store: stores.circuits, places });
  const budget = createRetryBudget(clock.now);
  const occupancy: Occupancy = { running: 0, waiting: 0 };
  const secrets = (scope?: SourceScope) => authenticator.secrets(scope);
  const wait = (call: Call) =>
    Math.max(circuits.wait(circuits.keyOf(call), call), places.wait(places.keyOf(call)));
  const time: Time = { now: clock.now, loop };

  /** What a read passes through, from the outside in: in the order of its life, and for its answer in reverse. */
  const send = compose(
    [
      // First, so that an answer from the cache needs none of the others.
      responseCache({ ...limits, store: stores.cache, now: clock.now, closing: closing.signal }),
      // Below the cache, so that revalidations are shared as well.
      singleFlight(closing.signal),
      // Outside of all that follows, so that nobody holds a place while waiting for the next attempt.
      retry({ ...limits, budget, wait, clock, random }),
      // Before the queue, so that nobody waits for a refusal.
      refuseWhileOpen(circuits),
      refuseWhileOpen(places),
      // Before the bulkhead, in which a probe keeps its place as long as its connection.
      leaveProbes({
        circuits: [circuits, places],
        leastMs: patience.leastMs,
        most: Math.floor(limits.concurrency / 4),
      }),
      bulkhead({ ...limits, sourceId, occupancy }),
      // Again, because it may have opened in the meantime; it judges single attempts, renewed credentials included.
      circuitBreaker(circuits, time),
      circuitBreaker(places, time),
      watchHealth(health, time),
      // Outside of the two limits, which count the second request too.
      renewCredentials(sourceId, authenticator, clock),
      // The pace of one credential before the limit of all: who waits here must not hold up the others.
      vendorPace(clock),
      rateLimit(stores.rate, clock),
      // Of what waits for its turn nobody knows whether it would be answered.
      beginPatience,
      // After all that waits: a signature is made for the moment in which it is sent.
      signIn({ ...options, authenticator, credentials, http, time, closing: closing.signal }),
      // Next to what it watches.
      watched({ sourceId, watch: options.watch, secrets }),
      classify({ ...options, authenticator, clock }),
    ],
    sendRead(http, authenticator),
  );

  const urlOf = requestUrls(endpoint);
  const ours = options.headers ?? NO_HEADERS;
  const toCall = (request: VendorRequest, scope: SourceScope): Call => {
    const url = urlOf(request);
    const partition = authenticator.partition(scope);
    const { headers: own } = request;
    const key = `${partition}\n${url.href}${own === undefined ? '' : `\n${JSON.stringify(own)}`}`;
    const headers = own === undefined ? ours : { ...ours, ...own };
    const place = `${partition}\n${request.part ?? url.pathname}`;
    return newCall({ request, url, key, partition, place, scope, headers });
  };

  /** A failure is gone on with like an answer. */
  const sendInTurn = async (call: Call): Promise<GoodReply> => {
    try {
      return (await send(call)).reply;
    } finally {
      const turn = turns.goOn(turnsOf(call.scope), call.scope.signal);
      if (turn !== null) await turn;
    }
  };

  return {
    send: async (request, scope) => {
      try {
        if (closing.signal.aborted) throw abortError(closing.signal);
        if (scope.signal.aborted) throw abortError(scope.signal);
        return await sendInTurn(toCall(request, scope));
      } catch (error) {
        throw reviveTransportError(error, sourceId);
      }
    },
    partition: (scope) => authenticator.partition(scope),
    secrets,
    occupancy,
    health: () => {
      const outcomes = health.read();
      const failingSince = earlier(outcomes.failingSince, circuits.silentSince);
      return { breaker: circuits.state, ...outcomes, failingSince };
    },
    close: async () => {
      closing.abort(shutDown(sourceId));
      await Promise.all([dispatchers.direct.destroy(), dispatchers.forward?.destroy()]);
    },
  };
}

const shutDown = (sourceId: string): SourceError =>
  new SourceError({
    code: 'UPSTREAM_UNAVAILABLE',
    message: `Source "${sourceId}" is shut down.`,
    retryable: false,
    origin: 'gateway',
  });

/** The request itself, with its credentials: the end of the chain. They are cleaned out of the answer. */
const sendRead =
  (http: HttpClient, authenticator: Authenticator): Send =>
  async ({ address, headers, credentials, tracing, scope, asked }) => {
    const request = {
      method: 'GET',
      url: address,
      headers: { ...headers, ...tracing, ...credentials },
      // Those too that others have sent meanwhile.
      secrets: () => authenticator.secrets(scope),
    } as const;
    const { reply, bytes } = await http(request, scope);
    return { reply: { ...reply, asked }, bytes, isShared: false };
  };
