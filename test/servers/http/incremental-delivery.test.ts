import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError } from 'graphql';
import type { OperationEnd } from '../../../src/observe/operations.ts';
import { readSdl } from '../../../src/server/read-sdl.ts';
import { createServer } from '../../../src/server.ts';
import { errorObserver } from '../../support/error-observer.ts';
import { type Listening, listen } from './listen.ts';

const JOBS = ['a', 'b', 'c'].map((id) => ({ id }));

const reported = (source: string): GraphQLError =>
  new GraphQLError(`${source} is down`, {
    path: ['jobs'],
    extensions: { code: 'UPSTREAM_UNAVAILABLE', source },
  });

interface Context {
  readonly reportErrors: GraphQLError[];
}

const resolvers = {
  Query: {
    jobs: (_: unknown, __: unknown, { reportErrors }: Context) => {
      reportErrors.push(reported('dc1'));
      return { nodes: JOBS };
    },
  },
  JobConnection: {
    totalCount: async (_: unknown, __: unknown, { reportErrors }: Context) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      reportErrors.push(reported('apps'));
      return { value: 3, precision: 'EXACT' };
    },
    sources: async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw new Error('a secret place: /etc/secret');
    },
  },
};

const logged: object[] = [];

let server: Listening;
before(async () => {
  const gateway = createServer<Context>({
    schema: makeExecutableSchema({ typeDefs: readSdl(), resolvers }),
    context: () => ({ reportErrors: [] }),
    version: '0.0.0',
    observer: errorObserver(logged),
  });
  server = await listen(gateway);
});
after(() => server.close());

const COUNT = '{ jobs { nodes { id } ... @defer(label: "count") { totalCount { value } } } }';

const ask = (query: string, accept: string, url = server.url): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { accept, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });

interface Part {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string }[];
  readonly incremental?: readonly {
    readonly data?: unknown;
    readonly items?: unknown;
    readonly label?: string;
    readonly path: readonly unknown[];
    readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
  }[];
  readonly hasNext: boolean;
}

/** The parts of a `multipart/mixed` answer. */
const partsOf = async (response: Response): Promise<Part[]> => {
  assert.match(response.headers.get('content-type') ?? '', /^multipart\/mixed/);
  return (await response.text())
    .split(/\r\n---(?:--)?\r\n/)
    .filter((part) => part.includes('{'))
    .map((part) => JSON.parse(part.slice(part.indexOf('{'))));
};

const APOLLO = 'multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9';
const URQL =
  'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed';

for (const accept of [APOLLO, 'multipart/mixed'])
  test(`what is deferred comes later, for a client that accepts ${accept}`, async () => {
    const [first, second, ...others] = await partsOf(await ask(COUNT, accept));
    assert.deepEqual(others, []);
    assert.deepEqual(first?.data, { jobs: { nodes: JOBS } });
    assert.equal(first?.hasNext, true);
    assert.deepEqual(
      first?.errors?.map(({ message }) => message),
      ['dc1 is down'],
    );
    const [late] = second?.incremental ?? [];
    assert.deepEqual([late?.label, late?.path], ['count', ['jobs']]);
    assert.deepEqual(late?.data, { totalCount: { value: 3 } });
    assert.deepEqual(
      late?.errors?.map(({ message }) => message),
      ['apps is down'],
    );
    assert.equal(second?.hasNext, false);
  });

test('urql is given events, which it asks for as well', async () => {
  const response = await ask(COUNT, URQL);
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream|^multipart\/mixed/);
  assert.match(
    await response.text(),
    /"hasNext":true[\s\S]*"totalCount":\{"value":3\}[\s\S]*"hasNext":false/,
  );
});

for (const accept of ['application/json', '*/*', 'multipart/mixed;incrementalSpec=v0.2, application/json'])
  test(`all comes in one piece for a client that accepts ${accept}`, async () => {
    const response = await ask(COUNT, accept);
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
    const { data, errors } = await response.json();
    assert.deepEqual(data, { jobs: { nodes: JOBS, totalCount: { value: 3 } } });
    assert.deepEqual(
      errors.map(({ message }: { message: string }) => message),
      ['dc1 is down', 'apps is down'],
    );
  });

test('a list is streamed', async () => {
  const [first, ...later] = await partsOf(
    await ask('{ jobs { nodes @stream(initialCount: 1) { id } } }', APOLLO),
  );
  assert.deepEqual(first?.data, { jobs: { nodes: [{ id: 'a' }] } });
  const items = later.flatMap(({ incremental }) => incremental ?? []).flatMap((one) => one.items);
  assert.deepEqual(items, [{ id: 'b' }, { id: 'c' }]);
});

test('an unexpected error in a later part is masked and logged, as in a first one', async () => {
  const query = '{ jobs { nodes { id } ... @defer { sources { state } } } }';
  const text = await (await ask(query, APOLLO)).text();
  assert(!text.includes('/etc/secret'), text);
  assert.match(text, /INTERNAL_SERVER_ERROR/);
  assert.match(JSON.stringify(logged), /a secret place/);
});

test('a number of items below 0 is the caller’s mistake', async () => {
  const query = 'query ($n: Int = -2) { jobs { nodes @stream(initialCount: $n) { id } } }';
  for (const text of [query, query.replace('$n)', '-1)').replace('($n: Int = -2) ', '')]) {
    const answer = await (await ask(text, APOLLO)).text();
    assert.match(answer, /BAD_USER_INPUT/);
    assert.match(answer, /below 0/);
  }
});

test('directives in the wrong place are told', async () => {
  const response = await ask('{ jobs @stream { nodes { id } } }', APOLLO);
  assert.match(await response.text(), /Stream directive cannot be used on non-list field/);
});

test('an operation has its time until its last part', { timeout: 20_000 }, async (t) => {
  const ended = Promise.withResolvers<OperationEnd>();
  const never = { totalCount: () => new Promise(() => undefined) };
  const slow = await listen(
    createServer<Context>({
      schema: makeExecutableSchema({
        typeDefs: readSdl(),
        resolvers: { ...resolvers, JobConnection: never },
      }),
      context: () => ({ reportErrors: [] }),
      version: '0.0.0',
      limits: { operationMs: 300 },
      observer: { ...errorObserver([]), endOperation: ended.resolve },
    }),
  );
  t.after(() => slow.close());
  const [first, last, ...others] = await partsOf(await ask(COUNT, APOLLO, slow.url));
  assert.deepEqual([first?.data, first?.hasNext], [{ jobs: { nodes: JOBS } }, true]);
  assert.match(String(last?.errors?.[0]?.message), /longer than the 300 ms/);
  assert.deepEqual([last?.hasNext, others], [false, []]);
  assert.deepEqual((await ended.promise).codes, ['UPSTREAM_UNAVAILABLE', 'DEADLINE_EXCEEDED']);
});
