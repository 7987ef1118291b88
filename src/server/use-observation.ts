import { getOperationAST } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import type { Observer } from '../observe/create-observer.ts';
import type { OperationOutcome } from '../observe/metrics/operation-metrics.ts';
import type { ServerPlugin } from './server-plugin.ts';
import { PATHS } from './use-routes.ts';

const ROUTES: ReadonlySet<string> = new Set(Object.values(PATHS));

/** Tells the observer of every HTTP request, and of every operation that is executed. Stands behind whatever adds errors to a result. */
export const useObservation = (observer: Observer): ServerPlugin => ({
  onExecute({ args }) {
    const operation = getOperationAST(args.document, args.operationName);
    const startedAt = performance.now();
    return {
      onExecuteDone({ result }) {
        const tell = (outcome: Outcome): void =>
          observer.endOperation(
            {
              type: operation?.operation ?? 'unknown',
              name: operation?.name?.value ?? null,
              durationMs: performance.now() - startedAt,
              ...outcome,
            },
            args.contextValue.observed,
          );
        if (isAsyncIterable(result)) return { onEnd: () => tell(WELL) };
        return tell(outcomeOf(result));
      },
    };
  },
  onResponse({ request, response }) {
    const path = new URL(request.url).pathname;
    observer.countAnswer(request.method, ROUTES.has(path) ? path : 'other', response.status);
  },
});

interface Result {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[];
}

interface Outcome {
  readonly outcome: OperationOutcome;
  readonly codes: readonly string[];
}

const WELL: Outcome = { outcome: 'ok', codes: [] };

function outcomeOf({ data, errors }: Result): Outcome {
  if (!errors?.length) return WELL;
  const codes = errors.map(({ extensions }) => String(extensions?.['code'] ?? 'INTERNAL_SERVER_ERROR'));
  return { outcome: data ? 'partial' : 'error', codes: [...new Set(codes)] };
}
