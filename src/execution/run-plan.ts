import {
  type ExecutionResult,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getArgumentValues,
  locatedError,
  responsePathAsArray,
} from 'graphql';
import type { Arguments, FieldPlan, Leaf, Plan, Selection, ValuePlan } from './plan.ts';
import { keptTexts } from './steady-fields.ts';
import {
  asOnePiece,
  filled,
  type Gap,
  isAsyncIterable,
  isIterable,
  isPromise,
  leafText,
  listed,
  lost,
  noListError,
  nullError,
  runtimeTypeOf,
  type Written,
  WrittenData,
  wrongTypeError,
} from './values.ts';

export interface RunOptions {
  readonly context: unknown;
  /** Coerced. */
  readonly variables: { [variable: string]: unknown };
  /** Whose signal aborts when nobody waits for the answer; looked at only where there is something to wait for. */
  readonly client?: { readonly signal: AbortSignal } | undefined;
}

type Path = GraphQLResolveInfo['path'];

/** Runs a planned query: what graphql-js answers, in its order, as JSON. */
export function runPlan(plan: Plan, options: RunOptions): ExecutionResult | Promise<ExecutionResult> {
  const run = new Run(plan, options);
  try {
    const data = run.object(plan.selection, undefined, undefined);
    if (!isPromise(data)) return run.resultOf(data);
    return data.then(
      (json) => run.resultOf(json),
      (error) => run.failedWith(error),
    );
  } catch (error) {
    return run.failedWith(error);
  }
}

/** One execution. */
class Run {
  readonly #plan: Plan;
  readonly #options: RunOptions;
  /** Arguments that depend on variables are read once, not for each row. */
  readonly #arguments: (Arguments | undefined)[] = [];
  readonly #errors: GraphQLError[] = [];
  #signal: AbortSignal | undefined;

  constructor(plan: Plan, options: RunOptions) {
    this.#plan = plan;
    this.#options = options;
  }

  resultOf(json: string | null): ExecutionResult {
    const data = json === null ? null : new WrittenData(json);
    return this.#errors.length === 0 ? { data } : { errors: this.#errors, data };
  }

  failedWith(error: unknown): ExecutionResult {
    this.#errors.push(error instanceof GraphQLError ? error : locatedError(error, undefined));
    return this.resultOf(null);
  }

  /**
   * Writes one object, field by field. Most of what an execution does is done here, and the most common of it on the spot: a
   * call for each field of each row would cost more than what it does.
   */
  object(selection: Selection, source: unknown, path: Path | undefined): Written {
    const kept = selection.isKept ? keptTexts(source, selection) : null;
    // What fields without resolvers read.
    const isReadable = typeof source === 'object' || typeof source === 'function';
    const properties = isReadable ? (source as Readonly<Record<string, unknown>> | null) : null;
    const gaps: Gap[] = [];
    let text = '';
    // What stands before a steady run, while that is written.
    let before = '';
    try {
      for (const { fields, place } of selection.runs) {
        const known = place === null ? undefined : kept?.[place];
        if (known !== undefined) {
          text += known;
          continue;
        }
        const [errors, gapsBefore] = [this.#errors.length, gaps.length];
        if (place !== null) [before, text] = [text, ''];
        for (const field of fields) {
          text += field.before;
          let written: Written;
          try {
            let found: unknown = field.resolve ?? properties?.[field.name];
            if (typeof found === 'function') {
              const args =
                field.args.kind === 'constant' ? field.args.values : this.#varied(field, field.args);
              const info = found.length < field.toldFrom ? undefined : this.#infoOf(field, path);
              found = field.resolve
                ? found.call(undefined, source, args, this.#options.context, info)
                : found.call(source, args, this.#options.context, info);
            }
            const { value } = field;
            if (typeof found === value.plainType) written = JSON.stringify(found);
            else if (value.kind === 'leaf' && typeof found !== 'object' && found !== undefined)
              written = value.texts.get(found) ?? leafText(value, found);
            else if (typeof found === 'object' && found !== null && 'then' in found && isPromise(found))
              written = this.#later(value, field, path, undefined, found);
            else written = this.#value(value, field, path, undefined, found);
          } catch (error) {
            written = this.#fail(field.value, field, pathOf(field, path), error);
          }
          if (typeof written === 'string') text += written;
          else {
            gaps.push({ before: before + text, written });
            [before, text] = ['', ''];
          }
        }
        if (place === null) continue;
        if (kept !== null && this.#errors.length === errors && gaps.length === gapsBefore) {
          text = asOnePiece(text);
          kept[place] = text;
        }
        [before, text] = ['', before + text];
      }
    } catch (error) {
      return lost(gaps, error);
    }
    const [gap] = gaps;
    if (gap === undefined) return text + selection.end;
    if (gaps.length > 1) return filled(gaps, text + selection.end);
    return gap.written.then((written) => gap.before + written + text + selection.end);
  }

  #varied({ field, node }: FieldPlan, { place }: { readonly place: number }): Arguments {
    const known = this.#arguments[place];
    if (known !== undefined) return known;
    const values = getArgumentValues(field, node, this.#options.variables);
    this.#arguments[place] = values;
    return values;
  }

  #infoOf(field: FieldPlan, path: Path | undefined): GraphQLResolveInfo {
    const { schema, fragments, operation } = this.#plan;
    return {
      fieldName: field.name,
      fieldNodes: field.nodes,
      returnType: field.field.type,
      parentType: field.parent,
      path: pathOf(field, path),
      schema,
      fragments,
      rootValue: undefined,
      operation,
      variableValues: this.#options.variables,
    };
  }

  /** `own`: the path of the value itself, where it is known because it stands in a list; else it is the field's. */
  #later(
    plan: ValuePlan,
    field: FieldPlan,
    path: Path | undefined,
    own: Path | undefined,
    value: Promise<unknown>,
  ): Promise<string> {
    this.#signal ??= this.#options.client?.signal;
    return value.then(
      (settled) => {
        this.#signal?.throwIfAborted();
        if (typeof settled === plan.plainType) return JSON.stringify(settled);
        return this.#value(plan, field, path, own, settled);
      },
      (error) => this.#fail(plan, field, own ?? pathOf(field, path), error),
    );
  }

  /** A value of any kind that is there. */
  #value(
    plan: ValuePlan,
    field: FieldPlan,
    path: Path | undefined,
    own: Path | undefined,
    value: unknown,
  ): Written {
    try {
      if (value === null || value === undefined) {
        if (plan.isNonNull) throw nullError(field);
        return 'null';
      }
      if (value instanceof Error) throw value;
      if (typeof value === plan.plainType) return JSON.stringify(value);
      if (plan.kind === 'leaf') return leafText(plan, value);
      const at = own ?? pathOf(field, path);
      const written =
        plan.kind === 'object' && plan.object.isTypeOf === undefined
          ? this.object(plan.selection, value, at)
          : this.#composite(plan, field, path, at, value);
      if (typeof written === 'string') return written;
      return written.then(undefined, (error) => this.#fail(plan, field, at, error));
    } catch (error) {
      return this.#fail(plan, field, own ?? pathOf(field, path), error);
    }
  }

  #composite(
    plan: Exclude<ValuePlan, Leaf>,
    field: FieldPlan,
    path: Path | undefined,
    at: Path,
    value: unknown,
  ): Written {
    if (plan.kind === 'list') return this.#list(plan.item, field, path, at, value);
    if (plan.kind === 'object') return this.#typed(plan.object, plan.selection, field, path, at, value);
    const of = (object: GraphQLObjectType): Written =>
      this.#typed(object, plan.selectionOf(object), field, path, at, value);
    const info = this.#infoOf(field, path);
    const object = runtimeTypeOf(plan.abstract, value, this.#options.context, info, field.nodes);
    return isPromise(object) ? object.then(of) : of(object);
  }

  #typed(
    object: GraphQLObjectType,
    selection: Selection,
    field: FieldPlan,
    path: Path | undefined,
    at: Path,
    value: unknown,
  ): Written {
    if (!object.isTypeOf) return this.object(selection, value, at);
    const isOfType = object.isTypeOf(value, this.#options.context, this.#infoOf(field, path));
    const go = (isRight: boolean): Written => {
      if (!isRight) throw wrongTypeError(object, value, field);
      return this.object(selection, value, at);
    };
    return isPromise(isOfType) ? isOfType.then(go) : go(isOfType);
  }

  #list(item: ValuePlan, field: FieldPlan, path: Path | undefined, at: Path, value: unknown): Written {
    if (isAsyncIterable(value))
      return Array.fromAsync(value).then((all) => this.#list(item, field, path, at, all));
    if (!isIterable(value)) throw noListError(field);
    const items: Written[] = [];
    let isLater = false;
    try {
      for (const one of value) {
        const place: Path = { prev: at, key: items.length, typename: undefined };
        const written =
          typeof one === 'object' && one !== null && 'then' in one && isPromise(one)
            ? this.#later(item, field, path, place, one)
            : this.#value(item, field, path, place, one);
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

  /** What may be null becomes null, and the error is told; what may not, takes what it stands in with it. */
  #fail(plan: ValuePlan, { nodes }: FieldPlan, path: Path, raw: unknown): 'null' {
    const error = locatedError(raw, nodes, responsePathAsArray(path));
    if (plan.isNonNull) throw error;
    this.#errors.push(error);
    return 'null';
  }
}

/** Where the field stands in the answer. */
const pathOf = ({ key, parent }: FieldPlan, prev: Path | undefined): Path => ({
  prev,
  key,
  typename: parent.name,
});
