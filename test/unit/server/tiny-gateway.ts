import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError } from 'graphql';
import { SourceError } from '../../../src/model/source-error.ts';
import { toGraphQLError } from '../../../src/resolvers/errors.ts';
import type { ServerContext } from '../../../src/server/server-context.ts';
import { createServer, type Server, type ServerOptions } from '../../../src/server.ts';
import { errorObserver } from '../../support/error-observer.ts';

/** Fields that fail in every way that a field can. */
const typeDefs = `
  type Query {
    hello(name: String): String
    count: Int
    list: [String!]!
    bug: String
    sourceDown: String
    onPurpose: String
    withoutCode: String
    unknownCode: String
    notANumber: Int
  }
`;

export interface TinyContext extends ServerContext {
  readonly reportErrors: GraphQLError[];
}

const rateLimited = () =>
  new SourceError({ code: 'UPSTREAM_RATE_LIMITED', message: 'slow down', upstreamStatus: 429 });

const fail = (error: Error) => () => {
  throw error;
};

const resolvers = {
  Query: {
    hello: (_: unknown, { name }: { name?: string }) => `Hello ${name ?? 'world'}`,
    list: (_: unknown, __: unknown, context: TinyContext) => {
      context.reportErrors.push(toGraphQLError(rateLimited(), 'dc1', ['list']));
      return ['a', 'b'];
    },
    bug: fail(new TypeError('http://10.0.0.5:8080 said password=s3cret')),
    sourceDown: fail(rateLimited()),
    onPurpose: fail(new GraphQLError('no such job', { extensions: { code: 'NOT_FOUND' } })),
    withoutCode: fail(new GraphQLError('half a thought')),
    unknownCode: fail(new GraphQLError('a code of nobody', { extensions: { code: 'WHATEVER' } })),
    notANumber: () => 'secret words of a vendor',
  },
};

/** The server on a schema that needs no vendor; `lines` is what it logs. */
export function tinyGateway(options: Partial<ServerOptions<TinyContext>> = {}): {
  server: Server;
  lines: object[];
} {
  const lines: object[] = [];
  const server = createServer({
    schema: makeExecutableSchema({ typeDefs, resolvers }),
    context: () => ({ reportErrors: [] }),
    version: '1.2.3',
    observer: errorObserver(lines, '1.2.3'),
    ...options,
  });
  return { server, lines };
}
