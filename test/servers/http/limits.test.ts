import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { z } from 'zod';
import { type Listening, listen } from '../../../src/cli/serve/listen.ts';
import type { Limits } from '../../../src/limits/limits.ts';
import { createObserver } from '../../../src/observe/create-observer.ts';
import { DateTime } from '../../../src/resolvers/scalars.ts';
import { readSdl } from '../../../src/server/read-sdl.ts';
import { createServer } from '../../../src/server.ts';

const Refused = z.strictObject({
  errors: z
    .array(z.looseObject({ message: z.string().min(1), extensions: z.looseObject({ code: z.string() }) }))
    .min(1),
});

interface Gateway {
  readonly url: string;
  readonly port: number;
  readonly lines: object[];
  readonly close: () => void;
}

async function start(limits: Partial<Limits> = {}): Promise<Gateway> {
  const lines: object[] = [];
  const jobs = (_: unknown, { first = 20 }: { first?: number }) => ({
    nodes: Array.from({ length: first }, (_, i) => ({ id: `${i}`, name: 'x'.repeat(1_000) })),
  });
  const http = createServer({
    schema: makeExecutableSchema({
      typeDefs: readSdl(),
      resolvers: { DateTime, Query: { jobs, sources: () => new Promise(() => undefined) } },
    }),
    context: () => ({ reportErrors: [] }),
    version: '0.0.0',
    observer: createObserver({ version: '0.0.0', log: (line) => line.level === 'error' && lines.push(line) }),
    limits,
  });
  const { server, url }: Listening = await listen(http, 0, '127.0.0.1', limits);
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `${url}/graphql`, port: Number(new URL(url).port), lines, close };
}

async function post(url: string, body: string | object, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

const nested = (open: string, inner: string, close: string, times: number): string =>
  open.repeat(times) + inner + close.repeat(times);

const fragments = (times: number, of: (i: number) => string): string =>
  Array.from({ length: times }, (_, i) => of(i)).join(' ');

/** What strangers send, and the code that they get. */
const DOCUMENTS: readonly (readonly [what: string, query: string, code: string])[] = [
  ['25 kB of levels', nested('{a', '', '}', 8_000), 'OPERATION_TOO_COSTLY'],
  [
    '40 levels',
    `{ ${nested('jobs { nodes { tasks { nodes { job {', 'id', '} } } } }', 8)} }`,
    'OPERATION_TOO_COSTLY',
  ],
  [
    'jobs of tasks of jobs',
    '{ jobs { nodes { tasks { nodes { job { tasks { nodes { job { tasks { nodes { id } } } } } } } } } } }',
    'OPERATION_TOO_COSTLY',
  ],
  ['900 kB of comment', `# ${'x'.repeat(900_000)}\n{ __typename }`, 'OPERATION_TOO_COSTLY'],
  ['900 kB of blanks', `{ ${' '.repeat(900_000)} __typename }`, 'OPERATION_TOO_COSTLY'],
  ['10,000 aliases', `{ ${fragments(10_000, (i) => `a${i}: __typename`)} }`, 'OPERATION_TOO_COSTLY'],
  ['31 aliases', `{ ${fragments(31, (i) => `a${i}: __typename`)} }`, 'OPERATION_TOO_COSTLY'],
  [
    'raw rows under 30 names',
    `{ jobs(first: 500) { nodes { ${fragments(30, (i) => `a${i}: raw`)} } } }`,
    'OPERATION_TOO_COSTLY',
  ],
  ['10,000 directives', `{ __typename ${'@a'.repeat(10_000)} }`, 'OPERATION_TOO_COSTLY'],
  ['900 directives', `{ __typename ${'@a'.repeat(900)} }`, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'fragments in a circle',
    '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['a fragment of itself', '{ ...A } fragment A on Query { ...A }', 'GRAPHQL_VALIDATION_FAILED'],
  [
    'fragments that double each other',
    `{ ...F0 } ${fragments(100, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)} fragment F100 on Query { __typename }`,
    'OPERATION_TOO_COSTLY',
  ],
  [
    '900 lists within each other',
    `{ nodes(ids: ${nested('[', '', ']', 900)}) { id } }`,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    '600 objects within each other',
    `{ jobs(filter: ${nested('{a:', '1', '}', 300)}) { nodes { id } } }`,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'introspection of itself',
    '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
    'GRAPHQL_VALIDATION_FAILED',
  ],
];

const VARIABLES: readonly (readonly [what: string, variables: string])[] = [
  ['lists', `{ "f": { "sources": ${nested('[', '', ']', 100_000)} } }`],
  ['objects', `{ "f": ${nested('{"a":', '1', '}', 50_000)} }`],
  ['lists for an instant', `{ "f": { "createdAfter": ${nested('[', '', ']', 100_000)} } }`],
];

describe('what is too much is refused, and the process lives', () => {
  let gateway: Gateway;
  before(async () => {
    gateway = await start();
  });
  after(() => gateway.close());

  const isWell = async (): Promise<void> => {
    const { status, text } = await post(gateway.url, { query: '{ jobs(first: 1) { nodes { id } } }' });
    assert.deepEqual([status, text], [200, '{"data":{"jobs":{"nodes":[{"id":"0"}]}}}']);
    assert.deepEqual(gateway.lines, [], 'nobody takes it for a defect');
  };

  const isRefused = (
    { status, text }: { status: number; text: string },
    expected: number,
    code: string,
  ): void => {
    const { errors } = Refused.parse(JSON.parse(text));
    assert.deepEqual([status, errors[0]?.extensions.code], [expected, code], text.slice(0, 300));
    assert.doesNotMatch(text, /node_modules|\.[jt]s:\d|\n {4}at /);
  };

  for (const [what, query, code] of DOCUMENTS)
    test(what, async () => {
      isRefused(await post(gateway.url, { query }), 400, code);
      const get = await fetch(`${gateway.url}?query=${encodeURIComponent(query.slice(0, 8_000))}`, {
        headers: { 'x-jobweave-preflight': '1', accept: 'application/graphql-response+json' },
      });
      assert.ok([400, 431].includes(get.status), String(get.status));
      await isWell();
    });

  for (const [what, variables] of VARIABLES)
    test(`${what} within each other, as variables`, async () => {
      const query = 'query ($f: JobFilter) { jobs(filter: $f) { nodes { id } } }';
      isRefused(
        await post(gateway.url, `{"query":${JSON.stringify(query)},"variables":${variables}}`),
        400,
        'BAD_USER_INPUT',
      );
      await isWell();
    });

  test('the cost is told', async () => {
    const { text } = await post(gateway.url, {
      query: `{ jobs(first: 500) { nodes { tasks(first: 500) { nodes { id name } } } } }`,
    });
    const [error] = Refused.parse(JSON.parse(text)).errors;
    assert.equal(error?.extensions['mostCost'], 500_000);
    assert.equal(error?.extensions['cost'], 21 + 500 * (1 + 21 + 500 * 3));
  });

  test('a body that is too large, with its length and without', async () => {
    isRefused(
      await post(gateway.url, { query: '{ __typename }', variables: { x: 'x'.repeat(2 ** 20) } }),
      413,
      'BAD_USER_INPUT',
    );
    await isWell();
  });

  test('a type that is not read', async () => {
    const headers = { 'content-type': 'text/plain', 'x-jobweave-preflight': '1' };
    isRefused(await post(gateway.url, '{ __typename }', headers), 415, 'BAD_USER_INPUT');
  });

  test('a flood of documents, good and bad, is not kept', async () => {
    const pad = `# ${'x'.repeat(75_000)}\n`;
    for (let i = 0; i < 300; i += 1) {
      const bad = await post(gateway.url, { query: `${pad}{ nobody${i} }` });
      const good = await post(gateway.url, { query: `${pad}query Q${i} { __typename }` });
      assert.deepEqual([bad.status, good.status], [400, 200]);
    }
    await isWell();
  });
});

test('an answer that is too large is not sent', async (t) => {
  const { url, close } = await start({ answerBytes: 100_000 });
  t.after(close);
  const ask = (first: number) => post(url, { query: `{ jobs(first: ${first}) { nodes { name } } }` });
  assert.equal((await ask(50)).status, 200);
  const { status, text } = await ask(200);
  assert.deepEqual(
    [status, Refused.parse(JSON.parse(text)).errors[0]?.extensions],
    [
      400,
      {
        code: 'OPERATION_TOO_COSTLY',
        limit: 'server.limits.answerBytes',
        spent: JSON.stringify({ data: { jobs: { nodes: Array(200).fill({ name: 'x'.repeat(1_000) }) } } })
          .length,
        allowed: 100_000,
      },
    ],
  );
});

test('of large variables one fault is told, and not each with its value', async (t) => {
  const { url, close } = await start();
  t.after(close);
  const query = 'query ($filter: JobFilter) { jobs(filter: $filter) { nodes { name } } }';
  const filter = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, 1]));
  const { text } = await post(url, { query, variables: { filter } });
  const { errors } = Refused.parse(JSON.parse(text));
  assert.deepEqual(
    errors.map(({ extensions }) => extensions.code),
    ['BAD_USER_INPUT'],
  );
  assert(text.length < 1_000, String(text.length));
});

test('an operation that does not end is ended', async (t) => {
  const { url, lines, close } = await start({ operationMs: 1_000 });
  t.after(close);
  const { text } = await post(url, { query: '{ sources { id } }' });
  assert.deepEqual(Refused.parse(JSON.parse(text)).errors[0]?.extensions, {
    code: 'DEADLINE_EXCEEDED',
    retryable: true,
    limit: 'server.limits.operationMs',
    spent: 1_000,
    allowed: 1_000,
  });
  assert.deepEqual(lines, []);
});

/** What a server says to bytes that come over a connection, until it closes it. */
async function say(port: number, ...texts: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  for (const text of texts) socket.write(text);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  await once(socket, 'close');
  return answer;
}

const POST = 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

/** Each gets one answer, and the end of the connection. */
const UNREADABLE: readonly (readonly [what: string, text: string, status: number])[] = [
  ['no HTTP', 'hello\r\n\r\n', 400],
  ['another version', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['an unknown method', 'FOO /graphql HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
  ['headers of 20 kB', `GET /livez HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  [
    'a length and chunks',
    `${POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /livez HTTP/1.1\r\n\r\n`,
    400,
  ],
  ['two lengths', `${POST}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`, 400],
  ['a length that is none', `${POST}Content-Length: +5\r\n\r\nhello`, 400],
  ['chunks that are none', `${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 400],
  ['an encoding that is hidden', `${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`, 400],
  ['a folded header', 'GET /livez HTTP/1.1\r\nHost: localhost\r\n X: y\r\n\r\n', 400],
  ['headers that do not come', 'GET /livez HTTP/1.1\r\nHost: local', 408],
  ['a body that does not come', `${POST}Content-Length: 50\r\n\r\n{"que`, 408],
  ['no host', 'GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ['a strange expectation', `${POST}Expect: money\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`, 417],
  ['a target that is no path', 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 400],
];

describe('requests that cannot be read', () => {
  let gateway: Gateway;
  before(async () => {
    gateway = await start({ headersMs: 1_000, bodyMs: 1_000 });
  });
  after(() => gateway.close());

  for (const [what, text, status] of UNREADABLE)
    test(what, async () => {
      const answer = await say(gateway.port, text);
      const [head = '', body = '', ...more] = answer.split('\r\n\r\n');
      assert.match(head, new RegExp(`^HTTP/1\\.1 ${status} `), answer);
      assert.deepEqual(more, [], 'there is one answer');
      assert.equal(Refused.parse(JSON.parse(body)).errors[0]?.extensions.code, 'BAD_USER_INPUT');
      assert.doesNotMatch(answer, /node_modules|\.[jt]s:\d|\n {4}at /);
    });

  test('others are answered while connections stay half open', async (t) => {
    const idle = Array.from({ length: 50 }, () =>
      connect(gateway.port, '127.0.0.1')
        .on('error', () => undefined)
        .resume(),
    );
    t.after(() => {
      for (const socket of idle) socket.destroy();
    });
    await Promise.all(idle.map((socket) => once(socket, 'connect')));
    for (const socket of idle) socket.write('GET /livez HTTP/1.1\r\nHost:');
    const { status } = await post(gateway.url, { query: '{ __typename }' });
    assert.equal(status, 200);
    await Promise.all(idle.map((socket) => once(socket, 'close')));
  });
});

test('where all connections are busy more are closed, and there is room again when others go', {
  timeout: 20_000,
}, async (t) => {
  const { port, close } = await start({ connections: 2 });
  t.after(close);
  const hold = async () => {
    const socket = connect(port, '127.0.0.1')
      .on('error', () => undefined)
      .resume();
    await once(socket, 'connect');
    return socket;
  };
  const body = '{"query":"{ sources { id } }"}';
  const [first, second] = [await hold(), await hold()];
  for (const socket of [first, second]) socket.write(`${POST}Content-Length: ${body.length}\r\n\r\n${body}`);
  await setTimeout(200);
  await once(await hold(), 'close');
  assert.deepEqual([first.closed, second.closed], [false, false]);
  first.destroy();
  second.destroy();
  await once(first, 'close');
  const answer = await say(port, 'GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  assert.match(answer, /^HTTP\/1\.1 200 /);
});

test('silent connections make room, those of who has most of them first', { timeout: 20_000 }, async (t) => {
  const { port, close } = await start({ connections: 20 });
  t.after(close);
  const open = async (localAddress: string): Promise<Socket> => {
    const socket = connect({ port, host: '127.0.0.1', localAddress }).on('error', () => undefined);
    t.after(() => socket.destroy());
    await once(socket, 'connect');
    return socket;
  };
  const ask = async (socket: Socket): Promise<string> => {
    socket.write('GET /livez HTTP/1.1\r\nhost: x\r\n\r\n');
    const [answer] = await Promise.race([once(socket, 'data'), once(socket, 'close')]);
    return String(answer).split('\r\n')[0] ?? '';
  };
  const few = await open('127.0.0.2');
  assert.equal(await ask(few), 'HTTP/1.1 200 OK');
  const silent = await Promise.all(Array.from({ length: 60 }, () => open('127.0.0.1')));
  const late = await open('127.0.0.3');
  assert.equal(await ask(late), 'HTTP/1.1 200 OK', 'an address that has none yet');
  assert.equal(await ask(few), 'HTTP/1.1 200 OK', 'one that has few');
  assert.equal(
    await ask(await open('127.0.0.1')),
    'HTTP/1.1 200 OK',
    'and the one that has most: all may be behind it',
  );
  assert.equal(silent.filter(({ closed }) => !closed).length, 17);
});
