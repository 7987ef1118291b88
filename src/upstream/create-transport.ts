import type { Dispatcher } from 'undici';
import type { FaultReader, KeepAs, Transport, VendorRequest } from '../datasource/contract/transport.ts';
import { SourceError } from '../model/source-error.ts';
import { abortError } from '../scope/abort-error.ts';
import type { SourceScope } from '../scope/request-scope.ts';
import type { Authenticator } from './auth/authenticator.ts';
import { type CachedRead, createResponseCache } from './cache/response-cache.ts';
import { type Clock, clock as systemClock } from './clock.ts';
import { reviveTransportError } from './fault/revive-transport-error.ts';
import { createPartitions } from './health/partitions.ts';
import { createHealthRecord, type SourceHealth } from './health/source-health.ts';
import type { Answer } from './http/answer.ts';
import { createDispatcher } from './http/create-dispatcher.ts';
import { createHttpClient } from './http/http-client.ts';
import { requestUrl } from './http/request-url.ts';
import { createAttempt } from './policies/attempt.ts';
import { createBulkhead } from './policies/bulkhead.ts';
import { type BreakerState, type CircuitBreaker, createCircuitBreaker } from './policies/circuit-breaker.ts';
import { retry } from './policies/retry.ts';
import { createRetryBudget } from './policies/retry-budget.ts';
import { createSignedExchange, type SignableRead } from './policies/signed-exchange.ts';
import { createSingleFlight } from './policies/single-flight.ts';
import { createTokenBucket } from './policies/token-bucket.ts';
import { createVendorPace } from './policies/vendor-pace.ts';
import type { UpstreamLimits } from './upstream-limits.ts';

export interface TransportOptions {
  readonly sourceId: string;
  /** Origin and optional base path, e.g. `http://10.0.0.5:8080/base`. */
  readonly endpoint: string;
  readonly authenticator: Authenticator;
  readonly readFault: FaultReader;
  /** Sent with every read. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly limits: UpstreamLimits;
  /** Sockets for tests; who brings them closes them. */
  readonly dispatcher?: Dispatcher;
  /** Default: the system's. Attempts are timed by real timers in any case. */
  readonly clock?: Clock;
  /** 0 to 1, for the jitter of retries. */
  readonly random?: () => number;
}

export interface SourceTransport extends Transport {
  health(): SourceHealth;
}

/**
 * One source's way to its vendor. What one read passes through, from the outside in, and why in this order:
 *
 * 1. cache: an answer that is here costs nothing, not even a look at the breaker
 * 2. one flight for all who ask the same now: below the cache, so that revalidations are shared as well
 * 3. retry: outside all that follows, so that nobody holds a place while waiting for the next attempt
 * 4. open breaker refuses, before anyone queues in vain
 * 5. bulkhead: a place and its bounded queue
 * 6. breaker, again: it may have opened while this one queued; it judges single attempts, replayed sign-ins included
 * 7. authorize, rate limit, request, fault: see `signed-exchange.ts`
 *
 * What the vendor's answers teach (cache, flights, breaker, pace) is kept apart by credential: one caller's throttled or
 * misused account says nothing of the others. What protects the vendor from us is one for all.
 */
export function createTransport(options: TransportOptions): SourceTransport {
  const { sourceId, limits, authenticator, clock = systemClock, random = Math.random } = options;
  const closing = new AbortController();
  const dispatcher = options.dispatcher ?? createDispatcher(limits);
  const http = createHttpClient({ ...limits, sourceId, dispatcher });
  const cache = createResponseCache({ ...limits, now: clock.now }, closing.signal);
  const flights = createSingleFlight<Answer>();
  const retries = { ...limits, budget: createRetryBudget(clock.now), clock, random };
  const bulkhead = createBulkhead({ ...limits, sourceId });
  const health = createHealthRecord(clock);
  const shared = createTokenBucket(limits.rateLimit, clock);
  const partitions = createPartitions(() => ({
    breaker: createCircuitBreaker(sourceId, limits.breaker, clock),
    pacing: { own: createVendorPace(clock), shared },
  }));
  const exchange = createSignedExchange({ ...options, http, clock, closing: closing.signal });

  const attempt = async (read: SignableRead, scope: SourceScope): Promise<Answer> => {
    const partition = authenticator.partition(scope);
    const { breaker, pacing } = partitions.of(partition);
    breaker.refuseIfOpen();
    const { pacing: watched, hasLeft } = createAttempt(scope.signal, pacing, clock);
    const stopWaiting = scope.ledger.wait();
    const work = () => {
      stopWaiting();
      return breaker.run(hasLeft, () =>
        health.watch({ hasLeft, partition }, () => exchange(read, scope, watched)),
      );
    };
    return bulkhead(scope.signal, work).finally(stopWaiting);
  };

  const read = async (request: VendorRequest, scope: SourceScope) => {
    if (closing.signal.aborted) throw abortError(closing.signal);
    if (scope.signal.aborted) throw abortError(scope.signal);
    const url = requestUrl(options.endpoint, request);
    const { since = 0 } = request;
    const key = JSON.stringify([authenticator.partition(scope), url.href, request.headers]);
    const fetch: CachedRead['fetch'] = (validators, asker) => {
      const headers = { ...options.headers, ...request.headers, ...validators };
      const conditional = Object.keys(validators).length > 0;
      return flights.join(`${key}${JSON.stringify(validators)}`, since, asker, (shared) =>
        retry(retries, shared, () => attempt({ url, headers, conditional }, shared)),
      );
    };
    return cache.read({ key, fetch, since, keepAs: request.keepAs ?? asFinal }, scope);
  };

  return {
    send: async (request, scope) => {
      try {
        return await read(request, scope);
      } catch (error) {
        throw reviveTransportError(error, sourceId);
      }
    },
    partition: (scope) => authenticator.partition(scope),
    secrets: (scope) => authenticator.secrets(scope),
    health: () => ({ breaker: stateOf(partitions.all()), ...health.read() }),
    close: async () => {
      closing.abort(shutDown(sourceId));
      flights.abortAll(shutDown(sourceId));
      if (options.dispatcher === undefined) await dispatcher.destroy();
    },
  };
}

const asFinal = (): KeepAs => 'final';

/** The source as a whole: one caller's open breaker leaves it open to the others. */
function stateOf(partitions: readonly { readonly breaker: CircuitBreaker }[]): BreakerState {
  const states = new Set(partitions.map(({ breaker }) => breaker.state()));
  if (states.size === 0 || states.has('closed')) return 'closed';
  return states.has('half-open') ? 'half-open' : 'open';
}

const shutDown = (sourceId: string): SourceError =>
  new SourceError({
    code: 'UPSTREAM_UNAVAILABLE',
    message: `Source "${sourceId}" is shut down.`,
    retryable: false,
    origin: 'gateway',
  });
