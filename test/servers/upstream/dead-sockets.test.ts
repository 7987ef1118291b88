import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { sourceScope } from '../../support/source-scope.ts';
import { type Handler, json, upstream } from './support.ts';

/** A server that serves one request on each connection, and does something else to the next. */
function onReused(deed: (socket: Socket, respond: () => void) => void): Handler {
  const used = new WeakSet<Socket>();
  return (request, response) => {
    const respond = (): void => void json(response, { ok: true });
    if (used.has(request.socket)) return deed(request.socket, respond);
    used.add(request.socket);
    respond();
  };
}

const DEATHS = {
  'is reset': (socket: Socket) => socket.resetAndDestroy(),
  'is closed': (socket: Socket) => socket.destroy(),
  'is ended': (socket: Socket) => socket.end(),
};

for (const [what, deed] of Object.entries(DEATHS)) {
  test(`a connection that was used before and ${what} is replaced at once, unseen by retries and breaker`, async () => {
    await using vendor = await upstream(onReused(deed), {
      limits: { retries: 0, concurrency: 4, breaker: { failures: 1 } },
    });
    const scope = sourceScope();
    for (let round = 0; round < 5; round++) {
      const asked = Array.from({ length: 4 }, (_, i) => vendor.ask(scope, `/jobs/${round}/${i}`));
      assert.deepEqual(await Promise.all(asked), Array(4).fill({ ok: true }));
    }
    assert.equal(vendor.transport.health().breaker, 'closed');
    assert.equal(scope.ledger.requests, vendor.requests.length);
    assert(vendor.requests.length > 20, 'some were sent again');
  });
}

test('a new connection that dies says something of the vendor', async () => {
  await using vendor = await upstream((request) => request.socket.destroy());
  assert.equal(await vendor.ask(), 'UPSTREAM_UNAVAILABLE');
  assert.equal(vendor.requests.length, 1);
});

test('an answer that has begun is not asked for again', async () => {
  const cut = (socket: Socket): void => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a"');
    setTimeout(() => socket.destroy(), 20);
  };
  await using vendor = await upstream(onReused(cut), { limits: { concurrency: 1 } });
  assert.deepEqual(await vendor.ask(sourceScope(), '/jobs/1'), { ok: true });
  assert.equal(await vendor.ask(sourceScope(), '/jobs/2'), 'UPSTREAM_UNAVAILABLE');
  assert.equal(vendor.requests.length, 2);
});
