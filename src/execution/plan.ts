import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLAbstractType,
  GraphQLField,
  GraphQLLeafType,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';

/** All that can be known of an operation before it runs. */
export interface Plan {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: { [name: string]: FragmentDefinitionNode };
  readonly selection: Selection;
  /** How many fields have arguments that depend on variables; each has a place of its own below this. */
  readonly variedFields: number;
}

/** What an operation asks of an object, in the order of the answer. */
export interface Selection {
  readonly runs: readonly Run[];
  /** What stands behind them. */
  readonly end: '}' | '{}';
  /** Whether what is written of steady runs is kept with the object. */
  readonly isKept: boolean;
}

/** Neighbouring fields that are all steady, which is to say that they tell the same of one object whenever they are asked, or all not. */
export interface Run {
  readonly fields: readonly FieldPlan[];
  /** Which of the steady runs of its object it is; `null`: it is not steady. */
  readonly place: number | null;
}

/** One field of an object type, as an operation asks for it. */
export interface FieldPlan {
  /** What stands before its value in the answer: punctuation, and its name. */
  readonly before: string;
  /** Its name in the answer. */
  readonly key: string;
  /** Its name in the schema. */
  readonly name: string;
  /** Where the operation asks for it: at one place, or at several that are answered as one. */
  readonly nodes: readonly FieldNode[];
  readonly node: FieldNode;
  readonly parent: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
  /** `null`: the property, or the method, that has its name. */
  readonly resolve: NonNullable<GraphQLField<unknown, unknown>['resolve']> | null;
  /** Functions with fewer parameters than this are told nothing of their field. */
  readonly toldFrom: number;
  readonly args: PlannedArguments;
  readonly value: ValuePlan;
}

export type Arguments = Readonly<Record<string, unknown>>;

/** Arguments that are the same whenever the operation runs, or the place of those that depend on its variables. */
export type PlannedArguments =
  | { readonly kind: 'constant'; readonly values: Arguments }
  | { readonly kind: 'varied'; readonly place: number };

/** How a value of a type becomes a part of the answer. */
export type ValuePlan = {
  readonly isNonNull: boolean;
  /** The `typeof` of values that are in the answer what they are already; `null`: none is. */
  readonly plainType: 'string' | 'boolean' | null;
} & Shape;

export type Shape =
  | Leaf
  | { readonly kind: 'list'; readonly item: ValuePlan }
  | { readonly kind: 'object'; readonly object: GraphQLObjectType; readonly selection: Selection }
  | {
      readonly kind: 'abstract';
      readonly abstract: GraphQLAbstractType;
      readonly selectionOf: (object: GraphQLObjectType) => Selection;
    };

export interface Leaf {
  readonly kind: 'leaf';
  readonly type: GraphQLLeafType;
  /** What is written of the values of an enum; of others nothing is known before. */
  readonly texts: ReadonlyMap<unknown, string>;
}
