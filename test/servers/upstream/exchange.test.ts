import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Agent } from 'undici';
import { SourceError } from '../../../src/model/source-error.ts';
import { Exchange, type ExchangeLimits } from '../../../src/upstream/http/exchange.ts';
import { type Handler, listen } from './support.ts';

const TIMED_OUT = new Error('timed out');
const TOO_LARGE = new Error('too large');

const LIMITS: ExchangeLimits = {
  timeoutMs: 5_000,
  timeoutError: () => TIMED_OUT,
  maxBodyBytes: 1_000,
  tooLargeError: () => TOO_LARGE,
  mostResends: 0,
  onResend: () => undefined,
};

const NOBODY_LEAVES = new AbortController().signal;

async function serving(handle: Handler) {
  const server = await listen(handle);
  const agent = new Agent({ connections: 1, headersTimeout: 0, bodyTimeout: 0 });
  const origin = `http://127.0.0.1:${server.port}`;
  return {
    ask: (limits: Partial<ExchangeLimits> = {}, path = '/', signal = NOBODY_LEAVES) =>
      new Exchange(agent, { origin, path, method: 'GET' }, signal, { ...LIMITS, ...limits }),
    [Symbol.asyncDispose]: async () => {
      await agent.destroy();
      await server.close();
    },
  };
}

test('gives status, headers in lower case, and the body in one piece', async () => {
  await using vendor = await serving((_, response) => {
    response.writeHead(201, { 'X-One': 'a', 'Set-Cookie': ['b', 'c'] });
    response.write('{"a"');
    setTimeout(() => response.end(':1}'), 20);
  });
  const { status, headers, body } = await vendor.ask().answer;
  assert.equal(status, 201);
  assert.equal(headers['x-one'], 'a');
  assert.equal(headers['set-cookie'], 'b, c');
  assert.equal(body.toString(), '{"a":1}');
});

test('what comes before the answer is not the answer', async () => {
  await using vendor = await serving((_, response) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload' }, () => response.end('done'));
  });
  const { status, headers, body } = await vendor.ask().answer;
  assert.deepEqual([status, headers['link'], body.toString()], [200, undefined, 'done']);
});

test('an answer without a body is an empty one', async () => {
  await using vendor = await serving((_, response) => response.writeHead(204).end());
  assert.equal((await vendor.ask().answer).body.length, 0);
});

test('a body ends where it is too large, and its connection with it', async () => {
  let isClosed = false;
  await using vendor = await serving((request, response) => {
    request.socket.on('close', () => {
      isClosed = true;
    });
    const timer = setInterval(() => response.write('x'.repeat(400)), 5);
    response.on('close', () => clearInterval(timer));
  });
  await assert.rejects(vendor.ask().answer, TOO_LARGE);
  while (!isClosed) await delay(5);
});

test('time that is up and a caller who leaves are heard of at once, whatever the vendor does', async () => {
  await using vendor = await serving(() => undefined);
  await assert.rejects(vendor.ask({ timeoutMs: 20 }).answer, TIMED_OUT);
  const caller = new AbortController();
  const asked = vendor.ask({}, '/', caller.signal);
  const left = new SourceError({ code: 'UPSTREAM_LATE', message: 'left' });
  caller.abort(left);
  await assert.rejects(asked.answer, left);
  await assert.rejects(vendor.ask({}, '/', caller.signal).answer, left);
});

test('what waits for a connection and is given up is never sent', async () => {
  const paths: (string | undefined)[] = [];
  await using vendor = await serving((request, response) => {
    paths.push(request.url);
    setTimeout(() => response.end('slow'), 60);
  });
  const first = vendor.ask({}, '/first');
  const second = vendor.ask({ timeoutMs: 10 }, '/second');
  const third = vendor.ask({}, '/third');
  await assert.rejects(second.answer, TIMED_OUT);
  await Promise.all([first.answer, third.answer]);
  assert.deepEqual(paths, ['/first', '/third']);
});

test('a connection that breaks tells whether something of the answer had come', async () => {
  await using vendor = await serving((request, response) => {
    if (request.url === '/cut') response.write('{', () => request.socket.destroy());
    else request.socket.destroy();
  });
  for (const [path, hasBegun] of [
    ['/cut', true],
    ['/', false],
  ] as const) {
    const exchange = vendor.ask({}, path);
    await assert.rejects(exchange.answer);
    assert.equal(exchange.hasBegun, hasBegun, path);
  }
});
