import { isAsyncIterable } from 'graphql-yoga';
import type { ServerPlugin } from './server-plugin.ts';

/** Puts what an operation did at each source beside its answer, where the caller wants to know. */
export const useExplain = (): ServerPlugin => ({
  onExecute: ({ args: { contextValue } }) => {
    const tell = contextValue.explain;
    if (!tell) return undefined;
    return {
      onExecuteDone: async ({ result, setResult }) => {
        if (isAsyncIterable(result)) return;
        setResult({ ...result, extensions: { ...result.extensions, explain: await tell() } });
      },
    };
  },
});
