import type { ExecutionArgs } from 'graphql';
import { createExecutor, type ExecutorArgs } from '../execution/create-executor.ts';
import { nativeSignal } from '../scope/native-signal.ts';
import type { ServerPlugin } from './server-plugin.ts';

interface Asked {
  readonly request?: Request;
}

/** Executes queries by a plan, and leaves all else to the library. Nothing is executed any more when the client has gone. */
export function usePlannedExecution(): ServerPlugin {
  const executePlanned = createExecutor();
  return {
    onExecute({ executeFn, setExecuteFn }) {
      setExecuteFn((args: ExecutionArgs) => {
        const cancellable = untilClientLeaves(args);
        return executePlanned(cancellable) ?? executeFn(cancellable);
      });
    },
  };
}

function untilClientLeaves(args: ExecutionArgs): ExecutorArgs {
  const { request }: Asked = args.contextValue ?? {};
  return request === undefined ? args : { ...args, signal: nativeSignal(request.signal) };
}
