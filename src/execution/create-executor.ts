import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getOperationAST,
  type OperationDefinitionNode,
} from 'graphql';
import { coerceVariables } from './coerce-variables.ts';
import type { Plan } from './plan.ts';
import { planOperation } from './plan-operation.ts';
import { type RunOptions, runPlan } from './run-plan.ts';

export interface ExecutorArgs extends ExecutionArgs {
  /** Whose signal aborts when nobody waits for the answer. */
  readonly client?: RunOptions['client'];
}

type Result = ExecutionResult | Promise<ExecutionResult>;

/**
 * Executes queries by a plan that is made once for each operation: types, fields, arguments and fragments are not looked up
 * for every row. `null`, before anything has run: the operation is unusual, and is for the library to execute. That is
 * what has directives, is no query, is wrong with its variables, or is far too big.
 */
export function createExecutor(): (args: ExecutorArgs) => Result | null {
  const plans = new WeakMap<OperationDefinitionNode, Plan | null>();

  function planOf({ schema, document, operationName }: ExecutorArgs): Plan | null {
    const operation = getOperationAST(document, operationName);
    if (operation == null) return null;
    const known = plans.get(operation);
    if (known !== undefined && (known === null || known.schema === schema)) return known;
    const plan = planOperation(schema, document, operation);
    plans.set(operation, plan);
    return plan;
  }

  return (args) => {
    if (isCustomized(args)) return null;
    const plan = planOf(args);
    if (plan === null) return null;
    const variables = coerced(plan, args.variableValues);
    if (variables === null) return null;
    const { contextValue: context, client } = args;
    const result = runPlan(plan, { context, variables, client });
    return client !== undefined && result instanceof Promise ? orAborted(result, client.signal) : result;
  };
}

/** `null`: something is wrong with them. */
function coerced({ schema, operation }: Plan, given: ExecutorArgs['variableValues']): Variables | null {
  if (operation.variableDefinitions === undefined || operation.variableDefinitions.length === 0) return {};
  const values = coerceVariables(schema, operation, given ?? {});
  return values instanceof GraphQLError ? null : values;
}

type Variables = RunOptions['variables'];

const isCustomized = ({ rootValue, fieldResolver, typeResolver }: ExecutorArgs): boolean =>
  (rootValue ?? fieldResolver ?? typeResolver ?? null) !== null;

/** Rejects as soon as the signal aborts. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
