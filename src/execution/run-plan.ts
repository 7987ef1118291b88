import { inspect } from 'node:util';
import {
  type ExecutionResult,
  GraphQLError,
  type GraphQLObjectType,
  getArgumentValues,
  locatedError,
  responsePathAsArray,
} from 'graphql';
import { FieldInfo, type Path, pathOf } from './field-info.ts';
import { isAsyncIterable, isIterable, isPromise, propertyOf } from './kinds-of-value.ts';
import type { Arguments, FieldPlan, Leaf, Plan, Selection, SteadyFields, ValuePlan } from './plan.ts';
import { runtimeTypeOf } from './runtime-type-of.ts';
import { keptTexts } from './steady-fields.ts';
import { WrittenData } from './written-data.ts';

export interface RunOptions {
  readonly context: unknown;
  /** Coerced. */
  readonly variables: { [variable: string]: unknown };
  /** Aborts when nobody waits for the answer. */
  readonly signal?: AbortSignal | undefined;
}

/** A part of the answer, as JSON. */
type Written = string | Promise<string>;

/** Runs a planned query: what graphql-js answers, in its order, as JSON. Rejects where the signal aborts. */
export function runPlan(plan: Plan, options: RunOptions): ExecutionResult | Promise<ExecutionResult> {
  const run = new Run(plan, options);
  try {
    const data = run.object(plan.selection, undefined, undefined);
    if (!isPromise(data)) return run.resultOf(data);
    const result = data.then(
      (json) => run.resultOf(json),
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

  resultOf(json: string | null): ExecutionResult {
    const data = json === null ? null : new WrittenData(json);
    return this.#errors.length === 0 ? { data } : { errors: this.#errors, data };
  }

  failedWith(error: unknown): ExecutionResult {
    this.#signal?.throwIfAborted();
    this.#errors.push(error instanceof GraphQLError ? error : locatedError(error, undefined));
    return this.resultOf(null);
  }

  object(selection: Selection, source: unknown, path: Path | undefined): Written {
    this.#signal?.throwIfAborted();
    const kept = selection.hasSteadyFields ? keptTexts(source, selection) : null;
    const pieces: Written[] = [];
    let isLater = false;
    try {
      for (const entry of selection.entries) {
        const written =
          entry.kind === 'field'
            ? this.#field(entry, source, path)
            : (kept?.[entry.place] ?? this.#steady(entry, source, path, kept));
        if (typeof written !== 'string') isLater = true;
        pieces.push(entry.before, written);
      }
    } catch (error) {
      if (!isLater) throw error;
      const rethrow = (): never => {
        throw error;
      };
      return Promise.all(pieces).then(rethrow, rethrow);
    }
    pieces.push(selection.end);
    if (isLater) return Promise.all(pieces).then(strung);
    // What is kept is copied together, to need no more memory than itself.
    return selection.isKept ? pieces.join('') : strung(pieces);
  }

  #steady(
    { fields, place }: SteadyFields,
    source: unknown,
    path: Path | undefined,
    kept: (string | undefined)[] | null,
  ): Written {
    const errors = this.#errors.length;
    const written = this.object(fields, source, path);
    if (kept !== null && typeof written === 'string' && this.#errors.length === errors) kept[place] = written;
    return written;
  }

  #field(plan: FieldPlan, source: unknown, path: Path | undefined): Written {
    const { value } = plan;
    try {
      const resolved = this.#resolve(plan, source, path);
      if (value.kind === 'leaf' && typeof resolved !== 'object' && resolved !== undefined)
        return leafText(value, resolved);
      const written = isPromise(resolved)
        ? resolved.then((settled) => this.#complete(value, plan, path, undefined, settled))
        : this.#complete(value, plan, path, undefined, resolved);
      if (typeof written === 'string') return written;
      return written.then(undefined, (error) => this.#fail(value, plan, pathOf(plan, path), error));
    } catch (error) {
      return this.#fail(value, plan, pathOf(plan, path), error);
    }
  }

  /** What the resolver gives, or the property, or the method, that has the name of the field. */
  #resolve(plan: FieldPlan, source: unknown, path: Path | undefined): unknown {
    const { resolve, name } = plan.field;
    const found = resolve ?? propertyOf(source, name);
    if (typeof found !== 'function') return found;
    const args = plan.args.kind === 'constant' ? plan.args.values : this.#varying(plan, plan.args.place);
    const info = new FieldInfo(this.#plan, plan, path, this.#variables);
    return resolve === undefined
      ? found.call(source, args, this.#context, info)
      : resolve(source, args, this.#context, info);
  }

  #varying({ field, node }: FieldPlan, place: number): Arguments {
    const values = this.#varied[place] ?? getArgumentValues(field, node, this.#variables);
    this.#varied[place] = values;
    return values;
  }

  /** `own`: the path of the value itself, where it is known because it stands in a list; else it is the field's. */
  #complete(
    plan: ValuePlan,
    field: FieldPlan,
    path: Path | undefined,
    own: Path | undefined,
    value: unknown,
  ): Written {
    if (value === null || value === undefined) {
      if (plan.isNonNull) throw nullError(field);
      return 'null';
    }
    if (value instanceof Error) throw value;
    switch (plan.kind) {
      case 'leaf':
        return leafText(plan, value);
      case 'list':
        return this.#list(plan.item, field, own ?? pathOf(field, path), value, path);
      case 'object':
        return plan.object.isTypeOf
          ? this.#typed(plan.object, plan.selection, field, own ?? pathOf(field, path), value, path)
          : this.object(plan.selection, value, own ?? pathOf(field, path));
      case 'abstract': {
        const of = (object: GraphQLObjectType): Written =>
          this.#typed(object, plan.selectionOf(object), field, own ?? pathOf(field, path), value, path);
        const info = new FieldInfo(this.#plan, field, path, this.#variables);
        const object = runtimeTypeOf(plan.abstract, value, this.#context, info, field.nodes);
        return isPromise(object) ? object.then(of) : of(object);
      }
    }
  }

  #typed(
    object: GraphQLObjectType,
    selection: Selection,
    field: FieldPlan,
    own: Path,
    value: unknown,
    path: Path | undefined,
  ): Written {
    if (!object.isTypeOf) return this.object(selection, value, own);
    const isOfType = object.isTypeOf(
      value,
      this.#context,
      new FieldInfo(this.#plan, field, path, this.#variables),
    );
    const go = (isRight: boolean): Written => {
      if (!isRight) throw wrongTypeError(object, value, field);
      return this.object(selection, value, own);
    };
    return isPromise(isOfType) ? isOfType.then(go) : go(isOfType);
  }

  #list(item: ValuePlan, field: FieldPlan, own: Path, value: unknown, path: Path | undefined): Written {
    if (isAsyncIterable(value))
      return Array.fromAsync(value).then((all) => this.#list(item, field, own, all, path));
    if (!isIterable(value)) throw noListError(field);
    const items: Written[] = [];
    let isLater = false;
    try {
      for (const one of value) {
        const place: Path = { prev: own, key: items.length, typename: undefined };
        const written = this.#item(item, field, place, one, path);
        if (typeof written !== 'string') isLater = true;
        items.push(written);
      }
    } catch (error) {
      // The list is lost, and with it what else may still go wrong in it: nobody must be left to hear of that.
      if (isLater) void Promise.allSettled(items);
      throw error;
    }
    return isLater ? Promise.all(items).then(listed) : listed(items);
  }

  #item(plan: ValuePlan, field: FieldPlan, place: Path, item: unknown, path: Path | undefined): Written {
    try {
      const written = isPromise(item)
        ? item.then((settled) => this.#complete(plan, field, path, place, settled))
        : this.#complete(plan, field, path, place, item);
      if (typeof written === 'string') return written;
      return written.then(undefined, (error) => this.#fail(plan, field, place, error));
    } catch (error) {
      return this.#fail(plan, field, place, error);
    }
  }

  /** What may be null becomes null, and the error is told; what may not, takes what it stands in with it. */
  #fail(plan: ValuePlan, { nodes }: FieldPlan, path: Path, raw: unknown): 'null' {
    const error = locatedError(raw, nodes, responsePathAsArray(path));
    if (plan.isNonNull) throw error;
    this.#errors.push(error);
    return 'null';
  }
}

/** As the engine's tree of texts: nothing is copied before all of the answer is. */
function strung(pieces: readonly unknown[]): string {
  let text = '';
  for (const piece of pieces) text += piece;
  return text;
}

const listed = (items: readonly unknown[]): string => `[${items.join()}]`;

/** Rejects as soon as the signal aborts. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

/** The error of a type is an ordinary one: the library takes no `GraphQLError` of it at its word either. */
function leafText({ type, plainType }: Leaf, value: unknown): string {
  if (typeof value === plainType) return JSON.stringify(value);
  let printed: unknown;
  try {
    printed = type.serialize(value);
  } catch (error) {
    throw error instanceof GraphQLError ? new Error(error.message) : error;
  }
  if (printed !== null && printed !== undefined) return JSON.stringify(printed);
  throw new Error(`Expected \`${type.name}.serialize\` to return a non-nullable value, returned: ${printed}`);
}

const nameOf = ({ parent, field }: FieldPlan): string => `${parent.name}.${field.name}`;

const nullError = (field: FieldPlan): Error =>
  new Error(`Cannot return null for non-nullable field ${nameOf(field)}.`);

const noListError = (field: FieldPlan): GraphQLError =>
  new GraphQLError(`Expected Iterable, but did not find one for field "${nameOf(field)}".`);

const wrongTypeError = ({ name }: GraphQLObjectType, value: unknown, { nodes }: FieldPlan): GraphQLError =>
  new GraphQLError(`Expected value of type "${name}" but got: ${inspect(value, { depth: 0 })}.`, { nodes });
