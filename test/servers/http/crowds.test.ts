import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { admit } from '../../../src/access/caller.ts';
import { OPEN_ACCESS } from '../../../src/access/open-access.ts';
import { FairLoop } from '../../../src/scope/fair-loop.ts';
import { ALL_RIGHTS } from '../../../src/scope/principal.ts';
import { Admission } from '../../../src/server/admission/admission.ts';
import { createServer } from '../../../src/server.ts';
import { listen } from './listen.ts';

const typeDefs = 'type Query { wait: String }';

/** A gateway with two places inside and two to wait, whose operations end when they are told to. */
async function setUp(t: TestContext, waitMs = 60_000) {
  const inside: string[] = [];
  const gates: (() => void)[] = [];
  const crowd = { running: 0, waiting: 0, refused: 0 };
  const resolvers = {
    Query: {
      wait: async (_: unknown, __: unknown, { name }: { name: string }) => {
        inside.push(name);
        await new Promise<void>((resolve) => gates.push(resolve));
        return 'done';
      },
    },
  };
  const server = createServer({
    schema: makeExecutableSchema({ typeDefs, resolvers }),
    context: (_, { principal: { name } }) => ({ reportErrors: [], name }),
    access: {
      ...OPEN_ACCESS,
      authenticate: (header) => admit({ name: header('x-api-key') ?? '', rights: ALL_RIGHTS }, 'x-api-key'),
    },
    version: '0.0.0',
    admission: new Admission({ operations: 2, waiting: 2, waitMs }, () => 1, crowd, new FairLoop()),
  });
  const { url, close } = await listen(server);
  t.after(close);
  let number = 0;
  const ask = async (name: string, signal: AbortSignal = new AbortController().signal) => {
    number += 1;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', 'x-api-key': name },
      body: JSON.stringify({ query: `query Q${number} { wait }` }),
      signal,
    });
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      body: await response.json(),
    };
  };
  /** Until it is so; the test's own time-out ends what never is. */
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const endOne = (): void => gates.shift()?.();
  return { ask, until, endOne, inside, crowd, url };
}

test('who finds no place is told when to come again; all others are answered whole', {
  timeout: 10_000,
}, async (t) => {
  const { ask, until, endOne, crowd, url } = await setUp(t);
  const answers = [ask('a'), ask('a'), ask('a'), ask('a')];
  await until(() => crowd.waiting === 2);
  assert.deepEqual(await ask('a'), {
    status: 503,
    retryAfter: '1',
    body: {
      errors: [
        {
          message: 'The gateway has more to do than it can. Ask again in a moment.',
          extensions: { code: 'GATEWAY_OVERLOADED' },
        },
      ],
    },
  });
  for (const path of ['/livez', '/readyz', '/metrics'])
    assert.equal((await fetch(new URL(path, url))).status, 200, path);
  for (let ended = 0; ended < 4; ended += 1) {
    await until(() => crowd.running > 0);
    endOne();
    await until(() => crowd.running + crowd.waiting === 3 - ended);
  }
  for (const { status, body } of await Promise.all(answers))
    assert.deepEqual({ status, body }, { status: 200, body: { data: { wait: 'done' } } });
  assert.deepEqual(crowd, { running: 0, waiting: 0, refused: 1 });
});

test('a flood of one caller does not hold up another', { timeout: 10_000 }, async (t) => {
  const { ask, until, endOne, inside, crowd } = await setUp(t);
  const flood = Array.from({ length: 8 }, () => ask('flood'));
  await until(() => crowd.refused === 4);
  const other = ask('other');
  await until(() => inside.length === 3);
  assert.equal(inside[2], 'other', 'there is a place that the flood cannot have');
  for (let ended = 0; ended < 5; ended += 1) {
    await until(() => inside.length > ended);
    endOne();
    await until(() => crowd.running + crowd.waiting < 5 - ended);
  }
  assert.equal((await other).status, 200);
  const statuses = (await Promise.all(flood)).map(({ status }) => status).sort();
  assert.deepEqual(statuses, [200, 200, 200, 200, 503, 503, 503, 503]);
});

test('who waits for too long is told so', { timeout: 10_000 }, async (t) => {
  const { ask, until, endOne, crowd } = await setUp(t, 50);
  const inside = [ask('a'), ask('a')];
  await until(() => crowd.running === 2);
  assert.equal((await ask('a')).status, 503);
  endOne();
  endOne();
  assert.deepEqual(
    (await Promise.all(inside)).map(({ status }) => status),
    [200, 200],
  );
});

test('who hangs up gives its place free, inside and in the queue', { timeout: 10_000 }, async (t) => {
  const { ask, until, endOne, crowd } = await setUp(t);
  const client = new AbortController();
  const gone = Array.from({ length: 4 }, () => ask('a', client.signal).catch(() => 'gone'));
  await until(() => crowd.waiting === 2);
  client.abort();
  assert.deepEqual(await Promise.all(gone), Array(4).fill('gone'));
  await until(() => crowd.waiting === 0);
  endOne();
  endOne();
  await until(() => crowd.running === 0);
  const next = ask('a');
  await until(() => crowd.running === 1);
  endOne();
  endOne();
  endOne();
  assert.equal((await next).status, 200);
});

test('what cannot be executed holds no place', { timeout: 10_000 }, async (t) => {
  const { crowd, url } = await setUp(t);
  for (const body of [
    '{"query":"{ nonsense }"}',
    '{"query":"{"}',
    '{"query":"{ wait }","operationName":"x"}',
    '{}',
    'null',
    '[]',
    '{',
  ]) {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    await (await fetch(url, init)).text();
  }
  assert.deepEqual(crowd, { running: 0, waiting: 0, refused: 0 });
});
