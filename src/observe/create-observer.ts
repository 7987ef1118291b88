import type { Registry } from 'prom-client';
import type { Crowd } from '../scope/crowd.ts';
import { type Watch, watchTogether } from '../scope/watch.ts';
import { rememberingCleaner } from '../secrets/clean-values.ts';
import { createLog, type Level, type Log } from './log/log.ts';
import { logStateChanges } from './log/log-state-changes.ts';
import { createRegistry } from './metrics/create-registry.ts';
import { createCrowdMetrics } from './metrics/crowd-metrics.ts';
import {
  createOperationMetrics,
  type OperationEnd,
  type OperationMetrics,
} from './metrics/operation-metrics.ts';
import {
  createSourceMetrics,
  type SourceLink,
  type SourceMetrics,
  type SourceShare,
} from './metrics/source-metrics.ts';
import type { OperationTrace } from './traces/tracing.ts';

export interface ObserverOptions {
  /** Of the gateway. */
  readonly version: string;
  /** Default: `info`. */
  readonly level?: Level;
  /** An operation that takes longer is logged as slow; default: none is. */
  readonly slowMs?: number;
  /** Default: a log of that level on stderr, cleaned of what the sources hold as secret. */
  readonly log?: Log;
}

/** What of one request those learn who observe it. */
export interface ObservedRequest {
  readonly id: string;
  /** Who asks. */
  readonly principal: string;
  readonly trace: OperationTrace | null;
  /** What each source did for it; resolves when nothing is read any more. */
  readonly shares: () => Promise<readonly SourceShare[]>;
}

/** All that an operator sees of one process: series, lines, and spans where they are wanted. */
export interface Observer {
  readonly registry: Registry;
  readonly log: Log;
  /** Told of every request to every vendor. */
  readonly watch: Watch;
  readonly countUnknownStatus: SourceMetrics['countUnknownStatus'];
  readonly countAnswer: OperationMetrics['countAnswer'];
  readonly countShared: OperationMetrics['countShared'];
  readonly endOperation: (end: OperationEnd, request: ObservedRequest | undefined) => void;
  /** Of this process: who lets operations in counts them here. */
  readonly crowd: Crowd;
  /** The sources that are served from now on. */
  readonly follow: (links: ReadonlyMap<string, SourceLink>) => void;
}

export function createObserver({
  version,
  level,
  slowMs = Number.POSITIVE_INFINITY,
  ...options
}: ObserverOptions): Observer {
  const registry = createRegistry(version);
  const sources = createSourceMetrics(registry);
  const operations = createOperationMetrics(registry);
  const cleaner = rememberingCleaner();
  let links: ReadonlyMap<string, SourceLink> = new Map();
  const clean = (text: string): string =>
    cleaner([...links.values()].flatMap(({ secrets }) => secrets())).text(text);
  const log = options.log ?? createLog({ ...(level === undefined ? {} : { level }), clean });
  const watch = watchTogether([sources.watch, logStateChanges(log, (id) => links.get(id))]) ?? sources.watch;
  sources.follow(() => links.values());

  return {
    registry,
    log,
    watch,
    countUnknownStatus: sources.countUnknownStatus,
    countAnswer: operations.countAnswer,
    countShared: operations.countShared,
    crowd: createCrowdMetrics(registry),
    follow: (next) => {
      links = next;
    },
    endOperation: (end, request) => {
      operations.countOperation(end);
      log(lineOf(end, request, slowMs));
      request?.trace?.end(end);
      request?.shares().then((shares) => shares.forEach(sources.countShare), ignore);
    },
  };
}

const ignore = (): void => undefined;

/** What went well and quickly is told to those only who want to know all. */
function lineOf(end: OperationEnd, request: ObservedRequest | undefined, slowMs: number) {
  const isSlow = end.durationMs >= slowMs;
  return {
    level: isSlow ? 'warn' : end.outcome === 'ok' ? 'debug' : 'info',
    event: isSlow ? 'slow-operation' : 'operation',
    requestId: request?.id,
    principal: request?.principal,
    type: end.type,
    operation: end.name,
    outcome: end.outcome,
    ...(end.codes.length === 0 ? {} : { codes: end.codes }),
    durationMs: Math.round(end.durationMs),
    ...(request?.trace ? { traceId: request.trace.traceId } : {}),
  } as const;
}
