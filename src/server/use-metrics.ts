import { getOperationAST } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { Counter, Histogram, type Registry } from 'prom-client';
import { PATHS } from './use-routes.ts';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const ROUTES: ReadonlySet<string> = new Set(Object.values(PATHS));

/**
 * Counts every HTTP request, and times every operation that is executed, by its outcome: `ok`, `partial` (data and errors) or
 * `error` (no data). Stands behind whatever adds errors to a result. No label is ever taken from what a client writes, so
 * nobody can blow up the number of series.
 */
export function useMetrics(registry: Registry): Plugin {
  const requests = new Counter({
    name: 'jobweave_http_requests_total',
    help: 'HTTP requests answered.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'jobweave_graphql_operation_duration_seconds',
    help: 'How long the execution of a GraphQL operation took, in seconds.',
    labelNames: ['operation', 'outcome'],
    buckets: SECONDS,
    registers: [registry],
  });
  return {
    onExecute({ args }) {
      const operation = getOperationAST(args.document, args.operationName)?.operation ?? 'unknown';
      const stop = durations.startTimer({ operation });
      return {
        onExecuteDone({ result }) {
          stop({ outcome: isAsyncIterable(result) ? 'ok' : outcomeOf(result) });
        },
      };
    },
    onResponse({ request, response }) {
      const path = new URL(request.url).pathname;
      const route = ROUTES.has(path) ? path : 'other';
      requests.inc({ method: request.method, route, status: response.status });
    },
  };
}

function outcomeOf(result: { readonly data?: unknown; readonly errors?: readonly unknown[] }): string {
  if (!result.errors?.length) return 'ok';
  return result.data ? 'partial' : 'error';
}
