import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/*
 * What an operation costs at most: one for each field of the answer, and more for what takes more. It is worked out from what the
 * operation asks for, before anything is read: `first` of lists, and of lists within them.
 */

/** A field for which vendors are asked: a list of its own, or something by its id. */
const ASKS = 20;
/** A vendor's whole row. */
const WHOLE_ROW = 50;
const WHOLE_ROW_TYPE = 'JSON';
/** Items of a list that takes no size, such as `sources`. */
const UNSIZED = 10;
/** Of the lists that take `first`, where it is neither given nor has a default; and the most that any gives. */
const DEFAULT_SIZE = 20;
const LARGEST_SIZE = 500;
const SIZES: readonly string[] = ['first', 'last'];
const IDS: readonly string[] = ['ids', 'representations'];
/** Fields of a connection whose items are as many as its size says. */
const PAGED: readonly string[] = ['edges', 'nodes'];

/** Fragments that spread each other can say more than any operation that is meant. */
const MOST_FIELDS = 5_000;

type Variables = Readonly<Record<string, unknown>>;
/** What depends on the variables, and what does not. */
type Known<T> = T | ((variables: Variables) => T);

/** What a part of an operation costs: a number, and parts that are there as many times as the variables say. */
interface Cost {
  own: number;
  readonly parts: { readonly times: (variables: Variables) => number; readonly cost: Cost }[];
}

export type OperationCost = (variables: Variables) => number;

/** What an operation of a valid document costs, by the values of its variables; unlimited where it is too much to be worked out. */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationCost {
  const root = schema.getRootType(operation.operation);
  if (!root) return () => 0;
  const counting = new Counting(schema, document, defaultsOf(operation));
  const cost: Cost = { own: 0, parts: [] };
  counting.add(operation.selectionSet, root, null, cost);
  if (counting.isTooMuch) return () => Number.POSITIVE_INFINITY;
  return (variables) => (cost.parts.length === 0 ? cost.own : sumOf(cost, variables));
}

const sumOf = ({ own, parts }: Cost, variables: Variables): number =>
  parts.reduce((sum, { times, cost }) => sum + times(variables) * sumOf(cost, variables), own);

const defaultsOf = ({ variableDefinitions = [] }: OperationDefinitionNode): ReadonlyMap<string, ValueNode> =>
  new Map(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined ? [] : [[variable.name.value, defaultValue]],
    ),
  );

class Counting {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #defaults: ReadonlyMap<string, ValueNode>;
  #fields = 0;

  constructor(schema: GraphQLSchema, document: DocumentNode, defaults: ReadonlyMap<string, ValueNode>) {
    this.#schema = schema;
    this.#defaults = defaults;
    this.#fragments = new Map(
      document.definitions.flatMap((one) =>
        one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [],
      ),
    );
  }

  get isTooMuch(): boolean {
    return this.#fields > MOST_FIELDS;
  }

  /** `size`: of the connection whose fields these are; `null`: they are of none. */
  add({ selections }: SelectionSetNode, type: GraphQLOutputType, size: Known<number> | null, to: Cost): void {
    const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
    for (const selection of selections) {
      if (this.#fields > MOST_FIELDS) return;
      if (selection.kind === Kind.FIELD) {
        this.#fields += 1;
        const field = fields[selection.name.value];
        if (field === undefined) continue;
        if (selection.selectionSet === undefined) to.own += costOfField(field);
        else this.#addObjects(selection, selection.selectionSet, field, size, to);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value);
      const name = fragment?.typeCondition?.name.value;
      const narrowed = name === undefined ? type : this.#schema.getType(name);
      if (fragment !== undefined && isCompositeType(narrowed))
        this.add(fragment.selectionSet, narrowed, size, to);
    }
  }

  #addObjects(
    node: FieldNode,
    selections: SelectionSetNode,
    field: GraphQLField<unknown, unknown>,
    size: Known<number> | null,
    to: Cost,
  ): void {
    const cost: Cost = { own: costOfField(field), parts: [] };
    this.add(selections, getNamedType(field.type), this.#sizeOf(node, field), cost);
    const times = this.#timesOf(node, field, size);
    if (typeof times === 'function') to.parts.push({ times, cost });
    else {
      to.own += times * cost.own;
      for (const part of cost.parts)
        to.parts.push({ times: (variables) => times * part.times(variables), cost: part.cost });
    }
  }

  /** How many values the field has. */
  #timesOf(
    node: FieldNode,
    field: GraphQLField<unknown, unknown>,
    size: Known<number> | null,
  ): Known<number> {
    if (!isListType(getNullableType(field.type))) return 1;
    const ids = field.args.find(({ name }) => IDS.includes(name))?.name;
    if (ids === undefined) return size !== null && PAGED.includes(field.name) ? size : UNSIZED;
    const length = this.#read(node, ids, lengthOf);
    return typeof length === 'function' ? (variables) => length(variables) ?? UNSIZED : (length ?? UNSIZED);
  }

  /** The size of the connection that the field is; `null`: it is none. */
  #sizeOf(node: FieldNode, { args }: GraphQLField<unknown, unknown>): Known<number> | null {
    let fallback: number | null = null;
    const given: Known<number | null>[] = [];
    for (const { name, defaultValue } of args) {
      if (!SIZES.includes(name)) continue;
      fallback ??= sizeOf(defaultValue);
      given.push(this.#read(node, name, sizeOf));
    }
    if (given.length === 0) return null;
    return given.some(isVaried)
      ? (variables) => largest(given, variables) ?? fallback ?? DEFAULT_SIZE
      : (largest(given, NO_VARIABLES) ?? fallback ?? DEFAULT_SIZE);
  }

  /** What an argument says, now or when the variables are known; `null`: it is not given. */
  #read(node: FieldNode, name: string, read: (value: unknown) => number | null): Known<number | null> {
    const value = node.arguments?.find((one) => one.name.value === name)?.value;
    if (value === undefined || value.kind === Kind.NULL) return null;
    if (value.kind !== Kind.VARIABLE) return read(plainOf(value));
    const variable = value.name.value;
    const otherwise = this.#defaults.get(variable);
    const byDefault = otherwise === undefined ? null : read(plainOf(otherwise));
    return (variables) => {
      const given = Object.hasOwn(variables, variable) ? variables[variable] : undefined;
      return given === undefined ? byDefault : read(given);
    };
  }
}

const NO_VARIABLES: Variables = {};

const isVaried = (size: Known<number | null>): boolean => typeof size === 'function';

/** Of two sizes the larger counts; `null`: none is given. */
function largest(sizes: readonly Known<number | null>[], variables: Variables): number | null {
  let most: number | null = null;
  for (const given of sizes) {
    const size = typeof given === 'function' ? given(variables) : given;
    if (size !== null) most = Math.max(size, most ?? 0);
  }
  return most;
}

/** A literal, as far as its size matters. */
function plainOf(value: ValueNode): unknown {
  if (value.kind === Kind.INT) return Number(value.value);
  return value.kind === Kind.LIST ? value.values : value.kind;
}

const sizeOf = (value: unknown): number | null =>
  typeof value === 'number' ? Math.min(Math.max(value, 0), LARGEST_SIZE) : null;

/** One that stands where a list is wanted is a list of one. */
const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 1);

/** Of the field alone, and of one value of it. */
function costOfField({ type, args }: GraphQLField<unknown, unknown>): number {
  const own = getNamedType(type).name === WHOLE_ROW_TYPE ? 1 + WHOLE_ROW : 1;
  for (const { name } of args)
    if (name === 'id' || SIZES.includes(name) || IDS.includes(name)) return own + ASKS;
  return own;
}
