import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { matchPath, type Route, startServer } from '../../../src/simulator/kit/http.ts';
import type { SimulatedFault } from '../../../src/simulator/kit/simulator.ts';

const RIGHT = { rows: ['one', 'zwölf', 'three'] };
const routes: Route[] = [
  ['GET', '/things/:id', ({ params, query }) => ({ status: 200, json: { ...params, q: query.getAll('q') } })],
  ['PUT', '/things/:id', ({ body }) => ({ status: 201, text: body, headers: { 'x-made': 'yes' } })],
  ['GET', '/right', () => ({ status: 200, json: RIGHT })],
  ['GET', '/broken', () => assert.fail('on purpose')],
];

const withServer = async (
  use: (server: Awaited<ReturnType<typeof startServer>>) => Promise<void>,
  latencyMs = 0,
): Promise<void> => {
  const server = await startServer({
    routes,
    notFound: ({ method }, allowed) => ({ status: 404, text: `${method} not in [${allowed}]` }),
    latencyMs,
    port: 0,
    now: () => 42,
  });
  try {
    await use(server);
  } finally {
    await server.close();
  }
};

const withFault = (
  fault: SimulatedFault,
  use: (get: () => Promise<Response>) => Promise<void>,
): Promise<void> =>
  withServer(async (server) => {
    server.fault = () => fault;
    await use(() => fetch(`${server.url}/right`, { redirect: 'manual', signal: AbortSignal.timeout(5000) }));
  });

const hasCode = (code: string) => (error: unknown) =>
  error instanceof Error && JSON.stringify(error.cause, ['code']) === JSON.stringify({ code });

test('a pattern gives its decoded names, or nothing', () => {
  assert.deepEqual(matchPath('/a/:b/c', '/a/x%20y/c'), { b: 'x y' });
  assert.deepEqual(matchPath('/a/:b', '/a/%zz'), { b: '%zz' });
  assert.equal(matchPath('/a/:b', '/a/b/c'), null);
  assert.equal(matchPath('/a/:b', '/x/b'), null);
});

test('routes by method and pattern, and leaves the rest to the vendor', () =>
  withServer(async ({ url }) => {
    const got = await fetch(`${url}/things/7?q=a%3D1&q=b+c`);
    assert.deepEqual(await got.json(), { id: '7', q: ['a=1', 'b c'] });
    const put = await fetch(`${url}/things/7`, { method: 'PUT', body: 'grün' });
    assert.deepEqual([put.status, put.headers.get('x-made'), await put.text()], [201, 'yes', 'grün']);
    const wrong = await fetch(`${url}/things/7`, { method: 'POST' });
    assert.deepEqual([wrong.status, await wrong.text()], [404, 'POST not in [GET,PUT]']);
    assert.equal(await (await fetch(`${url}/nothing`)).text(), 'GET not in []');
    assert.equal((await fetch(`${url}/right`, { method: 'HEAD' })).status, 404);
    assert.match(await (await fetch(`${url}/broken`)).text(), /simulator itself failed.*on purpose/);
  }));

test('records requests, which may be thrown away', () =>
  withServer(async ({ url, requests }) => {
    await fetch(`${url}/things/%C3%A9?q=1&q=2`, { headers: { Authorization: 'made up' } });
    const [record] = requests;
    const { authorization } = record?.headers ?? {};
    assert.equal(authorization, 'made up');
    const { at, method, path, query, status } = record ?? {};
    assert.deepEqual(
      { at, method, path, query, status },
      {
        at: 42,
        method: 'GET',
        path: '/things/%C3%A9',
        query: [
          ['q', '1'],
          ['q', '2'],
        ],
        status: 200,
      },
    );
    requests.length = 0;
    await fetch(`${url}/nothing`);
    assert.deepEqual(
      requests.map(({ path, status }) => [path, status]),
      [['/nothing', 404]],
    );
  }));

test('latency comes before each answer', () =>
  withServer(async ({ url, requests }) => {
    const pending = fetch(`${url}/right`);
    while (requests.length === 0) await new Promise(setImmediate);
    assert.equal(requests[0]?.status, 0);
    assert.deepEqual(await (await pending).json(), RIGHT);
    assert.equal(requests[0]?.status, 200);
  }, 20));

test('a fault is chosen per request, in the order of arrival', () =>
  withServer(async (server) => {
    let asked = 0;
    server.fault = ({ path, query }) => {
      asked += 1;
      assert.deepEqual([path, query.get('page')], ['/right', '2']);
      return asked === 1
        ? { kind: 'status', status: 429, body: 'slow down', headers: { 'retry-after': '7' } }
        : null;
    };
    const get = () => fetch(`${server.url}/right?page=2`);
    const first = await get();
    assert.deepEqual([first.status, first.headers.get('retry-after')], [429, '7']);
    assert.equal(await first.text(), 'slow down');
    assert.equal((await get()).status, 200);
    server.fault = null;
    assert.equal((await get()).status, 200);
    assert.equal(asked, 2);
  }));

test('fault reset: no answer', () =>
  withFault({ kind: 'reset' }, async (get) => {
    await assert.rejects(get, hasCode('ECONNRESET'));
  }));

test('fault reset-in-body: the head, then no end', () =>
  withFault({ kind: 'reset-in-body' }, async (get) => {
    const reply = await get();
    assert.equal(reply.status, 200);
    await assert.rejects(reply.text());
  }));

test('faults hang and hang-in-body: nothing more comes until the server closes', async () => {
  for (const kind of ['hang', 'hang-in-body'] as const)
    await withServer(async (server) => {
      server.fault = () => ({ kind });
      const text = fetch(`${server.url}/right`).then((reply) => reply.text());
      const first = await Promise.race([
        text.then(
          () => 'answered',
          () => 'failed',
        ),
        new Promise((resolve) => setTimeout(resolve, 50, 'waiting')),
      ]);
      assert.equal(first, 'waiting');
      await server.close();
      await assert.rejects(text);
    });
});

test('fault drip: byte by byte, all of it right', () =>
  withFault({ kind: 'drip', msPerByte: 1 }, async (get) => {
    const chunks = await Array.fromAsync((await get()).body ?? []);
    assert.deepEqual(JSON.parse(Buffer.concat(chunks).toString()), RIGHT);
    assert.ok(chunks.length > 1);
  }));

test('fault truncate: a whole answer with half of the JSON', () =>
  withFault({ kind: 'truncate' }, async (get) => {
    const bytes = new Uint8Array(await (await get()).arrayBuffer());
    const whole = Buffer.from(JSON.stringify(RIGHT));
    assert.deepEqual(Buffer.from(bytes), whole.subarray(0, Math.ceil(whole.length / 2)));
  }));

test('faults html, empty, list: a well-formed answer of another kind', async () => {
  await withFault({ kind: 'html' }, async (get) => {
    const reply = await get();
    assert.equal(reply.headers.get('content-type'), 'text/html');
    assert.match(await reply.text(), /^<!doctype html>/);
  });
  await withFault({ kind: 'empty' }, async (get) => assert.equal(await (await get()).text(), ''));
  await withFault({ kind: 'list' }, async (get) => assert.deepEqual(await (await get()).json(), [RIGHT]));
});

test('fault huge: valid JSON of about so many bytes', () =>
  withFault({ kind: 'huge', bytes: 1_000_000 }, async (get) => {
    const text = await (await get()).text();
    assert.equal(text.length, 1_000_000 + '{"padding":""}'.length);
    assert.equal(typeof JSON.parse(text), 'object');
  }));

test('fault bad-gzip: the body is not what its header says', () =>
  withFault({ kind: 'bad-gzip' }, async (get) => {
    const reply = await get();
    assert.equal(reply.headers.get('content-encoding'), 'gzip');
    await assert.rejects(reply.text());
  }));

test('fault redirect-loop: back to the same address', () =>
  withFault({ kind: 'redirect-loop' }, async (get) => {
    const reply = await get();
    assert.deepEqual([reply.status, reply.headers.get('location')], [302, '/right']);
  }));

test('fault delay: later, but right', () =>
  withFault({ kind: 'delay', ms: 20 }, async (get) => {
    const start = performance.now();
    assert.deepEqual(await (await get()).json(), RIGHT);
    assert.ok(performance.now() - start >= 18);
  }));

test('closing destroys open connections and frees the port', async () => {
  await withServer(async (server) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const gone = new Promise((resolve) => socket.once('close', resolve).on('error', () => {}));
    await server.close();
    await gone;
    await assert.rejects(fetch(`${server.url}/right`), hasCode('ECONNREFUSED'));
  });
});

test('a port in use is an error at the start', () =>
  withServer(async ({ url }) => {
    const port = Number(new URL(url).port);
    const second = startServer({
      routes,
      notFound: () => ({ status: 404 }),
      latencyMs: 0,
      port,
      now: Date.now,
    });
    await assert.rejects(second, { code: 'EADDRINUSE' });
  }));
