import { makeExecutableSchema } from '@graphql-tools/schema';
import { type GraphQLSchema, isScalarType } from 'graphql';
import type { NamedDetails } from './datasource/contract/backend-definition.ts';
import { resolvers } from './resolvers/index.ts';
import { namedDetailResolvers } from './resolvers/named-details.ts';

/** The executable schema; `details`: what the vendors declare of names in their own types. */
export function createSchema(sdl: string, details: readonly NamedDetails[]): GraphQLSchema {
  const named = details.map((one) => [one.type, namedDetailResolvers(one)]);
  const schema = makeExecutableSchema({
    typeDefs: sdl,
    resolvers: [resolvers, Object.fromEntries(named)],
    inheritResolversFromInterfaces: false,
  });
  return withScalarsAsWritten(schema, makeExecutableSchema({ typeDefs: sdl }));
}

/** The resolver of a scalar takes away what the SDL says of it. */
function withScalarsAsWritten(schema: GraphQLSchema, written: GraphQLSchema): GraphQLSchema {
  for (const scalar of Object.values(schema.getTypeMap()).filter(isScalarType)) {
    const original = written.getType(scalar.name);
    if (!isScalarType(original)) continue;
    scalar.description = original.description;
    scalar.specifiedByURL = original.specifiedByURL;
  }
  return schema;
}
