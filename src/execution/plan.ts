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
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly fields: readonly FieldPlan[];
  /** How many fields have arguments that depend on variables; each has a place of its own below this. */
  readonly variedFields: number;
}

/** One field of an object type, as an operation asks for it. */
export interface FieldPlan {
  /** Its name in the answer. */
  readonly key: string;
  /** Where the operation asks for it: at one place, or at several that are answered as one. */
  readonly nodes: readonly FieldNode[];
  readonly node: FieldNode;
  readonly parent: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
  readonly args: PlannedArguments;
  readonly value: ValuePlan;
}

export type Arguments = Readonly<Record<string, unknown>>;

/** Arguments that are the same whenever the operation runs, or the place of those that depend on its variables. */
export type PlannedArguments =
  | { readonly kind: 'constant'; readonly values: Arguments }
  | { readonly kind: 'varied'; readonly place: number };

/** How a value of a type becomes a part of the answer. */
export type ValuePlan = { readonly isNonNull: boolean } & Shape;

export type Shape =
  | { readonly kind: 'leaf'; readonly leaf: GraphQLLeafType; readonly isPlain: IsPlain }
  | { readonly kind: 'list'; readonly item: ValuePlan }
  | { readonly kind: 'object'; readonly object: GraphQLObjectType; readonly fields: readonly FieldPlan[] }
  | {
      readonly kind: 'abstract';
      readonly abstract: GraphQLAbstractType;
      readonly fieldsOf: (object: GraphQLObjectType) => readonly FieldPlan[];
    };

/** Whether a value is in the answer what it is already. */
export type IsPlain = (value: unknown) => boolean;
