import {
  defaultTypeResolver,
  type FieldNode,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  isObjectType,
} from 'graphql';
import { isPromise } from './kinds-of-value.ts';

/** The object type of a value that the schema only knows to be one of several. Throws where it is none of them. */
export function runtimeTypeOf(
  abstract: GraphQLAbstractType,
  value: unknown,
  context: unknown,
  info: GraphQLResolveInfo,
  nodes: readonly FieldNode[],
): GraphQLObjectType | Promise<GraphQLObjectType> {
  const resolveType = abstract.resolveType ?? defaultTypeResolver;
  const name = resolveType(value, context, info, abstract);
  const typeNamed = (found: unknown): GraphQLObjectType => {
    const type = typeof found === 'string' ? info.schema.getType(found) : undefined;
    if (isObjectType(type) && info.schema.isSubType(abstract, type)) return type;
    const field = `${info.parentType.name}.${info.fieldName}`;
    throw new GraphQLError(
      `Abstract type "${abstract.name}" must resolve to one of its Object types at runtime for field "${field}"; it resolved to "${found}".`,
      { nodes },
    );
  };
  return isPromise(name) ? name.then(typeNamed) : typeNamed(name);
}
