import assert from 'node:assert/strict';
import { type IncomingMessage, request } from 'node:http';
import { after, describe, test } from 'node:test';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError } from 'graphql';
import { createObserver } from '../../../src/observe/create-observer.ts';
import { createServer } from '../../../src/server.ts';
import { type Listening, listen } from './listen.ts';

const typeDefs = `
  directive @defer(if: Boolean, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
  type Query {
    hello(name: String): String
    later(ms: Int!): String
    must: String!
    bug: String
    known: String
    reported: [String!]!
    nothing: String
    big: String
    self: Query
  }
  type Mutation { hello: String }
  type Subscription { hello: String }
`;

let executions = 0;

const resolvers = {
  Query: {
    hello: (_: unknown, { name }: { name?: string }) => {
      executions += 1;
      return `Hello ${name ?? 'world'} ☃`;
    },
    later: async () => 'late',
    must: () => null,
    bug: () => {
      executions += 1;
      throw new TypeError('a defect');
    },
    known: () => {
      throw new GraphQLError('no such job', { extensions: { code: 'NOT_FOUND' } });
    },
    reported: (_: unknown, __: unknown, context: { reportErrors: GraphQLError[] }) => {
      context.reportErrors.push(new GraphQLError('a source is down', { extensions: { code: 'NOT_FOUND' } }));
      return ['a'];
    },
    big: () => 'x'.repeat(100_000),
    self: () => ({}),
  },
  Mutation: { hello: () => 'changed' },
};

const serve = (shortWay: boolean): Promise<Listening> =>
  listen(
    createServer({
      schema: makeExecutableSchema({ typeDefs, resolvers }),
      context: ({ header }) => {
        if (header('x-refuse') !== null)
          throw new GraphQLError('not you', { extensions: { code: 'FORBIDDEN' } });
        return { reportErrors: [] };
      },
      version: '0.0.0',
      shortWay,
      observer: createObserver({ version: '0.0.0', log: () => undefined }),
    }),
  );

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Sent without a length. */
  readonly isChunked?: boolean;
}

interface Answered {
  readonly status: number | undefined;
  readonly headers: readonly string[];
  readonly body: string;
}

/** Everything but the time and the connection's own. */
async function ask(url: string, asked: Asked): Promise<Answered> {
  const { method = 'POST', path = '/graphql', headers = {}, body = '', isChunked = false } = asked;
  const length = isChunked || method === 'GET' ? {} : { 'content-length': Buffer.byteLength(body) };
  const options = { method, path, headers: { ...length, ...headers }, agent: false };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request(new URL(url), options, resolve).on('error', reject);
    if (method === 'GET') outgoing.end();
    else outgoing.end(body);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const told = response.rawHeaders.filter((_, i, all) => !/^date$/i.test(all[i - (i % 2)] ?? ''));
  return { status: response.statusCode, headers: told, body: Buffer.concat(chunks).toString('latin1') };
}

const JSON_TYPE = 'application/json';
/** No page can make a browser send it unasked. */
const LEAVE = { 'x-jobweave-preflight': '1' };
const json = (body: unknown, headers: Readonly<Record<string, string>> = {}): Asked => ({
  headers: { 'content-type': JSON_TYPE, accept: JSON_TYPE, ...headers },
  body: JSON.stringify(body),
});

const QUERIES: readonly (readonly [what: string, query: string])[] = [
  ['data', '{ hello }'],
  ['data that comes later', '{ later(ms: 1) }'],
  ['a typename', '{ __typename }'],
  ['a large answer', '{ big }'],
  ['an unknown field', '{ nobody }'],
  ['a syntax error', '{ hello'],
  ['an empty document', ''],
  ['a field that fails', '{ hello known }'],
  ['a defect', '{ bug }'],
  ['an answer that is lost', '{ must }'],
  ['an error beside the data', '{ reported }'],
  ['a missing variable', 'query ($n: Int!) { later(ms: $n) }'],
  ['introspection', '{ __schema { queryType { name } } }'],
  ['a directive', '{ hello @skip(if: true) }'],
  ['a mutation', 'mutation { hello }'],
  ['a subscription', 'subscription { hello }'],
  ['two operations', 'query A { hello } query B { hello }'],
  ['a deferred part', '{ ... @defer { hello } nothing }'],
  ['fields that cannot be merged', '{ a: hello a: nothing }'],
  ['an item of a list after the other', '{ reported @stream(initialCount: 1) }'],
  ['a part of what is no list', '{ hello @stream(initialCount: 1) }'],
  ['a part that is put off, and fields that cannot be merged', '{ a: hello ... @defer { a: nothing } }'],
  ['a fragment', '{ self { ...F } } fragment F on Query { nothing self { hello } }'],
];

const ACCEPTS: readonly (string | null)[] = [
  null,
  '',
  '*/*',
  JSON_TYPE,
  'application/json; charset=utf-8',
  'application/graphql-response+json',
  'application/graphql-response+json, application/json;q=0.9',
  'application/json;q=0.5, application/graphql-response+json',
  'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
  'multipart/mixed; deferSpec=20220824, application/json',
  'text/event-stream',
  'text/event-stream, application/json',
  'application/*',
  'application/vnd.acme+json',
  'text/html, application/xhtml+xml, */*;q=0.8',
  'image/png',
  'application/json;q=0',
];

const CONTENT_TYPES: readonly (string | null)[] = [
  null,
  JSON_TYPE,
  'application/json; charset=utf-8',
  'application/json;charset=UTF-8',
  'application/json; charset=latin1',
  'application/graphql+json',
  'application/graphql',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'application/json, text/plain',
];

const BODIES: readonly (readonly [what: string, body: string | Uint8Array])[] = [
  ['nothing', ''],
  ['blanks', '  '],
  ['no JSON', '{'],
  ['a text', '"hello"'],
  ['a number', '1'],
  ['null', 'null'],
  ['a list', '[{"query":"{ hello }"}]'],
  ['an empty list', '[]'],
  ['an empty object', '{}'],
  ['a byte order mark', '\ufeff{"query":"{ hello }"}'],
  [
    'bytes that are no text',
    Buffer.from('7b227175657279223a227b2068656c6c6f286e616d653a205c22ff5c2229207d227d', 'hex'),
  ],
  ['too many values', `{"query":"{ hello }","variables":{"x":[${'1,'.repeat(10_000)}1]}}`],
  ['lists too deep', `{"query":"{ hello }","variables":{"x":${'['.repeat(70)}${']'.repeat(70)}}}`],
  ['a query that is null', '{"query":null}'],
  ['a query that is a number', '{"query":1}'],
  ['a parameter too many', '{"query":"{ hello }","id":1}'],
  ['a parameter too many that is null', '{"query":"{ hello }","id":null}'],
  ['a prototype', '{"query":"{ hello }","__proto__":{"a":1}}'],
  ['variables that are a list', '{"query":"{ hello }","variables":[]}'],
  ['variables that are a text', '{"query":"{ hello }","variables":"{}"}'],
  ['variables that are null', '{"query":"{ hello }","variables":null}'],
  ['variables', '{"query":"query ($n: String) { hello(name: $n) }","variables":{"n":"you"}}'],
  ['a wrong variable', '{"query":"query ($n: String) { hello(name: $n) }","variables":{"n":1}}'],
  ['extensions', '{"query":"{ hello }","extensions":{"a":1}}'],
  ['extensions that are a text', '{"query":"{ hello }","extensions":"a"}'],
  ['an operation that is there', '{"query":"query A { hello } query B { nothing }","operationName":"B"}'],
  ['an operation that is not there', '{"query":"query A { hello }","operationName":"B"}'],
  ['an operation name that is no text', '{"query":"query A { hello }","operationName":1}'],
  ['a key twice', '{"query":"{ bug }","query":"{ hello }"}'],
  ['a mebibyte', JSON.stringify({ query: '{ hello }', variables: { pad: 'x'.repeat(1024 * 1024 - 54) } })],
  [
    'more than a mebibyte',
    JSON.stringify({ query: '{ hello }', variables: { pad: 'x'.repeat(1024 * 1024) } }),
  ],
];

const withHeader = (name: string, value: string | null): Readonly<Record<string, string>> =>
  value === null ? {} : { [name]: value };

const CASES: readonly (readonly [what: string, asked: Asked])[] = [
  ...QUERIES.map(([what, query]): [string, Asked] => [what, json({ query })]),
  ...QUERIES.map(([what, query]): [string, Asked] => [
    `${what}, as graphql-response`,
    json({ query }, { accept: 'application/graphql-response+json' }),
  ]),
  ...ACCEPTS.flatMap((accept): [string, Asked][] =>
    ['{ hello }', '{ nobody }', '{ known }'].map((query) => [
      `${query}, accepted: ${accept}`,
      {
        headers: { 'content-type': JSON_TYPE, ...withHeader('accept', accept) },
        body: JSON.stringify({ query }),
      },
    ]),
  ),
  ...CONTENT_TYPES.flatMap((type): [string, Asked][] =>
    [JSON.stringify({ query: '{ hello }' }), '{ hello }', 'query=%7Bhello%7D'].map((body) => [
      `${body} as ${type}`,
      { headers: { accept: JSON_TYPE, ...LEAVE, ...withHeader('content-type', type) }, body },
    ]),
  ),
  ...BODIES.map(([what, body]): [string, Asked] => [what, { ...json({}), body }]),
  ...BODIES.map(([what, body]): [string, Asked] => [
    `${what}, in chunks`,
    { ...json({}), body, isChunked: true },
  ]),
  [
    'a part that comes later',
    json(
      { query: '{ ... @defer { hello } nothing }' },
      { accept: 'multipart/mixed;deferSpec=20220824, application/json' },
    ),
  ],
  [
    'a part that comes later, and fails',
    json(
      { query: '{ nothing ... @defer { bug known } }' },
      { accept: 'multipart/mixed;deferSpec=20220824, application/json' },
    ),
  ],
  ['a context that cannot be made', json({ query: '{ hello }' }, { 'x-refuse': '1' })],
  ['a body that says it is compressed', json({ query: '{ hello }' }, { 'content-encoding': 'gzip' })],
  ['GET', { method: 'GET', path: '/graphql?query=%7Bhello%7D', headers: { accept: JSON_TYPE, ...LEAVE } }],
  ['GET of a mutation', { method: 'GET', path: '/graphql?query=mutation%7Bhello%7D', headers: LEAVE }],
  ['GET that a page could send', { method: 'GET', path: '/graphql?query=%7Bhello%7D' }],
  ['a page of another origin', json({ query: '{ hello }' }, { origin: 'https://example.com' })],
  ['whether the process lives', { method: 'GET', path: '/livez' }],
  ['the same, without a body', { method: 'HEAD', path: '/livez' }],
  ['whether it is ready', { method: 'GET', path: '/readyz' }],
  ['a path that leads nowhere', { method: 'GET', path: '/nowhere?a=b' }],
  ['the same with dots', { method: 'GET', path: '/x/../livez' }],
  ['a browser at the door', { method: 'GET', path: '/', headers: { accept: 'text/html' } }],
  ['a browser that wants GraphiQL', { method: 'GET', headers: { accept: 'text/html' } }],
  ['GraphiQL, packed', { method: 'GET', headers: { accept: 'text/html', 'accept-encoding': 'gzip' } }],
  ['PUT', { ...json({ query: '{ hello }' }), method: 'PUT' }],
  ['DELETE', { ...json({ query: '{ hello }' }), method: 'DELETE' }],
  [
    'OPTIONS',
    {
      method: 'OPTIONS',
      headers: { origin: 'https://example.com', 'access-control-request-method': 'POST' },
    },
  ],
  ['a slash at the end', { ...json({ query: '{ hello }' }), path: '/graphql/' }],
  ['a query string', { ...json({ query: '{ hello }' }), path: '/graphql?query=%7Bbug%7D' }],
  ['another path', { ...json({ query: '{ hello }' }), path: '/graphql/x' }],
  ['a whole URL', { ...json({ query: '{ hello }' }), path: 'http://example.com/graphql' }],
  ['no path', { ...json({ query: '{ hello }' }), path: '*', method: 'OPTIONS' }],
  ['a host that is none', json({ query: '{ hello }' }, { host: 'a b' })],
  ['a host that ends in another path', json({ query: '{ hello }' }, { host: 'x/metrics?' })],
];

describe('what is answered without the library is answered as the library answers it', async () => {
  const [plain, library] = await Promise.all([serve(true), serve(false)]);
  after(() => Promise.all([plain.close(), library.close()]));

  for (const [what, asked] of CASES)
    test(what, async () => {
      const before = executions;
      const expected = await ask(library.url, asked);
      const byLibrary = executions - before;
      const answered = await ask(plain.url, asked);
      assert.deepEqual(answered, expected);
      assert.equal(executions - before - byLibrary, byLibrary, 'nothing runs twice');
    });

  test('most of these answers are no errors of the transport', async () => {
    const { status, body } = await ask(plain.url, json({ query: '{ hello }' }));
    assert.deepEqual(
      [status, JSON.parse(Buffer.from(body, 'latin1').toString())],
      [200, { data: { hello: 'Hello world ☃' } }],
    );
  });
});

describe('the host of a request', async () => {
  const { url, close } = await serve(true);
  after(close);
  for (const host of ['a b', 'x/metrics?', '', '[', 'x:y:z', 'a@b/c#'])
    test(`"${host}" changes nothing`, async () => {
      const get = { method: 'GET', headers: { host, 'x-jobweave-preflight': '1' } };
      assert.deepEqual((await ask(url, { ...get, path: '/livez' })).body, 'ok');
      const { status, body } = await ask(url, { ...get, path: '/graphql?query=%7B__typename%7D' });
      assert.deepEqual([status, body], [200, '{"data":{"__typename":"Query"}}']);
    });
});
