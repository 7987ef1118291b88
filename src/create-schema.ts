import { makeExecutableSchema } from '@graphql-tools/schema';
import { type GraphQLSchema, isObjectType, isScalarType, parse } from 'graphql';
import type { NamedDetails } from './datasource/contract/backend-definition.ts';
import { createSubgraph } from './federation/create-subgraph.ts';
import type { Federation } from './federation/federation.ts';
import { prefixed, prefixTypes } from './federation/prefix-types.ts';
import { subgraphSdl } from './federation/subgraph-sdl.ts';
import { references, typeOfNode } from './resolvers/find-node.ts';
import { resolvers } from './resolvers/index.ts';
import { namedDetailResolvers } from './resolvers/job.ts';
import { STEADY_FIELDS } from './resolvers/steady-fields.ts';

/**
 * The executable schema; `details`: what the vendors declare of names in their own types; `federation`: how it is a subgraph
 * too, `null` where it is none.
 */
export function createSchema(
  sdl: string,
  details: readonly NamedDetails[],
  federation: Federation | null = null,
): GraphQLSchema {
  const named = Object.fromEntries(details.map((one) => [one.type, namedDetailResolvers(one)]));
  const parts = federation === null ? [] : [asSubgraph(sdl, federation)];
  const prefix = federation?.typePrefix ?? '';
  const typeDefs = [prefixTypes(parse(sdl), prefix), ...parts.map((part) => part.typeDefs)];
  const schema = makeExecutableSchema({
    typeDefs,
    resolvers: [
      withPrefix({ ...resolvers, Node: { __resolveType: typeWith(prefix) } }, prefix),
      named,
      ...parts.map((part) => part.resolvers),
    ],
    inheritResolversFromInterfaces: false,
  });
  return forExecutor(
    withScalarsAsWritten(schema, makeExecutableSchema({ typeDefs })),
    withPrefix(STEADY_FIELDS, prefix),
  );
}

const asSubgraph = (sdl: string, federation: Federation) =>
  createSubgraph({
    sdl: subgraphSdl(sdl, federation),
    references: withPrefix(references, federation.typePrefix),
    typeOf: typeWith(federation.typePrefix),
  });

type Node = Parameters<typeof typeOfNode>[0];

const typeWith =
  (prefix: string) =>
  (node: object): string =>
    prefixed(typeOfNode(node as Node), prefix);

/** What is kept by the names of types. */
const withPrefix = <T>(byType: Readonly<Record<string, T>>, prefix: string): Record<string, T> =>
  Object.fromEntries(Object.entries(byType).map(([name, value]) => [prefixed(name, prefix), value]));

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

/** Tells the executor (`execution`) of which fields it may keep what it wrote, and who wants to know of fields. */
function forExecutor(
  schema: GraphQLSchema,
  fields: Readonly<Record<string, readonly string[]>>,
): GraphQLSchema {
  for (const [name, steadyFields] of Object.entries(fields)) {
    const type = schema.getType(name);
    if (isObjectType(type)) type.extensions = { ...type.extensions, steadyFields };
  }
  schema.extensions = { ...schema.extensions, infoIsParameter: true };
  return schema;
}
