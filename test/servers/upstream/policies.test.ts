import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultReader } from '../../../src/datasource/contract/transport.ts';
import { SourceError } from '../../../src/model/source-error.ts';
import { createForward } from '../../../src/upstream/auth/forward.ts';
import { sourceScope } from '../../support/source-scope.ts';
import { type Handler, json, token, upstream } from './support.ts';

const well: Handler = (_, response) => json(response, { jobs: [] });
const late = () => new SourceError({ code: 'UPSTREAM_LATE', message: 'late' });

test('the caller’s deadline ends the request within 50 ms, down to the socket, with the caller’s reason', async () => {
  await using source = await upstream(() => {});
  const controller = new AbortController();
  const began = performance.now();
  const asked = source.ask(sourceScope({ signal: controller.signal }));
  while (source.requests.length === 0) await delay(5);
  const closed = once(source.requests[0]?.socket ?? assert.fail('nothing was sent'), 'close');
  setTimeout(() => controller.abort(late()), 100);
  assert.equal(await asked, 'UPSTREAM_LATE');
  await closed;
  const took = performance.now() - began;
  assert.ok(took < 1_000, `took ${took} ms`);
});

test('who has hung up already sends nothing', async () => {
  await using source = await upstream(well);
  assert.equal(await source.ask(sourceScope({ signal: AbortSignal.abort() })), 'DEADLINE_EXCEEDED');
  assert.equal(source.requests.length, 0);
});

test('50 who ask the same make one request; 49 of them may hang up', async () => {
  const gate = Promise.withResolvers<void>();
  await using source = await upstream(
    (_, response) => void gate.promise.then(() => json(response, 'it')),
    {},
  );
  const controllers = Array.from({ length: 50 }, () => new AbortController());
  const all = controllers.map(({ signal }) => source.ask(sourceScope({ signal })));
  for (const controller of controllers.slice(1)) controller.abort();
  gate.resolve();
  assert.deepEqual(await Promise.all(all), ['it', ...Array.from({ length: 49 }, () => 'DEADLINE_EXCEEDED')]);
  assert.equal(source.requests.length, 1);
});

test('answers are never shared across credentials, neither in flight nor from the cache', async () => {
  const echo: Handler = (request, response) => json(response, request.headers['x-auth-token']);
  const authenticator = createForward({ type: 'forward', header: 'x-auth-token' });
  await using source = await upstream(echo, { authenticator, limits: { cacheSeconds: 60 } });
  const as = (who: string) => source.ask(sourceScope({ headers: { 'x-auth-token': who } }));
  assert.deepEqual(await Promise.all([as('a'), as('b'), as('a')]), ['a', 'b', 'a']);
  assert.deepEqual(await Promise.all([as('a'), as('b')]), ['a', 'b']);
  assert.equal(source.requests.length, 2);
  assert.equal(await source.ask(), 'UNAUTHENTICATED');
  assert.equal(source.requests.length, 2);
});

test('one caller’s failing account leaves the breaker closed to the others', async () => {
  const illForA: Handler = (request, response) =>
    request.headers['x-auth-token'] === 'a' ? response.writeHead(503).end() : json(response, 'it');
  const authenticator = createForward({ type: 'forward', header: 'x-auth-token' });
  await using source = await upstream(illForA, { authenticator, limits: { breaker: { failures: 2 } } });
  const as = (who: string) => source.ask(sourceScope({ headers: { 'x-auth-token': who } }));
  assert.deepEqual([await as('a'), await as('a')], ['UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE']);
  assert.deepEqual([await as('a'), await as('b')], ['UPSTREAM_CIRCUIT_OPEN', 'it']);
  assert.equal(source.transport.health().breaker, 'closed');
});

test('one caller’s throttled account slows nobody else; the configured rate holds for all together', async () => {
  const throttlesA: Handler = (request, response) =>
    request.headers['x-auth-token'] === 'a' ? json(response, {}, 429) : json(response, 'it');
  const readFault: FaultReader = ({ status }) =>
    status === 429
      ? { code: 'UPSTREAM_RATE_LIMITED', message: null, allowance: { requests: 1, perMs: 60_000 } }
      : null;
  const authenticator = createForward({ type: 'forward', header: 'x-auth-token' });
  const limits = { rateLimit: { perSecond: 50, burst: 1 } };
  await using source = await upstream(throttlesA, { authenticator, readFault, limits });
  const contextOf = (who: string) =>
    sourceScope({ headers: { 'x-auth-token': who }, deadlineAt: Date.now() + 500 });
  await source.ask(contextOf('a'));
  assert.equal(await source.ask(contextOf('a')), 'UPSTREAM_RATE_LIMITED');
  assert.equal(source.requests.length, 1);
  const [b, c] = [contextOf('b'), contextOf('c')];
  assert.deepEqual(await Promise.all([source.ask(b), source.ask(c)]), ['it', 'it']);
  assert.ok(Math.max(b.ledger.waitedMs, c.ledger.waitedMs) >= 15);
});

test('a configured secret that the vendor repeats does not come through', async () => {
  const readFault: FaultReader = ({ body }) => ({ code: 'UPSTREAM_REJECTED', message: String(body) });
  const authenticator = { ...token, secrets: () => ['hunter2 hunter2'] };
  const chatty: Handler = (_, response) => response.writeHead(400).end('no hunter2 hunter2 here');
  await using source = await upstream(chatty, { authenticator, readFault });
  const leaksNothing = (error: unknown) =>
    error instanceof SourceError && error.message.includes('no *** here');
  await assert.rejects(source.transport.send({ path: '/jobs' }, sourceScope()), leaksNothing);
});

test('a request that fails for a moment is asked again; the ledger counts what was sent', async () => {
  let count = 0;
  const flaky: Handler = (_, response) => {
    count += 1;
    if (count < 3) response.writeHead(503).end();
    else json(response, 'it');
  };
  await using source = await upstream(flaky, { limits: { retries: 2 }, random: () => 0 });
  const context = sourceScope();
  assert.equal(await source.ask(context), 'it');
  assert.equal(context.ledger.requests, 3);
});

test('hopeless windows are told and not waited for', async () => {
  for (const [header, atLeast] of [
    ['86400', 86_400_000],
    [new Date(Date.now() + 3_600_000).toUTCString(), 3_500_000],
  ] as const) {
    await using source = await upstream((_, response) => json(response, {}, 429, { 'retry-after': header }), {
      limits: { retries: 2 },
    });
    const tellsWhen = (error: unknown) =>
      error instanceof SourceError &&
      error.code === 'UPSTREAM_RATE_LIMITED' &&
      (error.retryAfterMs ?? 0) >= atLeast;
    await assert.rejects(source.transport.send({ path: '/jobs' }, sourceScope()), tellsWhen);
    assert.equal(source.requests.length, 1);
  }
});

test('a failing vendor gets at most 20 % more requests, and soon none', async () => {
  await using source = await upstream((_, response) => response.writeHead(500).end(), {
    limits: { retries: 5, breaker: { failures: 1_000 } },
    random: () => 0,
  });
  await Promise.all(Array.from({ length: 100 }, (_, index) => source.ask(sourceScope(), `/jobs/${index}`)));
  assert.equal(source.requests.length, 120);
});

test('the breaker opens, refuses at once, and closes after a good probe', async () => {
  let ill = true;
  let time = 0;
  const clock = { now: () => time, sleep: () => Promise.reject(new Error('nothing here sleeps')) };
  await using source = await upstream(
    (_, response) => (ill ? response.writeHead(500).end() : json(response, 'it')),
    { limits: { breaker: { failures: 2, halfOpenAfterMs: 5_000 } }, clock },
  );
  assert.equal(await source.ask(), 'UPSTREAM_UNAVAILABLE');
  assert.equal(await source.ask(), 'UPSTREAM_UNAVAILABLE');
  assert.equal(await source.ask(), 'UPSTREAM_CIRCUIT_OPEN');
  assert.equal(source.requests.length, 2);
  const open = source.transport.health();
  assert.deepEqual(
    [open.breaker, open.lastError?.code, open.lastSuccessAt],
    ['open', 'UPSTREAM_UNAVAILABLE', null],
  );
  ill = false;
  time += 5_000;
  assert.equal(await source.ask(), 'it');
  const mended = source.transport.health();
  assert.equal(mended.breaker, 'closed');
  assert.equal(mended.lastSuccessAt, mended.lastCheckedAt);
});

test('at most so many at once; waiting is counted, and a full queue refuses', async () => {
  let now = 0;
  let most = 0;
  const slow: Handler = (_, response) => {
    now += 1;
    most = Math.max(most, now);
    setTimeout(() => {
      now -= 1;
      json(response, 'it');
    }, 30);
  };
  await using source = await upstream(slow, { limits: { concurrency: 2, queue: 2 } });
  const contexts = Array.from({ length: 5 }, () => sourceScope());
  const answers = await Promise.all(contexts.map((context, index) => source.ask(context, `/jobs/${index}`)));
  assert.deepEqual(answers, ['it', 'it', 'it', 'it', 'UPSTREAM_UNAVAILABLE']);
  assert.equal(most, 2);
  const waited = contexts.map(({ ledger }) => ledger.waitedMs);
  assert.ok((waited[3] ?? 0) > (waited[0] ?? 0), `${waited}`);
});

test('what waits side by side for one page is counted once', async () => {
  const slow: Handler = (_, response) => void setTimeout(() => json(response, 'it'), 30);
  await using source = await upstream(slow, { limits: { concurrency: 1 } });
  const context = sourceScope();
  const began = Date.now();
  await Promise.all(Array.from({ length: 10 }, (_, index) => source.ask(context, `/jobs/${index}`)));
  const took = Date.now() - began;
  assert.ok(
    context.ledger.waitedMs > 0 && context.ledger.waitedMs <= took,
    `${context.ledger.waitedMs} of ${took}`,
  );
});

test('a wait that ends badly is counted as well: in the queue, and for a turn', async () => {
  const limits = [{ concurrency: 1 }, { rateLimit: { perSecond: 0.01, burst: 1 } }];
  for (const limit of limits) {
    await using source = await upstream(() => {}, { limits: limit });
    const first = new AbortController();
    const running = source.ask(sourceScope({ signal: first.signal }), '/jobs/1');
    while (source.requests.length === 0) await delay(5);
    const asker = new AbortController();
    const context = sourceScope({ signal: asker.signal });
    setTimeout(() => asker.abort(late()), 50);
    assert.equal(await source.ask(context, '/jobs/2'), 'UPSTREAM_LATE');
    await delay(1);
    assert.ok(context.ledger.waitedMs >= 45, `${context.ledger.waitedMs}`);
    first.abort();
    await running;
  }
});

test('the rate limit spaces requests and counts the wait', async () => {
  await using source = await upstream(well, { limits: { rateLimit: { perSecond: 50, burst: 1 } } });
  const contexts = Array.from({ length: 3 }, () => sourceScope());
  await Promise.all(contexts.map((context, index) => source.ask(context, `/jobs/${index}`)));
  assert.equal(source.requests.length, 3);
  assert.ok((contexts[2]?.ledger.waitedMs ?? 0) >= 30);
});

test('parallel stale hits make one revalidation, by ETag', async () => {
  const tagged: Handler = (request, response) =>
    request.headers['if-none-match'] === '"v1"'
      ? void response.writeHead(304).end()
      : void json(response, 'it', 200, {
          etag: '"v1"',
          'cache-control': 'max-age=0, stale-while-revalidate=60',
        });
  await using source = await upstream(tagged, { limits: { cacheSeconds: 1 } });
  await source.ask();
  await delay(5);
  assert.deepEqual(await Promise.all(Array.from({ length: 5 }, () => source.ask())), Array(5).fill('it'));
  while (source.requests.length < 2) await delay(5);
  await delay(20);
  assert.equal(source.requests.length, 2);
  assert.equal(source.requests[1]?.headers['if-none-match'], '"v1"');
});

test('close ends what runs and what waits, and refuses what comes after', async () => {
  const source = await upstream(() => {}, { limits: { concurrency: 1 } });
  const running = source.ask();
  const waiting = source.ask(sourceScope(), '/other');
  while (source.requests.length === 0) await delay(5);
  await source.transport.close();
  const afterwards = await source.ask();
  assert.deepEqual([await running, await waiting, afterwards], Array(3).fill('UPSTREAM_UNAVAILABLE'));
  assert.equal(source.requests.length, 1);
  await source[Symbol.asyncDispose]();
});

test('the path keeps its base, the query its bytes', async () => {
  await using source = await upstream((request, response) => json(response, request.url));
  const query = [
    ['q', 'a=1'],
    ['q', "b'(*)!"],
  ] as const;
  const { body } = await source.transport.send({ path: '/v1/a%20b', query }, sourceScope());
  assert.equal(body, '/v1/a%20b?q=a%3D1&q=b%27%28%2A%29%21');
});

test('while a probe holds the only place, others wait for its result, and only then for the place', async () => {
  let time = 0;
  const clock = { now: () => time, sleep: () => Promise.reject(new Error('nothing here sleeps')) };
  const gate = Promise.withResolvers<void>();
  const illThenSlow: Handler = (request, response) =>
    request.url === '/ill'
      ? void response.writeHead(500).end()
      : void gate.promise.then(() => json(response, 'it'));
  const limits = { concurrency: 1, breaker: { failures: 1 } };
  await using source = await upstream(illThenSlow, { limits, clock });
  await source.ask(sourceScope(), '/ill');
  time += 5_000;
  const probe = source.ask(sourceScope(), '/slow');
  const other = source.ask(sourceScope(), '/other');
  gate.resolve();
  assert.deepEqual(await Promise.all([probe, other]), ['it', 'it']);
});

test('a vendor that hangs until its deadline opens the breaker and is told of; who hangs up does neither', async () => {
  await using source = await upstream(() => {}, { limits: { breaker: { failures: 2 } } });
  const leave = async (reason: unknown) => {
    const leaving = new AbortController();
    const before = source.requests.length;
    const asked = source.ask(sourceScope({ signal: AbortSignal.any([leaving.signal]) }));
    while (source.requests.length === before) await delay(5);
    // The vendor's part must be the longer one, whatever the sending took.
    await delay(50);
    leaving.abort(reason);
    return asked;
  };
  for (let count = 0; count < 3; count += 1) assert.equal(await leave(undefined), 'DEADLINE_EXCEEDED');
  await delay(20);
  assert.equal(source.transport.health().lastError, null);
  for (let count = 0; count < 2; count += 1) assert.equal(await leave(late()), 'UPSTREAM_LATE');
  await delay(20);
  assert.equal(await source.ask(), 'UPSTREAM_CIRCUIT_OPEN');
  const health = source.transport.health();
  assert.deepEqual([health.breaker, health.lastError?.code], ['open', 'UPSTREAM_LATE']);
});

test('a deadline that passes while a request waits for our own rate limit says nothing of the vendor', async () => {
  const limits = { rateLimit: { perSecond: 0.1, burst: 1 }, breaker: { failures: 1 } };
  await using source = await upstream(well, { limits });
  await source.ask();
  const controller = new AbortController();
  const asked = source.ask(sourceScope({ signal: controller.signal }), '/other');
  await delay(50);
  controller.abort(late());
  assert.equal(await asked, 'UPSTREAM_LATE');
  // The asker is told before the attempt itself has ended.
  await delay(20);
  const { breaker, lastError } = source.transport.health();
  assert.deepEqual([source.requests.length, breaker, lastError], [1, 'closed', null]);
});

test('one caller’s refused credentials are no news of the source to the others', async () => {
  const refused: Handler = (_, response) => json(response, {}, 403);
  const authenticator = createForward({ type: 'forward', header: 'x-auth-token' });
  await using source = await upstream(refused, { authenticator });
  const context = sourceScope({ headers: { 'x-auth-token': 'bad' } });
  assert.equal(await source.ask(context), 'UPSTREAM_FORBIDDEN');
  assert.equal(source.transport.health().lastError, null);
});

test('stale stands in for a vendor that hangs, before the deadline', async () => {
  let hangs = false;
  const handler: Handler = (_, response) => (hangs ? undefined : json(response, 'it'));
  const limits = { cacheSeconds: 0.001, staleIfErrorSeconds: 60 };
  await using source = await upstream(handler, { limits });
  await source.ask();
  hangs = true;
  await delay(5);
  const context = sourceScope({ deadlineAt: Date.now() + 200 });
  assert.equal(await source.ask(context), 'it');
  assert.equal(context.ledger.staleBecause?.code, 'UPSTREAM_LATE');
});

test('a transport tells the credentials that it reads with, a caller’s own only for that caller', async () => {
  await using fixed = await upstream(well);
  assert.deepEqual(fixed.transport.secrets(), ['static-s3cr3t']);
  const authenticator = createForward({ type: 'forward', header: 'x-auth-token' });
  await using forwarded = await upstream(well, { authenticator });
  const scope = sourceScope({ headers: { 'x-auth-token': 'callers-own' } });
  assert.deepEqual(
    [forwarded.transport.secrets(scope), forwarded.transport.secrets()],
    [['callers-own'], []],
  );
});

/** Nothing in this process gets a turn. */
const block = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

test('a time-out that we were too busy to hear the answer before is ours, not the vendor’s', async () => {
  await using source = await upstream(() => {}, { limits: { timeoutMs: 200, breaker: { failures: 1 } } });
  const asked = source.ask();
  while (source.requests.length === 0) await delay(1);
  block(400);
  assert.equal(await asked, 'GATEWAY_OVERLOADED');
  const { breaker, lastError } = source.transport.health();
  assert.deepEqual([breaker, lastError], ['closed', null]);
  assert.equal(await source.ask(), 'UPSTREAM_TIMEOUT');
  assert.equal(source.transport.health().breaker, 'open');
});

test('a deadline that passes while we are too busy to hear anybody says nothing of the vendor', async () => {
  await using source = await upstream(() => {}, { limits: { breaker: { failures: 1 } } });
  const controller = new AbortController();
  const asked = source.ask(sourceScope({ signal: controller.signal }));
  while (source.requests.length === 0) await delay(1);
  block(400);
  controller.abort(late());
  assert.equal(await asked, 'UPSTREAM_LATE');
  const { breaker, lastError } = source.transport.health();
  assert.deepEqual([breaker, lastError], ['closed', null]);
});

test('3,000 reads of one operation wait for their turn, and starve nobody', async () => {
  await using source = await upstream(well, { limits: { concurrency: 4 } });
  const { request } = sourceScope();
  let open = 3_000;
  const large = Array.from({ length: open }, (_, index) =>
    source.ask(sourceScope({ request }), `/lists/${index}`).finally(() => {
      open -= 1;
    }),
  );
  await delay(5);
  assert.deepEqual(await source.ask(), { jobs: [] });
  assert.ok(open > 2_000, `${open} were still waiting`);
  assert.ok((await Promise.all(large)).every((answer) => typeof answer === 'object'));
});

test('a vendor that sends garbage is left alone like one that sends nothing', async () => {
  const garbage: Handler = (_, response) => response.writeHead(200).end('<html>Log in</html>');
  await using source = await upstream(garbage, { limits: { breaker: { failures: 2 } } });
  const answers = [await source.ask(), await source.ask(), await source.ask()];
  assert.deepEqual(answers, ['UPSTREAM_BAD_RESPONSE', 'UPSTREAM_BAD_RESPONSE', 'UPSTREAM_CIRCUIT_OPEN']);
  assert.equal(source.requests.length, 2);
});
