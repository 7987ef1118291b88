import { Counter, Histogram, type Registry } from 'prom-client';
import type { Watch } from '../scope/watch.ts';
import type { Level, Log, LogLine } from './log/log.ts';
import type { SourceShare } from './sources.ts';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** How many names of operations have series of their own: clients make them up. */
const MOST_NAMES = 100;
const OTHER = 'other';

/** `ok`, `partial` (data and errors), `error` (no data) or `aborted` (the client went before it had all of its answer). */
export type OperationOutcome = 'ok' | 'partial' | 'error' | 'aborted';

export interface OperationEnd {
  /** `query`, `mutation`, `subscription` or `unknown`. */
  readonly type: string;
  /** `null`: the client gave none. */
  readonly name: string | null;
  readonly outcome: OperationOutcome;
  /** Of its errors, each once. */
  readonly codes: readonly string[];
  readonly durationMs: number;
}

/** The span of one operation, and of each request that it causes. */
export interface OperationTrace {
  readonly traceId: string;
  readonly watch: Watch;
  readonly end: (end: OperationEnd) => void;
}

/** What of one request those learn who observe it. */
export interface ObservedRequest {
  readonly scope: { readonly id: string };
  /** Who asks. */
  readonly principal: string;
  readonly trace: OperationTrace | null;
  /** What each source did for it; resolves when nothing is read any more. */
  readonly shares: () => Promise<readonly SourceShare[]>;
}

export interface Operations {
  readonly endOperation: (end: OperationEnd, request: ObservedRequest | undefined) => void;
  /** One HTTP answer; the route must be one of a few. */
  readonly countAnswer: (method: string, route: string, status: number) => void;
  /** One operation that was not executed, because the same one of another caller was. */
  readonly countShared: () => void;
}

export interface OperationsOptions {
  readonly registry: Registry;
  readonly log: Log;
  /** An operation that takes longer is logged as slow. */
  readonly slowMs: number;
  readonly countShare: (share: SourceShare) => void;
}

/** What clients ask, as series and lines. No label takes any number of values from what a client writes. */
export function observeOperations({ registry, log, slowMs, countShare }: OperationsOptions): Operations {
  const requests = new Counter({
    name: 'jobweave_http_requests_total',
    help: 'HTTP requests answered.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  const shared = new Counter({
    name: 'jobweave_shared_operations_total',
    help: 'GraphQL operations that were not executed, but got the answer of the same one at the same time or a moment before.',
    registers: [registry],
  });
  const histogram = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Histogram({ name, help, labelNames, buckets: SECONDS, registers: [registry] });
  const byType = histogram(
    'jobweave_graphql_operation_duration_seconds',
    'How long the execution of a GraphQL operation took, in seconds.',
    ['operation', 'outcome'],
  );
  const byName = histogram(
    'jobweave_operation_duration_seconds',
    `The same by the name that clients gave the operation; beyond the first ${MOST_NAMES} names: ${OTHER}.`,
    ['name', 'outcome'],
  );
  const names = new Set<string>();
  const bounded = (name: string): string => {
    if (names.size < MOST_NAMES && name.length <= 80) names.add(name);
    return names.has(name) ? name : OTHER;
  };
  return {
    endOperation: (end, request) => {
      const { type, name, outcome, durationMs } = end;
      byType.observe({ operation: type, outcome }, durationMs / 1_000);
      byName.observe({ name: bounded(name ?? ''), outcome }, durationMs / 1_000);
      const level = durationMs >= slowMs ? 'warn' : outcome === 'ok' ? 'debug' : 'info';
      if (log.writes?.(level) ?? true) log(lineOf(level, end, request));
      request?.trace?.end(end);
      request?.shares().then((shares) => shares.forEach(countShare), ignore);
    },
    countAnswer: (method, route, status) => requests.inc({ method, route, status }),
    countShared: () => shared.inc(),
  };
}

const ignore = (): void => undefined;

/** What went well and quickly is told to those only who want to know all. */
function lineOf(level: Level, end: OperationEnd, request: ObservedRequest | undefined): LogLine {
  const isSlow = level === 'warn';
  return {
    level,
    event: isSlow ? 'slow-operation' : 'operation',
    requestId: request?.scope.id,
    principal: request?.principal,
    type: end.type,
    operation: end.name,
    outcome: end.outcome,
    ...(end.codes.length === 0 ? {} : { codes: end.codes }),
    durationMs: Math.round(end.durationMs),
    ...(request?.trace ? { traceId: request.trace.traceId } : {}),
  };
}
