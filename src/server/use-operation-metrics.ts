import { getOperationAST } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { Histogram, type Registry } from 'prom-client';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * Times every operation that is executed, by its outcome: `ok`, `partial` (data and errors) or `error` (no data).
 * Stands behind whatever adds errors to a result.
 */
export function useOperationMetrics(registry: Registry): Plugin {
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
  };
}

function outcomeOf(result: { readonly data?: unknown; readonly errors?: readonly unknown[] }): string {
  if (!result.errors?.length) return 'ok';
  return result.data ? 'partial' : 'error';
}
