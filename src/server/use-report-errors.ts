import type { GraphQLError } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { ObservedRequest } from '../observe/create-observer.ts';

/** What the server needs of a request's context. */
export interface ServerContext {
  /** Failures that cost the answer rows but no field: each becomes one entry in `errors`. Resolvers add to it. */
  readonly reportErrors: readonly GraphQLError[];
  /** Absent: nobody observes it. */
  readonly observed?: ObservedRequest;
}

/** Puts the failures that resolvers reported beside the data that is there all the same. */
export const useReportErrors = (): Plugin<ServerContext> => ({
  onExecute: ({ args }) => ({
    onExecuteDone({ result, setResult }) {
      const reported = args.contextValue.reportErrors;
      if (reported.length === 0 || isAsyncIterable(result)) return;
      setResult({ ...result, errors: [...(result.errors ?? []), ...reported] });
    },
  }),
});
