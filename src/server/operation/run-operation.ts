import type { ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import type { Caller } from '../../access/caller.ts';
import type { Limits } from '../../limits/limits.ts';
import { tooCostly } from '../../limits/too-costly.ts';
import type { Observer } from '../../observe/create-observer.ts';
import { badUserInput } from '../../resolvers/errors.ts';
import type { Admission } from '../admission/admission.ts';
import type { Asked } from '../asked.ts';
import { takesParts } from '../media-types.ts';
import type { ServerContext } from '../server-context.ts';
import { complete } from './complete.ts';
import type { Operation } from './document.ts';
import { Documents } from './documents.ts';
import { isAbort } from './each-part.ts';
import { createExecute } from './execute.ts';
import { withParts } from './in-parts.ts';
import type { Outcome } from './outcome.ts';
import type { SharedOperations, Sharer } from './shared-operations.ts';

export interface OperationRules<Context extends ServerContext> {
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  readonly shared: SharedOperations;
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

/** The life of an operation, from its text to its result: each step begins the next one. */
export function createRunOperation<Context extends ServerContext>(
  rules: OperationRules<Context>,
): RunOperation {
  const { limits, shared, admission, observer, maskError } = rules;
  const schema = withParts(rules.schema);
  const documents = new Documents(schema, limits);
  const execute = createExecute(limits.operationMs);

  return async (asked, params, sharer) => {
    try {
      return await (joinOthers(asked, params, sharer) ?? enter(asked, params, sharer));
    } catch (error) {
      return { result: { errors: errorsOf(error) }, text: null };
    }
  };

  /** `null`: it has to be run, because nobody is known to have asked the same. */
  function joinOthers(asked: Asked, { query = '', operationName }: GraphQLParams, sharer: Sharer | null) {
    const document = sharer === null ? undefined : documents.known(query);
    if (sharer === null || document === undefined) return null;
    return document.operation(operationName, asked.method).isShareable ? shared.join(sharer) : null;
  }

  /** Whoever sent the body slowly has held no place meanwhile. */
  async function enter(asked: Asked, params: GraphQLParams, sharer: Sharer | null): Promise<Outcome> {
    const leave = (await admission?.enter(callerOf(asked).principal.name, asked)) ?? NOTHING;
    try {
      return await check(asked, params, sharer, leave);
    } catch (error) {
      leave();
      throw error;
    }
  }

  async function check(
    asked: Asked,
    params: GraphQLParams,
    sharer: Sharer | null,
    leave: () => void,
  ): Promise<Outcome> {
    const { query = '', operationName } = params;
    const document = documents.known(query) ?? documents.read(query);
    const operation = document.operation(operationName, asked.method);
    await documents.check(query, document, callerOf(asked).principal.rights.introspection);
    const run = () => answer(asked, params.variables ?? {}, operation, leave);
    return sharer !== null && operation.isShareable ? shared.lead(sharer, run) : run();
  }

  async function answer(
    asked: Asked,
    variableValues: Variables,
    operation: Operation,
    leave: () => void,
  ): Promise<Outcome> {
    const caller = callerOf(asked);
    const contextValue = await rules.context(asked, caller);
    const startedAt = performance.now();
    const isInParts = takesParts(asked.types);
    const document = isInParts ? operation.document.node : operation.document.inOnePiece;
    const { type, name } = operation;
    const args = {
      schema,
      document,
      contextValue,
      variableValues,
      operationName: name,
      client: asked,
    };
    const result = refuse(operation, variableValues, isInParts) ?? (await execute(args, asked));
    return complete(result, {
      context: contextValue,
      maySeeSchema: caller.principal.rights.introspection,
      maskError,
      answerBytes: limits.answerBytes,
      onEnd: (ending) => {
        const durationMs = performance.now() - startedAt;
        observer.endOperation({ type, name, durationMs, ...ending }, contextValue.observed);
        leave();
      },
    });
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

const NOTHING = (): void => undefined;

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
