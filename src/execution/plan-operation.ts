import {
  type ASTNode,
  BREAK,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLBoolean,
  type GraphQLEnumType,
  type GraphQLField,
  GraphQLID,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLString,
  getArgumentValues,
  type InlineFragmentNode,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
  typeFromAST,
  visit,
} from 'graphql';
import type { FieldPlan, Plan, PlannedArguments, Selection, Shape, ValuePlan } from './plan.ts';
import { selectionOf } from './steady-fields.ts';

declare module 'graphql' {
  interface GraphQLSchemaExtensions {
    /**
     * Whether each resolver names all that it wants as parameters, the last of them `info`: those that do not name it are
     * not told of their field. Without it all are.
     */
    infoIsParameter?: boolean;
  }
}

/** Fragments that spread each other can ask for more fields than a plan can hold; most queries ask for fewer than fifty. */
const MOST_FIELDS = 2_000;

/** The operation is not planned, and is left to the library. */
class Unusual extends Error {}

/** Plans an operation of a document that is valid by the schema. `null`: it asks for something that is not planned. */
export function planOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Plan | null {
  const root = schema.getQueryType();
  if (operation.operation !== OperationTypeNode.QUERY || !root || holds(document, Kind.DIRECTIVE))
    return null;
  const planner = new Planner(schema, fragmentsOf(document));
  try {
    const selection = planner.selectionOf(root, [operation.selectionSet]);
    return { schema, operation, fragments: planner.fragments, selection, variedFields: planner.variedFields };
  } catch (error) {
    if (error instanceof Unusual) return null;
    throw error;
  }
}

function fragmentsOf({ definitions }: DocumentNode): Plan['fragments'] {
  const fragments: Plan['fragments'] = Object.create(null);
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  return fragments;
}

class Planner {
  readonly fragments: Plan['fragments'];
  variedFields = 0;
  readonly #schema: GraphQLSchema;
  #fields = 0;

  constructor(schema: GraphQLSchema, fragments: Plan['fragments']) {
    this.#schema = schema;
    this.fragments = fragments;
  }

  selectionOf(parent: GraphQLObjectType, selections: readonly SelectionSetNode[]): Selection {
    const nodes = new Map<string, FieldNode[]>();
    const seen = new Set<string>();
    for (const selection of selections) this.#collect(parent, selection, nodes, seen);
    const fields: FieldPlan[] = [];
    for (const [key, same] of nodes)
      fields.push(this.#field(parent, key, same, fields.length === 0 ? '{' : ','));
    return selectionOf(fields);
  }

  #collect(
    parent: GraphQLObjectType,
    { selections }: SelectionSetNode,
    into: Map<string, FieldNode[]>,
    seen: Set<string>,
  ): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const same = into.get(key);
        if (same === undefined) into.set(key, [selection]);
        else same.push(selection);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#once(selection.name.value, seen);
      if (fragment !== null && this.#applies(fragment, parent))
        this.#collect(parent, fragment.selectionSet, into, seen);
    }
  }

  /** `null`: it has been spread already. */
  #once(name: string, seen: Set<string>): FragmentDefinitionNode | null {
    if (seen.has(name)) return null;
    seen.add(name);
    return this.fragments[name] ?? unusual();
  }

  #applies(
    { typeCondition }: FragmentDefinitionNode | InlineFragmentNode,
    parent: GraphQLObjectType,
  ): boolean {
    if (typeCondition === undefined) return true;
    const type = typeFromAST(this.#schema, typeCondition);
    return type === parent || (isAbstractType(type) && this.#schema.isSubType(type, parent));
  }

  #field(
    parent: GraphQLObjectType,
    key: string,
    nodes: readonly FieldNode[],
    punctuation: '{' | ',',
  ): FieldPlan {
    this.#fields += 1;
    if (this.#fields > MOST_FIELDS) unusual();
    const [node = unusual()] = nodes;
    const name = node.name.value;
    const field = name === TypeNameMetaFieldDef.name ? TypeNameMetaFieldDef : parent.getFields()[name];
    if (field === undefined) unusual();
    const resolve = field === TypeNameMetaFieldDef ? () => parent.name : (field.resolve ?? null);
    const value = this.#value(field.type, nodes);
    const args = field.args.length === 0 ? NO_ARGUMENTS : this.#arguments(field, node);
    const before = `${punctuation}"${key}":`;
    const toldFrom = this.#schema.extensions.infoIsParameter ? (resolve === null ? 3 : 4) : 0;
    return { before, key, name, nodes, node, parent, field, resolve, toldFrom, args, value };
  }

  #arguments(field: GraphQLField<unknown, unknown>, node: FieldNode): PlannedArguments {
    if (node.arguments?.some((argument) => holds(argument, Kind.VARIABLE))) {
      this.variedFields += 1;
      return { kind: 'varied', place: this.variedFields - 1 };
    }
    try {
      return { kind: 'constant', values: getArgumentValues(field, node) };
    } catch {
      return unusual();
    }
  }

  #value(type: GraphQLOutputType, nodes: readonly FieldNode[]): ValuePlan {
    const isNonNull = isNonNullType(type);
    const inner = isNonNull ? type.ofType : type;
    if (isLeafType(inner)) {
      const texts = isEnumType(inner) ? textsOf(inner) : NO_TEXTS;
      return { isNonNull, plainType: PLAIN_TYPES.get(inner) ?? null, kind: 'leaf', type: inner, texts };
    }
    return { isNonNull, plainType: null, ...this.#shape(inner, nodes) };
  }

  #shape(type: GraphQLOutputType, nodes: readonly FieldNode[]): Shape {
    if (isListType(type)) return { kind: 'list', item: this.#value(type.ofType, nodes) };
    const selections = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (isObjectType(type))
      return { kind: 'object', object: type, selection: this.selectionOf(type, selections) };
    if (!isAbstractType(type)) return unusual();
    const possible = this.#schema.getPossibleTypes(type);
    const known = new Map(possible.map((object) => [object, this.selectionOf(object, selections)]));
    return { kind: 'abstract', abstract: type, selectionOf: (object) => known.get(object) ?? NOTHING };
  }
}

const NO_ARGUMENTS: PlannedArguments = { kind: 'constant', values: {} };

/** Of a type that a schema has got meanwhile nothing was asked. */
const NOTHING = selectionOf([]);

const NO_TEXTS: ReadonlyMap<unknown, string> = new Map();

function textsOf(type: GraphQLEnumType): ReadonlyMap<unknown, string> {
  const texts = new Map<unknown, string>();
  for (const { name, value } of type.getValues()) texts.set(value, JSON.stringify(name));
  return texts;
}

/** These types convert what they are given, and most of that is what it ought to be already. */
const PLAIN_TYPES = new Map<GraphQLLeafType, 'string' | 'boolean'>([
  [GraphQLBoolean, 'boolean'],
  [GraphQLID, 'string'],
  [GraphQLString, 'string'],
]);

function unusual(): never {
  throw new Unusual();
}

/** Whether a part of a document has a node of this kind, however deep. */
function holds(part: ASTNode, kind: Kind): boolean {
  let isFound = false;
  visit(part, {
    [kind]: () => {
      isFound = true;
      return BREAK;
    },
  });
  return isFound;
}
