import { normalizedExecutor } from '@graphql-tools/executor';
import type { ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import type { Caller } from '../../access/caller.ts';
import { createExecutor, type ExecutorArgs } from '../../execution/create-executor.ts';
import { isAsyncIterable } from '../../execution/values.ts';
import type { Limits } from '../../limits/limits.ts';
import { tooCostly } from '../../limits/too-costly.ts';
import { SourceError } from '../../model/source-error.ts';
import type { Observer } from '../../observe/create-observer.ts';
import { badUserInput } from '../../resolvers/errors.ts';
import type { Admission, Leave } from '../admission/admission.ts';
import type { Asked } from '../asked.ts';
import { takesParts } from '../media-types.ts';
import type { ServerContext } from '../server-context.ts';
import { complete, type Ending, endingWithout } from './complete.ts';
import type { Operation } from './document.ts';
import { Documents } from './documents.ts';
import { isAbort } from './each-part.ts';
import { withParts } from './in-parts.ts';
import type { Outcome, Result } from './outcome.ts';
import type { SharedOperations, Sharer } from './shared-operations.ts';

export interface OperationRules<Context extends ServerContext> {
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  /** `null`: each is executed for itself. */
  readonly shared: SharedOperations | null;
  /** `null`: any number is executed at once. */
  readonly admission: Admission | null;
  readonly observer: Observer;
  /** What a client may see of an error. */
  readonly maskError: (error: unknown) => GraphQLError;
  /** Makes what the request carries. */
  readonly context: (asked: Asked, caller: Caller) => Context | Promise<Context>;
}

/** Runs an operation of well-formed parameters. `sharer`: `null`: nobody else may get the answer. Never rejects. */
export type RunOperation = (asked: Asked, params: GraphQLParams, sharer: Sharer | null) => Promise<Outcome>;

/** The life of an operation, from its text to its result. */
export function createRunOperation<Context extends ServerContext>(
  rules: OperationRules<Context>,
): RunOperation {
  const { limits, shared, admission, observer, maskError } = rules;
  const schema = withParts(rules.schema);
  const documents = new Documents(schema, limits);
  const executePlanned = createExecutor();

  return async (asked, { query = '', variables = {}, operationName }, sharer) => {
    let leave: Leave = NOTHING;
    try {
      const found = documents.known(query);
      const open =
        sharer && shared && found?.operation(operationName, asked.method).isShareable && shared.join(sharer);
      if (open) return await open;
      const { name, rights } = callerOf(asked).principal;
      // Whoever sent the body slowly has held no place meanwhile.
      const entered = admission?.enter(name, asked) ?? NOTHING;
      const isLate = entered instanceof Promise;
      leave = isLate ? await entered : entered;
      // Others may have sent the same text meanwhile, or begun the same operation.
      const known = found ?? documents.known(query);
      const document = known ?? documents.read(query);
      const operation = document.operation(operationName, asked.method);
      const begun = isLate && sharer && shared && operation.isShareable && shared.join(sharer);
      if (begun) {
        leave();
        return await begun;
      }
      if (known === undefined || (known.tellsSchema && !rights.introspection))
        await documents.check(query, document, rights.introspection);
      const run = (): Promise<Outcome> => answer(asked, variables ?? {}, operation, leave);
      return await (sharer && shared && operation.isShareable ? shared.lead(sharer, run) : run());
    } catch (error) {
      leave();
      return { result: { errors: errorsOf(error) }, text: null };
    }
  };

  async function answer(
    asked: Asked,
    variableValues: Variables,
    operation: Operation,
    leave: Leave,
  ): Promise<Outcome> {
    const caller = callerOf(asked);
    const made = rules.context(asked, caller);
    const contextValue = made instanceof Promise ? await made : made;
    const startedAt = performance.now();
    const { type, name } = operation;
    let timer: NodeJS.Timeout | undefined;
    let isOver = false;
    const end = (ending: Ending): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      const durationMs = performance.now() - startedAt;
      observer.endOperation({ type, name, durationMs, ...ending }, contextValue.observed);
      leave(partOf(durationMs, contextValue.queuedMs?.() ?? 0));
    };
    try {
      const running = execute(asked, operation, variableValues, contextValue);
      if (running instanceof Promise || isAsyncIterable(running))
        timer = setTimeout(() => asked.abort(overdue(limits.operationMs)), limits.operationMs);
      const result = running instanceof Promise ? await running : running;
      return await complete(result, {
        context: contextValue,
        maySeeSchema: caller.principal.rights.introspection,
        maskError,
        answerBytes: limits.answerBytes,
        asked,
        onEnd: end,
      });
    } catch (error) {
      const errors = errorsOf(error);
      end(endingWithout(error, errors));
      return { result: { errors }, text: null };
    }
  }

  /** Executes queries by a plan, and leaves all else to the library. Nothing is executed any more when the client has gone. */
  function execute(
    asked: Asked,
    operation: Operation,
    variableValues: Variables,
    contextValue: Context,
  ): Result | Promise<Result> {
    const isInParts = takesParts(asked.types);
    const refused = refuse(operation, variableValues, isInParts);
    if (refused !== null) return refused;
    const document = isInParts ? operation.document.node : operation.document.inOnePiece;
    const operationName = operation.name;
    const args = { schema, document, contextValue, variableValues, operationName, client: asked };
    return executePlanned(args) ?? wrong(operation, variableValues) ?? executeUnplanned(args);
  }

  /** Before anything is read for it; `null`: it may be executed. */
  function refuse(operation: Operation, variables: Variables, isInParts: boolean): ExecutionResult | null {
    const cost = operation.cost(variables);
    if (cost > limits.cost) return { errors: [costError(cost, limits.cost)] };
    if (isInParts && operation.initialCounts.some((count) => Number(count(variables)) < 0))
      return { errors: [badUserInput(NEGATIVE)] };
    return null;
  }

  function errorsOf(error: unknown): readonly GraphQLError[] {
    if (isAbort(error)) return [];
    return error instanceof AggregateError ? error.errors.map(maskError) : [maskError(error)];
  }
}

type Variables = Readonly<Record<string, unknown>>;

/** `null`: the library finds what is wrong with the variables, if anything is. */
function wrong(operation: Operation, variables: Variables): ExecutionResult | null {
  const fault = operation.faultOfLarge(variables);
  return fault && { errors: [fault] };
}

/** The library's own types know no parts. */
const executeUnplanned = ({ client, ...args }: ExecutorArgs): Result | Promise<Result> =>
  normalizedExecutor({ ...args, ...(client && { signal: client.signal }) }) as Result | Promise<Result>;

const overdue = (ms: number): SourceError =>
  new SourceError({
    code: 'DEADLINE_EXCEEDED',
    message: `The operation took longer than the ${ms} ms that it may take (\`server.limits.operationMs\`): ask for less at once.`,
    spending: { limit: 'server.limits.operationMs', spent: ms, allowed: ms },
  });

const NOTHING = (): void => undefined;

const partOf = (whole: number, part: number): number => (whole > 0 ? Math.min(1, part / whole) : 0);

const NEGATIVE = '`initialCount` of @stream is below 0; give 0 or more, or leave it out.';

/** Whoever comes by a way on which the gate was not asked gets nothing. */
function callerOf({ caller }: Asked): Caller {
  if (caller === null) throw new TypeError('A request was about to be served without asking who sends it.');
  return caller;
}

function costError(cost: number, most: number): GraphQLError {
  const told = Number.isFinite(cost) ? `${cost}` : 'more than can be told';
  return tooCostly(
    `The operation may cost ${told}, and ${most} is allowed: ask for fewer rows (\`first\`), fewer lists within lists, or fewer fields`,
    'cost',
    Number.isFinite(cost) ? { cost, mostCost: most } : { mostCost: most },
  );
}
