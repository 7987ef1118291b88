import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { FieldPlan, Plan } from './plan.ts';

export type Path = GraphQLResolveInfo['path'];
type Variables = GraphQLResolveInfo['variableValues'];

/** What a resolver may want to know of its field. Few do, so it is looked up when asked. */
export class FieldInfo implements GraphQLResolveInfo {
  readonly variableValues: Variables;
  readonly #plan: Plan;
  readonly #field: FieldPlan;
  readonly #parentPath: Path | undefined;

  constructor(plan: Plan, field: FieldPlan, parentPath: Path | undefined, variableValues: Variables) {
    this.variableValues = variableValues;
    this.#plan = plan;
    this.#field = field;
    this.#parentPath = parentPath;
  }

  get rootValue(): undefined {
    return undefined;
  }
  get fieldName(): string {
    return this.#field.field.name;
  }
  get fieldNodes(): readonly FieldNode[] {
    return this.#field.nodes;
  }
  get returnType(): GraphQLOutputType {
    return this.#field.field.type;
  }
  get parentType(): GraphQLObjectType {
    return this.#field.parent;
  }
  get path(): Path {
    return pathOf(this.#field, this.#parentPath);
  }
  get schema(): GraphQLSchema {
    return this.#plan.schema;
  }
  get fragments(): { [name: string]: FragmentDefinitionNode } {
    return this.#plan.fragments;
  }
  get operation(): OperationDefinitionNode {
    return this.#plan.operation;
  }
}

/** Where the field stands in the answer. */
export const pathOf = ({ key, parent }: FieldPlan, prev: Path | undefined): Path => ({
  prev,
  key,
  typename: parent.name,
});
