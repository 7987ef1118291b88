import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReadContext } from '../../../../src/datasource/contract/transport.ts';
import { createSingleFlight } from '../../../../src/upstream/policies/single-flight.ts';
import { failsWith, readContext, settle, sourceError } from '../support.ts';

function setUp() {
  const coalescer = createSingleFlight<string>();
  const gate = Promise.withResolvers<string>();
  const signals: AbortSignal[] = [];
  const start = (context: ReadContext) => {
    signals.push(context.signal);
    return gate.promise;
  };
  return { coalescer, gate, signals, start };
}

test('one request for all who ask the same; who shares has a hit and no request', async () => {
  const { coalescer, gate, signals, start } = setUp();
  const contexts = [readContext(), readContext(), readContext()];
  const all = contexts.map((context) => coalescer.join('a', context, start));
  const other = coalescer.join('b', readContext(), start);
  gate.resolve('answer');
  const shared = { value: 'answer', asked: 1, isShared: true };
  assert.deepEqual(await Promise.all(all), [shared, shared, shared]);
  assert.deepEqual(await other, { value: 'answer', asked: 2, isShared: false });
  assert.equal(signals.length, 2);
  assert.deepEqual(
    contexts.map(({ ledger }) => ledger.cacheHits),
    [0, 1, 1],
  );
  await coalescer.join('a', readContext(), start);
  assert.equal(signals.length, 3);
});

test('the request is cancelled when the last who waits has left, not before', async () => {
  const { coalescer, signals, start } = setUp();
  const [first, second] = [new AbortController(), new AbortController()];
  const one = coalescer.join('a', readContext({ signal: first.signal }), start);
  const two = coalescer.join('a', readContext({ signal: second.signal }), start);
  first.abort();
  await assert.rejects(one, failsWith('DEADLINE_EXCEEDED'));
  assert.equal(signals[0]?.aborted, false);
  second.abort(sourceError('UPSTREAM_LATE'));
  await assert.rejects(two, failsWith('UPSTREAM_LATE'));
  assert.equal(signals[0]?.aborted, true);
});

test('nobody joins a flight that is being cancelled', async () => {
  const { coalescer, gate, signals, start } = setUp();
  const leaving = new AbortController();
  const left = coalescer.join('a', readContext({ signal: leaving.signal }), start);
  leaving.abort();
  await assert.rejects(left);
  const next = coalescer.join('a', readContext(), start);
  gate.resolve('answer');
  assert.equal((await next).value, 'answer');
  assert.equal(signals.length, 2);
});

test('nobody joins a flight that took off before an answer that they have seen', async () => {
  const { coalescer, gate, signals, start } = setUp();
  const all = [undefined, undefined, 2, 2, 1].map((since) =>
    coalescer.join('a', readContext(since === undefined ? {} : { since }), start),
  );
  gate.resolve('answer');
  assert.deepEqual(
    (await Promise.all(all)).map(({ asked }) => asked),
    [1, 1, 2, 2, 2],
  );
  assert.equal(signals.length, 2);
});

test('closing ends every flight, also one that nobody joins any more', async () => {
  const { coalescer, signals, start } = setUp();
  coalescer.join('a', readContext(), start);
  coalescer.join('a', readContext({ since: 2 }), start);
  coalescer.abortAll(sourceError('UPSTREAM_UNAVAILABLE'));
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true, true],
  );
});

test('a failure reaches all, and only those who ask', async () => {
  const { coalescer, gate, start } = setUp();
  const all = [coalescer.join('a', readContext(), start), coalescer.join('a', readContext(), start)];
  gate.reject(sourceError('NOT_FOUND'));
  for (const one of all) await assert.rejects(one, failsWith('NOT_FOUND'));
  await settle();
});

test('two fields of one request are no crowd; two requests are', async () => {
  const { coalescer, gate, start } = setUp();
  const callerHeaders = {};
  const fields = ['a', 'b', 'b'].map((key) => coalescer.join(key, readContext({ callerHeaders }), start));
  const other = coalescer.join('a', readContext(), start);
  gate.resolve('answer');
  const crowds = (await Promise.all([...fields, other])).map(({ isShared }) => isShared);
  assert.deepEqual(crowds, [true, false, false, true]);
});
