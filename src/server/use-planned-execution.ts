import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { createExecutor, type ExecutorArgs } from '../execution/create-executor.ts';
import { SourceError } from '../model/source-error.ts';
import { nativeSignal } from '../scope/native-signal.ts';
import type { ServerPlugin } from './server-plugin.ts';

/**
 * Executes queries by a plan, and leaves all else to the library. Nothing is executed any more when the client has gone, or when
 * the time is over that one operation has.
 */
export function usePlannedExecution(mostMs: number): ServerPlugin {
  const executePlanned = createExecutor();
  return {
    onExecute({ executeFn, setExecuteFn }) {
      setExecuteFn((args: ExecutionArgs) => {
        const { request }: { readonly request?: Request } = args.contextValue ?? {};
        if (request === undefined) return executePlanned(args) ?? executeFn(args);
        const { signal, abort } = nativeSignal(request.signal);
        const cancellable: ExecutorArgs = { ...args, signal };
        const result = executePlanned(cancellable) ?? executeFn(cancellable);
        return result instanceof Promise ? within(mostMs, result, abort) : result;
      });
    },
  };
}

function within(
  ms: number,
  result: Promise<ExecutionResult>,
  abort: (reason: SourceError) => void,
): Promise<ExecutionResult> {
  const timer = setTimeout(() => abort(overdue(ms)), ms);
  return result.finally(() => clearTimeout(timer));
}

const overdue = (ms: number): SourceError =>
  new SourceError({
    code: 'DEADLINE_EXCEEDED',
    message: `The operation took longer than the ${ms} ms that it may take (\`server.limits.operationMs\`): ask for less at once.`,
    spending: { limit: 'server.limits.operationMs', spent: ms, allowed: ms },
  });
