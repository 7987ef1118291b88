import { makeExecutableSchema } from '@graphql-tools/schema';
import { type DocumentNode, Kind, parse, visit } from 'graphql';
import { createAccess } from '../../src/access/create-access.ts';
import { createSubgraph, type Representation } from '../../src/federation/create-subgraph.ts';
import { createObserver } from '../../src/observe/create-observer.ts';
import { createServer } from '../../src/server.ts';

const user = {
  __typename: 'User',
  email: 'support@apollographql.com',
  name: 'Jane Smith',
  totalProductsCreated: 1337,
  yearsOfEmployment: 10,
};

const dimensions = { size: 'small', weight: 1, unit: 'kg' };

const deprecatedProduct = {
  __typename: 'DeprecatedProduct',
  sku: 'apollo-federation-v1',
  package: '@apollo/federation-v1',
  reason: 'Migrate to Federation V2',
  createdBy: user,
};

const research = [
  {
    __typename: 'ProductResearch',
    study: { caseNumber: '1234', description: 'Federation Study' },
    outcome: null,
  },
  {
    __typename: 'ProductResearch',
    study: { caseNumber: '1235', description: 'Studio Study' },
    outcome: null,
  },
];

const products = [
  {
    __typename: 'Product',
    id: 'apollo-federation',
    sku: 'federation',
    package: '@apollo/federation',
    variation: { id: 'OSS' },
    dimensions,
    createdBy: user,
    notes: null,
    research: research.slice(0, 1),
  },
  {
    __typename: 'Product',
    id: 'apollo-studio',
    sku: 'studio',
    package: '',
    variation: { id: 'platform' },
    dimensions,
    createdBy: user,
    notes: null,
    research: research.slice(1),
  },
];

/** What has all that the representation tells, nested fields too. */
const find = <T extends object>(all: readonly T[], representation: Representation): T | null =>
  all.find((one) => agrees(one, representation)) ?? null;

const agrees = (thing: unknown, told: unknown): boolean =>
  typeof told === 'object' && told !== null
    ? Object.entries(told).every(([name, value]) => agrees((thing as Representation | null)?.[name], value))
    : thing === told;

const references = {
  Product: (one: Representation) => find(products, one),
  DeprecatedProduct: (one: Representation) => find([deprecatedProduct], one),
  ProductResearch: (one: Representation) => find(research, one),
  /** What it requires of other subgraphs comes with the representation. */
  User: ({ email, ...given }: Representation) => (email === user.email ? { ...user, ...given } : null),
  Inventory: ({ id }: Representation) => ({
    __typename: 'Inventory',
    id,
    deprecatedProducts: [deprecatedProduct],
  }),
};

const resolvers = {
  Query: {
    product: (_: unknown, { id }: { readonly id: string }) => find(products, { id }),
    deprecatedProduct: (_: unknown, args: Representation) => find([deprecatedProduct], args),
  },
  User: {
    averageProductsCreatedPerYear: ({ totalProductsCreated, yearsOfEmployment }: typeof user) =>
      Math.round(totalProductsCreated / yearsOfEmployment),
  },
};

/**
 * The schema of products that Apollo's compatibility suite asks for, as a subgraph on the server that the gateway has. It is
 * not with the suite, for the schema and the server must come from one copy of `graphql`.
 */
export function createProductsServer(sdl: string) {
  const typeOf = (entity: object): string => ('__typename' in entity ? String(entity.__typename) : '');
  const subgraph = createSubgraph({ sdl, references, typeOf });
  const schema = makeExecutableSchema({
    typeDefs: [withoutMarks(parse(sdl)), subgraph.typeDefs],
    resolvers: [resolvers, subgraph.resolvers],
  });
  const server = { host: '127.0.0.1', port: 0 };
  return createServer({
    schema,
    context: () => ({ reportErrors: [] }),
    access: createAccess({ server }, server.host),
    version: '0.0.0',
    observer: createObserver({ version: '0.0.0' }),
  });
}

/** Without what only composers read: directives that nobody defines here, and that a type is another subgraph's too. */
function withoutMarks(document: DocumentNode): DocumentNode {
  const isMark = (name: string): boolean => !['deprecated', 'specifiedBy'].includes(name);
  return visit(document, {
    SchemaExtension: () => null,
    ObjectTypeExtension: (type) => ({ ...type, kind: Kind.OBJECT_TYPE_DEFINITION }),
    [Kind.DIRECTIVE]: ({ name }) => (isMark(name.value) ? null : undefined),
  });
}
