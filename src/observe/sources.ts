import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { SourceHealth, SourceState } from '../datasource/contract/source-health.ts';
import type { VendorCall, VendorOutcome, Watch } from '../scope/watch.ts';
import type { Level, Log } from './log/log.ts';

const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What can be asked of a source at any time. */
export interface SourceLink {
  readonly id: string;
  readonly backend: string;
  readonly health: () => SourceHealth;
  readonly breaker: () => string;
  /** Reads that are on their way, and reads that wait for their turn. */
  readonly occupancy: () => { readonly running: number; readonly waiting: number };
  /** Its credentials of this moment, by value. */
  readonly secrets: () => readonly string[];
}

/** Those that are served at the moment, by id. */
export type SourceLinks = ReadonlyMap<string, SourceLink>;

/** What one source did for one operation. */
export interface SourceShare {
  readonly sourceId: string;
  /** Of its report, for each list that was asked for. */
  readonly pages: readonly { readonly state: string; readonly rowsReturned: number }[];
  readonly rowsFetched: number;
  readonly cacheHits: number;
}

export interface Sources {
  /** Told of every request to every vendor. */
  readonly watch: Watch;
  readonly countUnknownStatus: (backend: string, source: string) => void;
  readonly countShare: (share: SourceShare) => void;
}

const STATES = ['HEALTHY', 'DEGRADED', 'DOWN', 'UNKNOWN'] as const;
const BREAKERS = ['closed', 'half-open', 'open'] as const;

/** The series of each source, and the changes of its state as lines. */
export function observeSources(registry: Registry, log: Log, links: () => SourceLinks): Sources {
  const counters = createCounters(registry);
  createGauges(registry, () => links().values());
  const look = logStateChanges(log, (id) => links().get(id));
  return {
    watch: (call) => ({
      end: (outcome) => {
        countCall(counters, call, outcome);
        look(call.sourceId, outcome.error !== null);
      },
    }),
    countUnknownStatus: (backend, source) => counters.unknownStatuses.inc({ source, backend }),
    countShare: ({ sourceId: source, pages, rowsFetched, cacheHits }) => {
      if (rowsFetched > 0) counters.rowsFetched.inc({ source }, rowsFetched);
      if (cacheHits > 0) counters.cacheHits.inc({ source }, cacheHits);
      for (const { state, rowsReturned } of pages) {
        counters.pages.inc({ source, state });
        if (rowsReturned > 0) counters.rowsReturned.inc({ source }, rowsReturned);
      }
    },
  };
}

type Counters = ReturnType<typeof createCounters>;

function countCall(counters: Counters, call: VendorCall, outcome: VendorOutcome): void {
  const source = call.sourceId;
  if (call.purpose === 'sign-in') {
    counters.signIns.inc({ source, outcome: signInOutcome(outcome) });
    return;
  }
  counters.requests.inc({ source, outcome: outcome.error?.code ?? 'ok' });
  counters.seconds.observe({ source }, outcome.durationMs / 1_000);
  if (call.attempt > 1) counters.retries.inc({ source });
  if (outcome.error?.code === 'UPSTREAM_RATE_LIMITED') counters.throttled.inc({ source });
}

/** Whether the credentials were taken is judged by those who read the answer; its status says nearly as much. */
const signInOutcome = ({ error, status }: VendorOutcome): string => {
  if (error !== null) return error.code;
  return status !== null && status < 400 ? 'ok' : 'refused';
};

function createCounters(registry: Registry) {
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `jobweave_${name}`, help, labelNames, registers: [registry] });
  return {
    requests: counter(
      'source_requests_total',
      'Requests sent to the vendor, by outcome: ok, or the code of the error. Each attempt counts; sign-ins do not.',
      'source',
      'outcome',
    ),
    seconds: new Histogram({
      name: 'jobweave_source_request_duration_seconds',
      help: 'From sending a request to the last byte of its answer, in seconds; our own queues are not in it.',
      labelNames: ['source'],
      buckets: SECONDS,
      registers: [registry],
    }),
    retries: counter('source_retries_total', 'Attempts after the first.', 'source'),
    throttled: counter(
      'source_throttled_total',
      'Requests that the vendor refused as too many (429).',
      'source',
    ),
    signIns: counter(
      'source_sign_ins_total',
      'Requests for credentials, by outcome: ok, refused, or the code of the error.',
      'source',
      'outcome',
    ),
    cacheHits: counter(
      'source_cache_hits_total',
      'Answers from the cache, or shared with another asker.',
      'source',
    ),
    rowsFetched: counter('source_rows_fetched_total', 'Rows of jobs that the vendor gave.', 'source'),
    rowsReturned: counter('source_rows_returned_total', 'Rows of jobs that clients got in lists.', 'source'),
    pages: counter(
      'source_pages_total',
      'Parts of pages of lists, by the state of the source: OK, PARTIAL, LATE, FAILED or SKIPPED.',
      'source',
      'state',
    ),
    unknownStatuses: counter(
      'unknown_status_words_total',
      'Rows whose status is a word that no table of the backend has; such jobs read UNKNOWN.',
      'source',
      'backend',
    ),
  };
}

function createGauges(registry: Registry, links: () => Iterable<SourceLink>): void {
  const gauge = (
    name: string,
    help: string,
    labelNames: readonly string[],
    tell: (link: SourceLink, set: (value: number, labels?: Record<string, string>) => void) => void,
  ) =>
    new Gauge({
      name: `jobweave_source_${name}`,
      help,
      labelNames: ['source', ...labelNames],
      registers: [registry],
      aggregator: 'max',
      collect() {
        this.reset();
        for (const link of links())
          tell(link, (value, labels) => this.set({ source: link.id, ...labels }, value));
      },
    });

  gauge('info', 'Always 1; the labels tell the backend of the source.', ['backend'], ({ backend }, set) =>
    set(1, { backend }),
  );
  gauge('state', '1 for the state that the source is in, 0 for the others.', ['state'], (link, set) => {
    const now = link.health().state;
    for (const state of STATES) set(Number(state === now), { state });
  });
  gauge('breaker', '1 for the state that the breaker is in, 0 for the others.', ['state'], (link, set) => {
    const now = link.breaker();
    for (const state of BREAKERS) set(Number(state === now), { state });
  });
  gauge('requests_running', 'Requests that are on their way.', [], (link, set) =>
    set(link.occupancy().running),
  );
  gauge('requests_waiting', 'Requests that wait for their turn.', [], (link, set) =>
    set(link.occupancy().waiting),
  );
  gauge(
    'last_checked_timestamp_seconds',
    'When the source was last asked; absent: never.',
    [],
    (link, set) => {
      const at = link.health().lastCheckedAt;
      if (at !== null) set(at / 1_000);
    },
  );
}

export interface Watched {
  readonly backend: string;
  readonly health: () => SourceHealth;
}

interface Known {
  readonly state: SourceState;
  readonly since: number;
}

const LEVEL: Readonly<Record<SourceState, Level>> = {
  HEALTHY: 'info',
  DEGRADED: 'warn',
  DOWN: 'error',
  UNKNOWN: 'info',
};

/**
 * One line for each change of a source's state. It looks when a request has failed, and after each request to a source that
 * is not in good health: in good health, an answer changes nothing.
 */
export function logStateChanges(
  log: Log,
  find: (sourceId: string) => Watched | undefined,
  now: () => number = Date.now,
): (sourceId: string, hasFailed: boolean) => void {
  const states = new Map<string, Known>();
  const pending = new Set<string>();

  const look = (id: string): void => {
    pending.delete(id);
    const source = find(id);
    if (source === undefined) return;
    const known = states.get(id) ?? { state: 'UNKNOWN', since: now() };
    const health = source.health();
    if (health.state === known.state && states.has(id)) return;
    states.set(id, { state: health.state, since: now() });
    if (health.state !== known.state) log(lineOf(id, source.backend, known, health, now()));
  };

  return (sourceId, hasFailed) => {
    const isWell = !hasFailed && states.get(sourceId)?.state === 'HEALTHY';
    if (isWell || pending.has(sourceId)) return;
    pending.add(sourceId);
    // The policies around this request have not learnt of its outcome yet.
    setImmediate(look, sourceId);
  };
}

function lineOf(source: string, backend: string, known: Known, health: SourceHealth, now: number) {
  const { state, lastError } = health;
  const isFirst = known.state === 'UNKNOWN' && state === 'HEALTHY';
  return {
    level: isFirst ? 'debug' : LEVEL[state],
    event: 'source-state',
    source,
    backend,
    state,
    before: known.state,
    beforeMs: now - known.since,
    ...(lastError === null ? {} : { code: lastError.code, reason: lastError.message }),
  } as const;
}
