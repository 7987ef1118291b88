import type { ExecutionArgs, GraphQLSchema } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { createExecutor, type ExecutorArgs } from '../execution/create-executor.ts';
import { nativeSignal } from '../scope/native-signal.ts';

interface Asked {
  readonly request?: Request;
}

/** Executes queries by a plan, and leaves all else to the library. Nothing is executed any more when the client has gone. */
export function usePlannedExecution(schema: GraphQLSchema): Plugin {
  const executePlanned = createExecutor(schema);
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
