import { inspect } from 'node:util';
import {
  type ExecutionResult,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getArgumentValues,
  locatedError,
  responsePathAsArray,
} from 'graphql';
import { FieldInfo, type Path, pathOf } from './field-info.ts';
import { isAsyncIterable, isIterable, isPromise, propertyOf } from './kinds-of-value.ts';
import type { Arguments, FieldPlan, Plan, ValuePlan } from './plan.ts';
import { runtimeTypeOf } from './runtime-type-of.ts';

export interface RunOptions {
  readonly context: unknown;
  /** Coerced. */
  readonly variables: { [variable: string]: unknown };
  /** Aborts when nobody waits for the answer. */
  readonly signal?: AbortSignal | undefined;
}

/** Written key by key in the same order each time, so that the engine sees one shape. */
type Answer = Record<string, unknown>;

/** Runs a planned query: what graphql-js answers, in its order. Rejects where the signal aborts. */
export function runPlan(plan: Plan, options: RunOptions): ExecutionResult | Promise<ExecutionResult> {
  const run = new Run(plan, options);
  try {
    const data = run.object(plan.fields, undefined, undefined);
    if (!isPromise(data)) return run.resultOf(data);
    const result = data.then(
      (all) => run.resultOf(all),
      (error) => run.failedWith(error),
    );
    return options.signal === undefined ? result : orAborted(result, options.signal);
  } catch (error) {
    return run.failedWith(error);
  }
}

/** One execution. */
class Run {
  readonly #plan: Plan;
  readonly #context: unknown;
  readonly #variables: { [variable: string]: unknown };
  readonly #signal: AbortSignal | undefined;
  /** Arguments that depend on variables are read once, not for each row. */
  readonly #varied: (Arguments | undefined)[];
  readonly #errors: GraphQLError[] = [];

  constructor(plan: Plan, { context, variables, signal }: RunOptions) {
    this.#plan = plan;
    this.#context = context;
    this.#variables = variables;
    this.#signal = signal;
    this.#varied = new Array(plan.variedFields).fill(undefined);
  }

  resultOf(data: Answer | null): ExecutionResult {
    const errors = this.#errors;
    return errors.length === 0 ? { data } : { errors, data };
  }

  failedWith(error: unknown): ExecutionResult {
    this.#signal?.throwIfAborted();
    this.#errors.push(error instanceof GraphQLError ? error : locatedError(error, undefined));
    return this.resultOf(null);
  }

  object(fields: readonly FieldPlan[], source: unknown, path: Path | undefined): Answer | Promise<Answer> {
    this.#signal?.throwIfAborted();
    const answer: Answer = {};
    let pending: Promise<unknown>[] | null = null;
    try {
      for (const field of fields) {
        const value = this.#field(field, source, path);
        answer[field.key] = value;
        if (!isPromise(value)) continue;
        pending ??= [];
        pending.push(
          value.then((settled) => {
            answer[field.key] = settled;
          }),
        );
      }
    } catch (error) {
      if (pending === null) throw error;
      const rethrow = (): never => {
        throw error;
      };
      return Promise.all(pending).then(rethrow, rethrow);
    }
    return pending === null ? answer : Promise.all(pending).then(() => answer);
  }

  #field(plan: FieldPlan, source: unknown, path: Path | undefined): unknown {
    try {
      const resolved = this.#resolve(plan, source, path);
      const value = isPromise(resolved)
        ? resolved.then((settled) => this.#complete(plan.value, plan, path, undefined, settled))
        : this.#complete(plan.value, plan, path, undefined, resolved);
      if (!isPromise(value)) return value;
      return value.then(undefined, (error) => this.#fail(plan.value, plan, pathOf(plan, path), error));
    } catch (error) {
      return this.#fail(plan.value, plan, pathOf(plan, path), error);
    }
  }

  #resolve(plan: FieldPlan, source: unknown, path: Path | undefined): unknown {
    const { resolve, name } = plan.field;
    if (resolve === undefined) {
      const value = propertyOf(source, name);
      if (typeof value !== 'function') return value;
      return value.call(source, this.#argumentsOf(plan), this.#context, this.#info(plan, path));
    }
    return resolve(source, this.#argumentsOf(plan), this.#context, this.#info(plan, path));
  }

  #info(plan: FieldPlan, path: Path | undefined): GraphQLResolveInfo {
    return new FieldInfo(this.#plan, plan, path, this.#variables);
  }

  #argumentsOf({ args, field, node }: FieldPlan): Arguments {
    if (args.kind === 'constant') return args.values;
    const known = this.#varied[args.place];
    if (known !== undefined) return known;
    const values = getArgumentValues(field, node, this.#variables);
    this.#varied[args.place] = values;
    return values;
  }

  /** `own`: the path of the value itself, where it is known because it stands in a list; else it is the field's. */
  #complete(
    plan: ValuePlan,
    field: FieldPlan,
    path: Path | undefined,
    own: Path | undefined,
    value: unknown,
  ): unknown {
    if (value === null || value === undefined) {
      if (plan.isNonNull) throw nullError(field);
      return null;
    }
    if (value instanceof Error) throw value;
    switch (plan.kind) {
      case 'leaf':
        return plan.isPlain(value) ? value : serialized(plan.leaf, value);
      case 'list':
        return this.#list(plan.item, field, own ?? pathOf(field, path), value, path);
      case 'object':
        return this.#typed(plan.object, plan.fields, field, own ?? pathOf(field, path), value, path);
      case 'abstract': {
        const of = (object: GraphQLObjectType): unknown =>
          this.#typed(object, plan.fieldsOf(object), field, own ?? pathOf(field, path), value, path);
        const info = this.#info(field, path);
        const object = runtimeTypeOf(plan.abstract, value, this.#context, info, field.nodes);
        return isPromise(object) ? object.then(of) : of(object);
      }
    }
  }

  #typed(
    object: GraphQLObjectType,
    fields: readonly FieldPlan[],
    field: FieldPlan,
    own: Path,
    value: unknown,
    path: Path | undefined,
  ): unknown {
    if (!object.isTypeOf) return this.object(fields, value, own);
    const isOfType = object.isTypeOf(value, this.#context, this.#info(field, path));
    const go = (isRight: boolean): unknown => {
      if (!isRight) throw wrongTypeError(object, value, field);
      return this.object(fields, value, own);
    };
    return isPromise(isOfType) ? isOfType.then(go) : go(isOfType);
  }

  #list(item: ValuePlan, field: FieldPlan, own: Path, value: unknown, path: Path | undefined): unknown {
    if (isAsyncIterable(value))
      return Array.fromAsync(value).then((all) => this.#list(item, field, own, all, path));
    if (!isIterable(value)) throw noListError(field);
    const answer: unknown[] = [];
    let hasPromise = false;
    try {
      for (const one of value) {
        const place: Path = { prev: own, key: answer.length, typename: undefined };
        const completed = this.#item(item, field, place, one, path);
        if (isPromise(completed)) hasPromise = true;
        answer.push(completed);
      }
    } catch (error) {
      // The list is lost, and with it what else may still go wrong in it: nobody must be left to hear of that.
      if (hasPromise) void Promise.allSettled(answer);
      throw error;
    }
    return hasPromise ? Promise.all(answer) : answer;
  }

  #item(plan: ValuePlan, field: FieldPlan, place: Path, item: unknown, path: Path | undefined): unknown {
    try {
      const value = isPromise(item)
        ? item.then((settled) => this.#complete(plan, field, path, place, settled))
        : this.#complete(plan, field, path, place, item);
      if (!isPromise(value)) return value;
      return value.then(undefined, (error) => this.#fail(plan, field, place, error));
    } catch (error) {
      return this.#fail(plan, field, place, error);
    }
  }

  /** What may be null becomes null, and the error is told; what may not, takes what it stands in with it. */
  #fail(plan: ValuePlan, { nodes }: FieldPlan, path: Path, raw: unknown): null {
    const error = locatedError(raw, nodes, responsePathAsArray(path));
    if (plan.isNonNull) throw error;
    this.#errors.push(error);
    return null;
  }
}

/** Rejects as soon as the signal aborts. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

/** As an ordinary error: the library takes no `GraphQLError` of a type at its word either. */
function serialized(type: GraphQLLeafType, value: unknown): unknown {
  const printed = serialize(type, value);
  if (printed !== null && printed !== undefined) return printed;
  throw new Error(`Expected \`${type.name}.serialize\` to return a non-nullable value, returned: ${printed}`);
}

function serialize(type: GraphQLLeafType, value: unknown): unknown {
  try {
    return type.serialize(value);
  } catch (error) {
    throw error instanceof GraphQLError ? new Error(error.message) : error;
  }
}

const nameOf = ({ parent, field }: FieldPlan): string => `${parent.name}.${field.name}`;

const nullError = (field: FieldPlan): Error =>
  new Error(`Cannot return null for non-nullable field ${nameOf(field)}.`);

const noListError = (field: FieldPlan): GraphQLError =>
  new GraphQLError(`Expected Iterable, but did not find one for field "${nameOf(field)}".`);

const wrongTypeError = ({ name }: GraphQLObjectType, value: unknown, { nodes }: FieldPlan): GraphQLError =>
  new GraphQLError(`Expected value of type "${name}" but got: ${inspect(value, { depth: 0 })}.`, { nodes });
