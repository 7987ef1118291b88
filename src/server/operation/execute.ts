import { normalizedExecutor } from '@graphql-tools/executor';
import { createExecutor, type ExecutorArgs } from '../../execution/create-executor.ts';
import { SourceError } from '../../model/source-error.ts';
import type { Asked } from '../asked.ts';
import type { Result } from './outcome.ts';

export type Execute = (args: ExecutorArgs, asked: Asked) => Result | Promise<Result>;

/**
 * Executes queries by a plan, and leaves all else to the library. Nothing is executed any more when the client has gone, or when
 * the time is over that one operation has.
 */
export function createExecute(mostMs: number): Execute {
  const executePlanned = createExecutor();
  return (args, asked) => {
    const result = executePlanned(args) ?? executeUnplanned(args);
    return result instanceof Promise ? within(mostMs, result, asked.abort) : result;
  };
}

/** The library's own types know no parts. */
const executeUnplanned = ({ client, ...args }: ExecutorArgs): Result | Promise<Result> =>
  normalizedExecutor({ ...args, ...(client && { signal: client.signal }) }) as Result | Promise<Result>;

function within<R>(ms: number, result: Promise<R>, abort: (reason: SourceError) => void): Promise<R> {
  const timer = setTimeout(() => abort(overdue(ms)), ms);
  return result.finally(() => clearTimeout(timer));
}

const overdue = (ms: number): SourceError =>
  new SourceError({
    code: 'DEADLINE_EXCEEDED',
    message: `The operation took longer than the ${ms} ms that it may take (\`server.limits.operationMs\`): ask for less at once.`,
    spending: { limit: 'server.limits.operationMs', spent: ms, allowed: ms },
  });
