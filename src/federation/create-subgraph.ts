import {
  GraphQLError,
  type GraphQLResolveInfo,
  GraphQLScalarType,
  Kind,
  parse,
  valueFromASTUntyped,
} from 'graphql';

/** What a router sends of an entity: the name of its type, and the fields of one of its keys. */
export type Representation = Readonly<Record<string, unknown>>;

/** `null`: there is no such entity any more. What it throws is the error of this one representation. */
export type ReferenceResolver<Context> = (
  representation: Representation,
  context: Context,
  info: GraphQLResolveInfo,
) => unknown;

export interface SubgraphOptions<Context> {
  /** What other subgraphs see, with the marks of federation (https://www.apollographql.com/docs/graphos/reference/federation/subgraph-spec). */
  readonly sdl: string;
  /** By the name of the type. */
  readonly references: Readonly<Record<string, ReferenceResolver<Context>>>;
  /** The name of the type of what a reference resolver gives. */
  readonly typeOf: (entity: object) => string;
}

/** What makes a subgraph of a schema: to be put together with its own SDL and resolvers. */
export function createSubgraph<Context>({ sdl, references, typeOf }: SubgraphOptions<Context>) {
  return {
    typeDefs: additions(sdl),
    resolvers: {
      _Any: anyScalar,
      _Entity: { __resolveType: typeOf },
      Query: {
        _service: () => ({ sdl }),
        _entities: (
          _: unknown,
          { representations }: { readonly representations: readonly unknown[] },
          context: Context,
          info: GraphQLResolveInfo,
        ) => representations.map(async (one) => resolve(references, readRepresentation(one), context, info)),
      },
    },
  };
}

function additions(sdl: string): string {
  const entities = entitiesOf(sdl);
  const fields = `
    "What other subgraphs are told of this one."
    _service: _Service!
    ${entities.length === 0 ? '' : ENTITIES_FIELD}`;
  const union = `"Whatever a router may ask for by its key."\nunion _Entity = ${entities.join(' | ')}`;
  return `
    ${entities.length === 0 ? '' : `${union}\n${ANY}`}
    "This subgraph, as a composer reads it."
    type _Service {
      "The schema with the marks of federation."
      sdl: String!
    }
    extend type Query {${fields}
    }`;
}

const ANY = `
    "A representation of an entity: \`__typename\` and the fields of one of its keys."
    scalar _Any`;

const ENTITIES_FIELD = `"Entities by their keys, in the order asked, for routers. One that cannot be read is null, with an entry in \`errors\`."
    _entities("What a router knows of each." representations: [_Any!]!): [_Entity]!`;

/** Object types with a key that is not only for show. */
const entitiesOf = (sdl: string): string[] => {
  const keyed = parse(sdl).definitions.flatMap((type) =>
    (type.kind === Kind.OBJECT_TYPE_DEFINITION || type.kind === Kind.OBJECT_TYPE_EXTENSION) &&
    type.directives?.some(({ name }) => name.value === 'key')
      ? [type.name.value]
      : [],
  );
  return [...new Set(keyed)];
};

const anyScalar = new GraphQLScalarType<unknown, unknown>({
  name: '_Any',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});

function readRepresentation(given: unknown): Representation {
  const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
  if (isObject) return given as Representation;
  throw badRepresentation('A representation is an object with `__typename` and the fields of a key.');
}

function resolve<Context>(
  references: SubgraphOptions<Context>['references'],
  representation: Representation,
  context: Context,
  info: GraphQLResolveInfo,
): unknown {
  const { __typename: name } = representation;
  if (typeof name === 'string' && Object.hasOwn(references, name))
    return references[name]?.(representation, context, info);
  throw badRepresentation(
    `\`__typename\` is ${JSON.stringify(name) ?? 'missing'}; this subgraph has ${Object.keys(references).join(', ')}.`,
  );
}

/** The router, or whoever plays one, asked for something that cannot be; the message says what would be right. */
export const badRepresentation = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
