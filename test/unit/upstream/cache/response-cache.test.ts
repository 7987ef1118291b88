import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { KeepAs } from '../../../../src/datasource/contract/transport.ts';
import { abortable } from '../../../../src/scope/abort.ts';
import type { SourceScope } from '../../../../src/scope/request-scope.ts';
import {
  type CacheStore,
  createMemoryCache,
  responseCache,
} from '../../../../src/upstream/cache/response-cache.ts';
import type { Headers } from '../../../../src/upstream/policy.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { answerOf, callOf, failsWith, fakeClock, settle, sourceError } from '../support.ts';

interface Step {
  readonly headers?: Record<string, string>;
  readonly status?: number;
  readonly error?: Error;
  /** The vendor is silent until then, or until the asker leaves. */
  readonly until?: Promise<void>;
  readonly bytes?: number;
  readonly isShared?: boolean;
  readonly keepAs?: KeepAs;
}

interface Options {
  readonly seconds?: number;
  readonly share?: number;
  readonly swr?: number;
  readonly sie?: number;
  readonly maxBytes?: number;
  readonly isRemote?: boolean;
}

function setUp(options: Options = {}) {
  const clock = fakeClock();
  const maxBytes = options.maxBytes ?? 1_000_000;
  const memory = maxBytes === 0 ? null : createMemoryCache(maxBytes, clock.now);
  const policy = responseCache({
    cacheSeconds: options.seconds ?? 10,
    shareSeconds: options.share ?? 0,
    staleWhileRevalidateSeconds: options.swr ?? 0,
    staleIfErrorSeconds: options.sie ?? 0,
    store: memory !== null && options.isRemote === true ? remote(memory) : memory,
    now: clock.now,
    closing: new AbortController().signal,
  });
  const asked: Headers[] = [];
  let step: Step = {};
  const send = policy(async ({ headers: validators, scope: { signal } }) => {
    asked.push(validators);
    const { until, headers = {}, status = 200, error, bytes = 10, isShared = false } = step;
    const number = asked.length;
    await settle();
    if (until !== undefined) await abortable(until, signal);
    if (error !== undefined) throw error;
    return { ...answerOf({ status, headers, body: asked.length, asked: number }, isShared), bytes };
  });
  const read = async (key = 'k', scope: SourceScope = sourceScope(), since = 0) => {
    const request = { path: '/', since, keepAs: () => step.keepAs ?? 'final' };
    return (await send(callOf({ key, scope, request }))).reply.body;
  };
  const next = (then: Step) => {
    step = then;
  };
  return { read, next, clock, asked };
}

/** The same store a moment away, as one is that several processes share. */
const remote = (memory: CacheStore): CacheStore => ({
  ...memory,
  get: async (key) => {
    await settle();
    return memory.get(key);
  },
});

test('nothing is kept by default but what the vendor calls fresh, and nothing at all without memory', async () => {
  for (const [headers, maxBytes, requests] of [
    [{}, 1_000_000, 2],
    [{ 'cache-control': 'max-age=60' }, 1_000_000, 1],
    [{ 'cache-control': 'max-age=60' }, 0, 2],
  ] as const) {
    const { read, next, asked } = setUp({ seconds: 0, maxBytes });
    next({ headers });
    await read();
    await read();
    assert.equal(asked.length, requests);
  }
});

test('what several waited for serves those who come soon after, unless the vendor forbids it', async () => {
  for (const [step, shareSeconds] of [
    [{ isShared: true }, 3],
    [{ isShared: false }, 0],
    [{ isShared: true, headers: { 'cache-control': 'no-store' } }, 0],
    [{ isShared: true, headers: { 'cache-control': 'max-age=1' } }, 1],
  ] as const) {
    const { read, next, clock, asked } = setUp({ seconds: 0, share: 3 });
    next(step);
    await read();
    clock.advance(shareSeconds * 1_000 - 1);
    await read();
    assert.equal(asked.length, shareSeconds > 0 ? 1 : 2);
    clock.advance(1);
    await read();
    assert.equal(asked.length, shareSeconds > 0 ? 2 : 3);
  }
});

test('who wants an answer no older than another gets none that is', async () => {
  const { read } = setUp();
  assert.equal(await read('k'), 1);
  assert.equal(await read('k', sourceScope(), 1), 1);
  assert.equal(await read('other'), 2);
  assert.equal(await read('k', sourceScope(), 2), 3);
  assert.equal(await read('k'), 3);
  assert.equal(await read('k', sourceScope(), Number.POSITIVE_INFINITY), 4);
});

test('an answer that cannot be read is not kept; one that changes by itself is never given past its time', async () => {
  const unreadable = setUp();
  unreadable.next({ keepAs: 'nothing' });
  await unreadable.read();
  await unreadable.read();
  assert.equal(unreadable.asked.length, 2);

  const changing = setUp({ swr: 60, sie: 60 });
  changing.next({ keepAs: 'changing' });
  await changing.read();
  changing.clock.advance(9_999);
  assert.equal(await changing.read(), 1);
  changing.clock.advance(1);
  changing.next({ error: sourceError('UPSTREAM_UNAVAILABLE') });
  await assert.rejects(changing.read(), failsWith('UPSTREAM_UNAVAILABLE'));
});

test('fresh answers cost nothing and are counted; keys are kept apart', async () => {
  const { read, clock, asked } = setUp();
  const context = sourceScope();
  assert.equal(await read('mine'), 1);
  assert.equal(await read('mine', context), 1);
  assert.equal(await read('yours'), 2);
  clock.advance(10_000);
  assert.equal(await read('mine'), 3);
  assert.equal(asked.length, 3);
  assert.deepEqual([context.ledger.requests, context.ledger.cacheHits], [0, 1]);
});

test('the vendor’s headers go before the default', async () => {
  const date = 'Thu, 01 Jan 2026 00:00:00 GMT';
  for (const [headers, freshSeconds] of [
    [{ 'cache-control': 'no-store' }, 0],
    [{ 'cache-control': 'no-cache' }, 0],
    [{ 'cache-control': 'private, max-age="60"' }, 60],
    [{ 'cache-control': 'max-age=60', age: '50' }, 10],
    [{ expires: 'Thu, 01 Jan 2026 00:00:30 GMT', date }, 30],
    [{ expires: '0' }, 0],
    [{ vary: '*' }, 0],
    [{}, 10],
  ] as const) {
    const { read, next, clock, asked } = setUp();
    next({ headers });
    await read();
    clock.advance(Math.max(0, freshSeconds * 1_000 - 1));
    await read();
    assert.equal(asked.length, freshSeconds > 0 ? 1 : 2, JSON.stringify(headers));
    clock.advance(1);
    await read();
    assert.equal(asked.length, freshSeconds > 0 ? 2 : 3, JSON.stringify(headers));
  }
});

test('a stale answer is revalidated by its ETag; 304 makes it fresh again', async () => {
  const { read, next, clock, asked } = setUp();
  next({ headers: { etag: '"v1"' } });
  await read();
  clock.advance(10_000);
  next({ status: 304, headers: { 'cache-control': 'max-age=60' } });
  assert.equal(await read(), 1);
  assert.deepEqual(asked, [{}, { 'if-none-match': '"v1"' }]);
  clock.advance(59_000);
  assert.equal(await read(), 1);
  assert.equal(asked.length, 2);
});

test('stale while revalidating: the old answer at once, the new one next, and it is said', async () => {
  const { read, clock } = setUp({ swr: 30 });
  const context = sourceScope();
  await read();
  clock.advance(12_000);
  assert.equal(await read('k', context), 1);
  assert.equal(context.ledger.staleMs, 2_000);
  await settle();
  await settle();
  const fresh = sourceScope();
  assert.equal(await read('k', fresh), 2);
  assert.equal(fresh.ledger.staleMs, 0);
});

test('stale if the vendor fails, within the bound, and it is said', async () => {
  const { read, next, clock } = setUp({ sie: 60 });
  await read();
  const staleBecause = sourceError('UPSTREAM_UNAVAILABLE');
  next({ error: staleBecause });
  clock.advance(15_000);
  const context = sourceScope();
  assert.equal(await read('k', context), 1);
  const { requests, cacheHits, staleMs } = context.ledger;
  assert.deepEqual([requests, cacheHits, staleMs], [0, 1, 5_000]);
  assert.equal(context.ledger.staleBecause, staleBecause);
  clock.advance(60_000);
  await assert.rejects(read(), failsWith('UPSTREAM_UNAVAILABLE'));
});

test('stale if the vendor hangs, before the page goes out at the deadline; and even at it', async () => {
  const { read, next, clock } = setUp({ sie: 60 });
  await read();
  clock.advance(15_000);
  next({ until: new Promise(() => {}) });
  const early = sourceScope({ deadlineAt: clock.now() + 20 });
  assert.equal(await read('k', early), 1);
  assert.equal(early.ledger.staleBecause?.code, 'UPSTREAM_LATE');
  assert.equal(early.signal.aborted, false);

  const deadline = new AbortController();
  const cut = sourceScope({ signal: deadline.signal });
  const staleBecause = sourceError('UPSTREAM_LATE');
  const asked = read('k', cut);
  deadline.abort(staleBecause);
  assert.equal(await asked, 1);
  assert.equal(cut.ledger.staleBecause, staleBecause);
});

test('what hangs is waited for in vain where nothing stale may be given, or the client has hung up', async () => {
  for (const [sie, reason, code] of [
    [60, undefined, 'DEADLINE_EXCEEDED'],
    [1, sourceError('UPSTREAM_LATE'), 'UPSTREAM_LATE'],
  ] as const) {
    const { read, next, clock } = setUp({ sie });
    await read();
    clock.advance(15_000);
    next({ until: new Promise(() => {}) });
    const leaving = new AbortController();
    const context = sourceScope({ signal: leaving.signal, deadlineAt: clock.now() + 60_000 });
    const asked = read('k', context);
    leaving.abort(reason);
    await assert.rejects(asked, failsWith(code));
    assert.equal(context.ledger.staleBecause, null);
  }
});

test('an answer that comes after the stale one was given is kept for those who ask next', async () => {
  const { read, next, clock } = setUp({ sie: 60 });
  await read();
  clock.advance(15_000);
  const vendor = Promise.withResolvers<void>();
  next({ until: vendor.promise });
  assert.equal(await read('k', sourceScope({ deadlineAt: clock.now() + 20 })), 1);
  vendor.resolve();
  await settle();
  await settle();
  assert.equal(await read(), 2);
});

test('where nothing stale may be given, the vendor has until the deadline', async () => {
  const { read, next, clock } = setUp({ sie: 1 });
  await read();
  clock.advance(15_000);
  next({ until: delay(20) });
  assert.equal(await read('k', sourceScope({ deadlineAt: clock.now() })), 2);
});

test('garbage is a failure too, and takes nothing from what was said before', async () => {
  const { read, next, clock } = setUp({ sie: 60 });
  await read();
  clock.advance(15_000);
  next({ error: sourceError('UPSTREAM_BAD_RESPONSE', { upstreamStatus: 200 }) });
  assert.deepEqual([await read(), await read()], [1, 1]);
});

test('an answer that is gone or forbidden by now is not given, even where stale ones may be', async () => {
  const { read, next, clock } = setUp({ sie: 60 });
  await read();
  clock.advance(15_000);
  next({ error: sourceError('UPSTREAM_FORBIDDEN') });
  await assert.rejects(read(), failsWith('UPSTREAM_FORBIDDEN'));
  next({ error: sourceError('UPSTREAM_UNAVAILABLE') });
  await assert.rejects(read(), failsWith('UPSTREAM_UNAVAILABLE'));
});

test('must-revalidate forbids all stale answers', async () => {
  const { read, next, clock } = setUp({ sie: 60, swr: 60 });
  next({ headers: { 'cache-control': 'max-age=1, must-revalidate' } });
  await read();
  clock.advance(2_000);
  next({ error: sourceError('UPSTREAM_UNAVAILABLE') });
  await assert.rejects(read(), failsWith('UPSTREAM_UNAVAILABLE'));
});

test('bounded in bytes: what was unused for longest goes first', async () => {
  const { read, next, asked } = setUp({ maxBytes: 5_000 });
  next({ bytes: 1_000 });
  await read('a');
  await read('b');
  await read('a');
  await read('c');
  assert.equal(asked.length, 3);
  await read('a');
  assert.equal(asked.length, 3);
  await read('b');
  assert.equal(asked.length, 4);
});

test('errors are never cached', async () => {
  const { read, next, asked } = setUp();
  next({ error: sourceError('NOT_FOUND') });
  await assert.rejects(read());
  next({});
  assert.equal(await read(), 2);
  assert.equal(asked.length, 2);
});

test('an answer that must not be stored takes the place of one that could', async () => {
  const { read, next, clock } = setUp({ sie: 60 });
  await read();
  clock.advance(10_000);
  next({ headers: { 'cache-control': 'no-store' } });
  assert.equal(await read(), 2);
  next({ error: sourceError('UPSTREAM_UNAVAILABLE') });
  await assert.rejects(read(), failsWith('UPSTREAM_UNAVAILABLE'));
});

test('a store that is a moment away keeps the same promises', async () => {
  const { read, next, clock, asked } = setUp({ isRemote: true, sie: 60 });
  const scope = sourceScope();
  assert.equal(await read(), 1);
  assert.equal(await read('k', scope), 1);
  assert.equal(scope.ledger.cacheHits, 1);
  clock.advance(15_000);
  assert.equal(await read(), 2);
  clock.advance(15_000);
  next({ error: sourceError('UPSTREAM_UNAVAILABLE') });
  assert.equal(await read(), 2);
  assert.equal(asked.length, 3);
});
