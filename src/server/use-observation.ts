import { getOperationAST } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import type { Observer } from '../observe/create-observer.ts';
import type { OperationOutcome } from '../observe/metrics/operation-metrics.ts';
import type { ServerPlugin } from './server-plugin.ts';
import type { Part } from './use-report-errors.ts';
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
        if (isAsyncIterable(result)) {
          const errors: ToldError[] = [];
          return {
            onNext: ({ result: part }) => void errors.push(...errorsIn(part)),
            onEnd: () => tell(outcomeOf({ data: result, errors })),
          };
        }
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
  readonly errors?: readonly ToldError[];
}

interface ToldError {
  readonly path?: readonly unknown[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Of one part of an answer that comes in parts. */
const errorsIn = ({ errors = [], incremental = [] }: Part): readonly ToldError[] => [
  ...errors,
  ...incremental.flatMap((one) => one.errors ?? []),
];

/** What has no code of its own: without a path nothing was executed, because the request is wrong. */
const codeOf = ({ path, extensions }: ToldError): string =>
  String(extensions?.['code'] ?? (path === undefined ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR'));

interface Outcome {
  readonly outcome: OperationOutcome;
  readonly codes: readonly string[];
}

const WELL: Outcome = { outcome: 'ok', codes: [] };

function outcomeOf({ data, errors }: Result): Outcome {
  if (!errors?.length) return WELL;
  return { outcome: data ? 'partial' : 'error', codes: [...new Set(errors.map(codeOf))] };
}
