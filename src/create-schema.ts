import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import type { NamedDetails } from './datasource/contract.ts';
import { resolvers } from './resolvers/index.ts';
import { namedDetailResolvers } from './resolvers/named-details.ts';

/** The executable schema; `details`: what the vendors declare of names in their own types. */
export function createSchema(sdl: string, details: readonly NamedDetails[]): GraphQLSchema {
  const named = details.map((one) => [one.type, namedDetailResolvers(one)]);
  return makeExecutableSchema({
    typeDefs: sdl,
    resolvers: [resolvers, Object.fromEntries(named)],
    inheritResolversFromInterfaces: false,
  });
}
