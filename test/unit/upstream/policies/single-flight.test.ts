import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourceScope } from '../../../../src/scope/request-scope.ts';
import { createSingleFlight } from '../../../../src/upstream/policies/single-flight.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { failsWith, settle, sourceError } from '../support.ts';

function setUp() {
  const flights = createSingleFlight<string>();
  const gate = Promise.withResolvers<string>();
  const signals: AbortSignal[] = [];
  const start = (context: SourceScope) => {
    signals.push(context.signal);
    return gate.promise;
  };
  return { flights, gate, signals, start };
}

test('one request for all who ask the same; who shares has a hit and no request', async () => {
  const { flights, gate, signals, start } = setUp();
  const contexts = [sourceScope(), sourceScope(), sourceScope()];
  const all = contexts.map((context) => flights.join('a', 0, context, start));
  const other = flights.join('b', 0, sourceScope(), start);
  gate.resolve('answer');
  const shared = { value: 'answer', asked: 1, isShared: true };
  assert.deepEqual(await Promise.all(all), [shared, shared, shared]);
  assert.deepEqual(await other, { value: 'answer', asked: 2, isShared: false });
  assert.equal(signals.length, 2);
  assert.deepEqual(
    contexts.map(({ ledger }) => ledger.cacheHits),
    [0, 1, 1],
  );
  await flights.join('a', 0, sourceScope(), start);
  assert.equal(signals.length, 3);
});

test('the request is cancelled when the last who waits has left, not before', async () => {
  const { flights, signals, start } = setUp();
  const [first, second] = [new AbortController(), new AbortController()];
  const one = flights.join('a', 0, sourceScope({ signal: first.signal }), start);
  const two = flights.join('a', 0, sourceScope({ signal: second.signal }), start);
  first.abort();
  await assert.rejects(one, failsWith('DEADLINE_EXCEEDED'));
  assert.equal(signals[0]?.aborted, false);
  second.abort(sourceError('UPSTREAM_LATE'));
  await assert.rejects(two, failsWith('UPSTREAM_LATE'));
  assert.equal(signals[0]?.aborted, true);
});

test('nobody joins a flight that is being cancelled', async () => {
  const { flights, gate, signals, start } = setUp();
  const leaving = new AbortController();
  const left = flights.join('a', 0, sourceScope({ signal: leaving.signal }), start);
  leaving.abort();
  await assert.rejects(left);
  const next = flights.join('a', 0, sourceScope(), start);
  gate.resolve('answer');
  assert.equal((await next).value, 'answer');
  assert.equal(signals.length, 2);
});

test('nobody joins a flight that took off before an answer that they have seen', async () => {
  const { flights, gate, signals, start } = setUp();
  const all = [0, 0, 2, 2, 1].map((since) => flights.join('a', since, sourceScope(), start));
  gate.resolve('answer');
  assert.deepEqual(
    (await Promise.all(all)).map(({ asked }) => asked),
    [1, 1, 2, 2, 2],
  );
  assert.equal(signals.length, 2);
});

test('closing ends every flight, also one that nobody joins any more', async () => {
  const { flights, signals, start } = setUp();
  flights.join('a', 0, sourceScope(), start);
  flights.join('a', 2, sourceScope(), start);
  flights.abortAll(sourceError('UPSTREAM_UNAVAILABLE'));
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true, true],
  );
});

test('a failure reaches all, and only those who ask', async () => {
  const { flights, gate, start } = setUp();
  const all = [flights.join('a', 0, sourceScope(), start), flights.join('a', 0, sourceScope(), start)];
  gate.reject(sourceError('NOT_FOUND'));
  for (const one of all) await assert.rejects(one, failsWith('NOT_FOUND'));
  await settle();
});

test('two fields of one request are no crowd; two requests are', async () => {
  const { flights, gate, start } = setUp();
  const { request } = sourceScope();
  const fields = ['a', 'b', 'b'].map((key) => flights.join(key, 0, sourceScope({ request }), start));
  const other = flights.join('a', 0, sourceScope(), start);
  gate.resolve('answer');
  const crowds = (await Promise.all([...fields, other])).map(({ isShared }) => isShared);
  assert.deepEqual(crowds, [true, false, false, true]);
});
