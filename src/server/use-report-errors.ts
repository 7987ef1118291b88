import type { ExecutionResult } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import type { ServerPlugin } from './server-plugin.ts';

/** One part of an answer that comes in parts, in the format of August 2022 that clients speak. */
export interface Part extends ExecutionResult {
  readonly incremental?: readonly ExecutionResult[];
}

/**
 * Puts the failures that resolvers reported beside the data that is there all the same; in an answer that comes in parts,
 * each beside the first part that could know of it.
 */
export const useReportErrors = (): ServerPlugin => ({
  onExecute: ({ args }) => {
    let told = 0;
    const withReported = (result: ExecutionResult): ExecutionResult => {
      const reported = args.contextValue.reportErrors.slice(told);
      told += reported.length;
      return reported.length === 0 ? result : { ...result, errors: [...(result.errors ?? []), ...reported] };
    };
    return {
      onExecuteDone({ result, setResult }) {
        if (!isAsyncIterable(result)) return setResult(withReported(result));
        return { onNext: ({ result: part, setResult: setPart }) => setPart(inPart(part, withReported)) };
      },
    };
  },
});

/** Of a later part clients read only what stands within `incremental`. */
function inPart(part: Part, withReported: (result: ExecutionResult) => ExecutionResult): Part {
  const [first, ...rest] = part.incremental ?? [];
  return first === undefined
    ? withReported(part)
    : ({ ...part, incremental: [withReported(first), ...rest] } as Part);
}
