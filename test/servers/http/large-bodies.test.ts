import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { z } from 'zod';
import { admit, refuse } from '../../../src/access/caller.ts';
import { OPEN_ACCESS } from '../../../src/access/open-access.ts';
import { createObserver } from '../../../src/observe/create-observer.ts';
import { FairLoop } from '../../../src/scope/fair-loop.ts';
import { ALL_RIGHTS } from '../../../src/scope/principal.ts';
import { Admission } from '../../../src/server/admission/admission.ts';
import { createServer } from '../../../src/server.ts';
import { listen } from './listen.ts';

const ORIGIN = 'https://app.example';

const typeDefs = `
  input Filter { names: [String!], deep: Filter }
  type Query { wait: String, count(ids: [ID!]!): Int, filtered(filter: Filter): Int }
`;

const PLACES = { operations: 1, waiting: 0, waitMs: 1_000 };

/** A gateway with one place inside and none to wait where nothing else is said, which knows all callers but those without a key. */
async function setUp(t: TestContext, limits: { readonly values?: number } = {}, places = PLACES) {
  const gate = Promise.withResolvers<string>();
  const lines: object[] = [];
  const crowd = { running: 0, waiting: 0, refused: 0 };
  const resolvers = {
    Query: {
      wait: () => gate.promise,
      count: (_: unknown, { ids }: { ids: readonly string[] }) => ids.length,
    },
  };
  const server = createServer({
    schema: makeExecutableSchema({ typeDefs, resolvers }),
    context: () => ({ reportErrors: [] }),
    access: {
      ...OPEN_ACCESS,
      authenticate: (header) => {
        const name = header('x-api-key');
        return name === null ? refuse(UNKNOWN) : admit({ name, rights: ALL_RIGHTS }, 'x-api-key');
      },
    },
    version: '0.0.0',
    allowedOrigins: [ORIGIN],
    limits,
    admission: new Admission(places, () => 1, crowd, new FairLoop()),
    observer: createObserver({ version: '0.0.0', log: (line) => line.level === 'error' && lines.push(line) }),
  });
  const { url, close } = await listen(server);
  t.after(close);
  return { url, lines, crowd, open: () => gate.resolve('done') };
}

const UNKNOWN = { status: 401, code: 'UNAUTHENTICATED', message: 'Say who you are.' };

const JSON_TYPE = { 'content-type': 'application/json', 'x-api-key': 'alice' };

/** The ways that a body can take; what is chunked does not tell its length. */
const WAYS: readonly (readonly [way: string, headers: OutgoingHttpHeaders])[] = [
  ['as nearly all send it', JSON_TYPE],
  ['without its length', { ...JSON_TYPE, 'transfer-encoding': 'chunked' }],
  ['from a page of another origin', { ...JSON_TYPE, origin: ORIGIN }],
  [
    'under another name',
    { ...JSON_TYPE, 'content-type': 'application/graphql+json', 'x-jobweave-preflight': '1' },
  ],
];

async function post(url: string, headers: OutgoingHttpHeaders, body: string | Buffer) {
  const length = headers['transfer-encoding'] ? {} : { 'content-length': Buffer.byteLength(body) };
  const asked = request(url, { method: 'POST', headers: { ...headers, ...length } }).end(body);
  const [answer]: IncomingMessage[] = await once(asked, 'response');
  assert(answer);
  return { status: answer.statusCode, text: Buffer.concat(await answer.toArray()).toString() };
}

const Refused = z.object({
  errors: z.tuple([z.object({ message: z.string(), extensions: z.object({ code: z.string() }) })]),
});

const refusalIn = (text: string): readonly [code: string, message: string] => {
  const [{ message, extensions }] = Refused.parse(JSON.parse(text)).errors;
  return [extensions.code, message];
};

const countOf = (ids: readonly string[]): string =>
  JSON.stringify({ query: 'query ($ids: [ID!]!) { count(ids: $ids) }', variables: { ids } });

for (const [way, headers] of WAYS) {
  test(`a body of too many values is refused unparsed, ${way}`, async (t) => {
    const { url, lines } = await setUp(t);
    const parse = t.mock.method(JSON, 'parse');
    const { status, text } = await post(
      url,
      headers,
      countOf(Array.from({ length: 10_000 }, (_, i) => `${i}`)),
    );
    const largest = Math.max(0, ...parse.mock.calls.map(({ arguments: [given] }) => given.length));
    assert.deepEqual([status, largest < 10_000], [413, true], text);
    const [code, message] = refusalIn(text);
    assert.equal(code, 'BAD_USER_INPUT');
    assert.match(message, /more than 10000 values.*`server\.limits\.values`/);
    assert.deepEqual(lines, []);
  });

  test(`a body of more names than a document can declare is refused unparsed, ${way}`, async (t) => {
    const { url } = await setUp(t);
    const named = (names: number): string => {
      const variables = Object.fromEntries(Array.from({ length: names }, (_, i) => [`v${i}`, i]));
      return JSON.stringify({ query: '{ __typename }', variables });
    };
    assert.deepEqual((await post(url, headers, named(740))).status, 200);
    const parse = t.mock.method(JSON, 'parse');
    const { status, text } = await post(url, headers, named(9_900));
    const largest = Math.max(0, ...parse.mock.calls.map(({ arguments: [given] }) => given.length));
    assert.deepEqual([status, largest < 10_000], [413, true], text);
    assert.match(refusalIn(text)[1], /more than 750 different names of members.*`server\.limits\.tokens`/);
  });

  test(`one that is too deep is refused unparsed, ${way}`, async (t) => {
    const { url, lines } = await setUp(t);
    const deep = `{"query":"{ wait }","variables":{"x":${'['.repeat(65)}${']'.repeat(65)}}}`;
    const { status, text } = await post(url, headers, deep);
    assert.equal(status, 400);
    assert.match(refusalIn(text)[1], /64 levels/);
    assert.deepEqual(lines, []);
  });

  test(`what is no text is refused, ${way}`, async (t) => {
    const { url } = await setUp(t);
    for (const size of [1, 100_000]) {
      const body = Buffer.from(countOf(['?'.repeat(size)]).replaceAll('?', '\xe9'), 'latin1');
      const { status, text } = await post(url, headers, body);
      assert.equal(status, 400);
      assert.match(refusalIn(text)[1], /UTF-8/);
    }
  });

  test(`thousands of values are taken, and 900 kB of text, ${way}`, async (t) => {
    const { url } = await setUp(t);
    const many = await post(url, headers, countOf(Array.from({ length: 9_990 }, (_, i) => `id "${i}", [{`)));
    assert.deepEqual([many.status, many.text], [200, '{"data":{"count":9990}}']);
    const long = await post(url, headers, countOf([`\\"[${'é'.repeat(450_000)}`]));
    assert.deepEqual([long.status, long.text], [200, '{"data":{"count":1}}']);
  });
}

test('how many values there may be is a setting', async (t) => {
  const { url } = await setUp(t, { values: 20_000 });
  const ids = Array.from({ length: 15_000 }, (_, i) => `${i}`);
  assert.equal((await post(url, JSON_TYPE, countOf(ids))).text, '{"data":{"count":15000}}');
});

test('where more come than there is time for, who would wait for long is told so', async (t) => {
  const { url } = await setUp(t, {}, { operations: 64, waiting: 64, waitMs: 0 });
  const body = countOf(Array.from({ length: 9_990 }, (_, i) => `${i}`));
  const answers = await Promise.all(Array.from({ length: 40 }, () => post(url, JSON_TYPE, body)));
  const refused = answers.filter(({ status }) => status !== 200);
  assert.equal(refused.length > 0 && refused.length < 40, true, `${refused.length} of 40`);
  for (const { status, text } of refused)
    assert.deepEqual([status, refusalIn(text)[0]], [503, 'GATEWAY_OVERLOADED']);
});

test('what is no JSON, and could hide some, is smaller', async (t) => {
  const { url } = await setUp(t);
  const form = {
    ...JSON_TYPE,
    'x-jobweave-preflight': '1',
    'content-type': 'application/x-www-form-urlencoded',
  };
  const body = `query=${encodeURIComponent('query ($ids: [ID!]!) { count(ids: $ids) }')}&variables=`;
  const asks = (ids: number) => `${body}${encodeURIComponent(JSON.stringify({ ids: Array(ids).fill('x') }))}`;
  assert.equal((await post(url, form, asks(10))).text, '{"data":{"count":10}}');
  for (const headers of [form, { ...form, 'transfer-encoding': 'chunked' }]) {
    const { status, text } = await post(url, headers, asks(10_000));
    assert.equal(status, 413);
    assert.match(refusalIn(text)[1], /32768 bytes/);
  }
});

/** Says that much will come, and sends none of it; gives the status of the answer. */
async function announce(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const lines = Object.entries({ ...headers, 'content-length': '800000' }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket.write(`POST /graphql HTTP/1.1\r\nhost: x\r\n${lines.join('\r\n')}\r\n\r\n`);
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return Number(String(answer).split(' ')[1]);
}

for (const origin of [{}, { origin: ORIGIN }]) {
  const way = 'origin' in origin ? ', from a page of another origin' : '';
  test(`who is refused is told before the body has come${way}`, { timeout: 10_000 }, async (t) => {
    const { url, crowd, open } = await setUp(t);
    assert.equal(await announce(url, { 'content-type': 'application/json', ...origin }), 401);
    const inside = post(url, JSON_TYPE, '{"query":"{ wait }"}');
    while (crowd.running === 0) await new Promise(setImmediate);
    assert.equal(await announce(url, { ...JSON_TYPE, ...origin }), 503);
    open();
    assert.equal((await inside).status, 200);
  });

  test(`a large body is not parsed where all places are taken while it comes${way}`, {
    timeout: 10_000,
  }, async (t) => {
    const { url, crowd, open } = await setUp(t);
    const body = countOf(['x'.repeat(800_000)]);
    const headers = { ...JSON_TYPE, ...origin, 'content-length': Buffer.byteLength(body) };
    const slow = request(url, { method: 'POST', headers });
    slow.write(body.slice(0, 700_000));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const inside = post(url, JSON_TYPE, '{"query":"{ wait }"}');
    while (crowd.running === 0) await new Promise(setImmediate);
    const parse = t.mock.method(JSON, 'parse');
    slow.end(body.slice(700_000));
    const [answer]: IncomingMessage[] = await once(slow, 'response');
    assert.equal(answer?.statusCode, 503);
    assert.deepEqual(
      parse.mock.calls.filter(({ arguments: [text] }) => text.length > 100_000),
      [],
    );
    open();
    await inside;
  });
}

test('who leaves while a large body comes leaves nothing behind', { timeout: 10_000 }, async (t) => {
  const { url, lines } = await setUp(t);
  for (let i = 0; i < 100; i += 1) {
    const headers = { ...JSON_TYPE, 'content-length': 1_000_000 };
    const leaving = request(url, { method: 'POST', headers }).on('error', () => undefined);
    leaving.write('x'.repeat(200_000));
    await once(leaving, 'socket');
    await new Promise((resolve) => setTimeout(resolve, 2));
    leaving.destroy();
  }
  assert.equal((await post(url, JSON_TYPE, countOf(['x'.repeat(900_000)]))).text, '{"data":{"count":1}}');
  assert.deepEqual(lines, []);
});
