import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { createDrain, type PortSharers } from '../../../src/cli/serve/create-drain.ts';
import { DEFAULT_LIMITS } from '../../../src/limits/limits.ts';
import { limitConnections } from '../../../src/server/http/limit-connections.ts';
import { portOf } from '../upstream/support.ts';

const GET = 'GET / HTTP/1.1\r\nhost: h\r\n\r\n';

async function setUp(t: TestContext, listener: RequestListener, patienceMs = 10_000, sharers?: PortSharers) {
  const server = createServer({ keepAliveTimeout: 600_000 }, listener);
  const drain = createDrain(server, patienceMs, sharers);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const open = async (): Promise<Socket> => {
    const socket = connect(portOf(server.address()), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  return { drain, open };
}

test('connections that carry no request are closed, those that never sent one among them', async (t) => {
  const { drain, open } = await setUp(t, (_, response) => response.end('it'));
  const [silent, kept] = [await open(), await open()];
  kept.write(GET);
  await once(kept, 'data');
  const closed = [silent, kept].map((socket) => once(socket, 'close'));
  await drain.close();
  await Promise.all(closed);
});

test('a running request gets its answer, which says that the connection ends; then it ends', async (t) => {
  const came = Promise.withResolvers<ServerResponse>();
  const { drain, open } = await setUp(t, (_, response) => came.resolve(response));
  const socket = await open();
  socket.write(GET);
  const response = await came.promise;
  const drained = drain.close();
  response.end('it');
  const answer = await text(socket);
  assert.match(answer, /^HTTP\/1\.1 200 .*connection: close\r\n.*it/is);
  await drained;
});

test('an answer whose headers are out already is finished, and ends its connection', async (t) => {
  const came = Promise.withResolvers<ServerResponse>();
  const { drain, open } = await setUp(t, (_, response) => {
    response.write('half');
    came.resolve(response);
  });
  const socket = await open();
  socket.write(GET);
  const response = await came.promise;
  const drained = drain.close();
  response.end('rest');
  assert.match(await text(socket), /half.*rest/s);
  await drained;
});

test('a new request on a connection that is still in use is refused', async (t) => {
  const came = Promise.withResolvers<ServerResponse>();
  let served = 0;
  const { drain, open } = await setUp(t, (_, response) => {
    served += 1;
    response.write('half');
    came.resolve(response);
  });
  const socket = await open();
  socket.write(GET);
  const response = await came.promise;
  const drained = drain.close();
  socket.write(GET);
  setTimeout(() => response.end('rest'), 50);
  await text(socket);
  await drained;
  assert.equal(served, 1);
});

test('the request of a connection that was just made is served, and nobody is reset', async (t) => {
  const { drain, open } = await setUp(t, (_, response) => response.end('it'));
  const socket = await open();
  const drained = drain.close();
  setTimeout(() => socket.write(GET), 50);
  assert.match(await text(socket), /^HTTP\/1\.1 200 .*connection: close\r\n.*it/is);
  await drained;
});

test('once it is announced, an answer ends its connection, and new connections are served', async (t) => {
  const { drain, open } = await setUp(t, (_, response) => response.end('it'));
  const kept = await open();
  drain.announce();
  for (const socket of [kept, await open()]) {
    socket.write(GET);
    assert.match(await text(socket), /^HTTP\/1\.1 200 .*connection: close\r\n.*it/is);
  }
});

test('what does not end is ended', async (t) => {
  const came = Promise.withResolvers<void>();
  const { drain, open } = await setUp(t, () => came.resolve(), 50);
  const socket = await open();
  socket.write(GET);
  await came.promise;
  const closed = once(socket, 'close');
  await drain.close();
  await closed;
});

test('a request that waits for the port to close is under way, and makes no room for connections that come', async (t) => {
  const server = createServer((_, response) => response.end('it'));
  limitConnections(server, { ...DEFAULT_LIMITS, connections: 1 });
  const drain = createDrain(server, 10_000);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asks = connect(portOf(server.address()), '127.0.0.1');
  t.after(() => asks.destroy());
  await once(server, 'connection');
  const answer = text(asks);
  const closed = drain.close();
  const isHeld = once(server, 'request');
  asks.write(GET);
  await isHeld;
  const comes = connect(portOf(server.address()), '127.0.0.1').on('error', () => undefined);
  await once(comes, 'close');
  assert.match(await answer, /^HTTP\/1.1 200 /);
  await closed;
});

test('the port stays open while an answer is under way whose client will connect again', async (t) => {
  const came: ServerResponse[] = [];
  const first = Promise.withResolvers<void>();
  const { drain, open } = await setUp(t, (_, response) => {
    if (came.push(response) === 1) first.resolve();
    else response.end('again');
  });
  const socket = await open();
  socket.write(GET);
  await first.promise;
  const drained = drain.close();
  assert.deepEqual(drain.traffic(), { connections: 1, running: 1 });
  setTimeout(() => came[0]?.end('it'), 200);
  assert.match(await text(socket), /it$/);
  const next = await open();
  next.write(GET);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(drain.traffic().running, 0, 'one that is held back does not count');
  assert.match(await text(next), /again$/);
  await drained;
});

test('the port stays open while connections come to another process that shares it, but not for ever', async (t) => {
  let asked = 0;
  let closedAfter = 0;
  const { drain } = await setUp(t, (_, response) => response.end('it'), 10_000, {
    traffic: async (own) => {
      asked += 1;
      return { ...own(), connections: asked };
    },
    allClosed: async () => {
      closedAfter = asked;
    },
  });
  await drain.close();
  assert(closedAfter > 5, `${closedAfter}`);
});
