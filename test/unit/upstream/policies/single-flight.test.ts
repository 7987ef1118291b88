import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Budget } from '../../../../src/scope/ledger.ts';
import type { SourceScope } from '../../../../src/scope/request-scope.ts';
import { singleFlight } from '../../../../src/upstream/policies/single-flight.ts';
import type { Call } from '../../../../src/upstream/policy.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { answerOf, callOf, failsWith, settle, sourceError } from '../support.ts';

function setUp() {
  const gate = Promise.withResolvers<void>();
  const closing = new AbortController();
  const sent: Call[] = [];
  const send = singleFlight(closing.signal)(async (call) => {
    sent.push(call);
    await gate.promise;
    return answerOf({ asked: call.asked });
  });
  const join = (key: string, scope: SourceScope = sourceScope(), since = 0) =>
    send(callOf({ key, scope, request: { path: '/', since } }));
  const signals = () => sent.map(({ scope }) => scope.signal.aborted);
  return { join, gate, closing, sent, signals };
}

test('one request for all who ask the same; who shares has a hit and no request', async () => {
  const { join, gate, sent } = setUp();
  const scopes = [sourceScope(), sourceScope(), sourceScope()];
  const all = scopes.map((scope) => join('a', scope));
  const other = join('b');
  gate.resolve();
  const shared = answerOf({ asked: 1 }, true);
  assert.deepEqual(await Promise.all(all), [shared, shared, shared]);
  assert.deepEqual(await other, answerOf({ asked: 2 }));
  assert.equal(sent.length, 2);
  assert.deepEqual(
    scopes.map(({ ledger }) => ledger.cacheHits),
    [0, 1, 1],
  );
  await join('a');
  assert.equal(sent.length, 3);
});

test('what one operation may ask no more is not refused to another that asks the same', async () => {
  const { join, gate, sent } = setUp();
  const spent = sourceScope({ budget: new Budget({ vendorRequests: 0, rows: 1 }) });
  const refused = join('a', spent);
  const asked = join('a');
  gate.resolve();
  await assert.rejects(refused, failsWith('OPERATION_TOO_COSTLY'));
  assert.deepEqual(await asked, answerOf({ asked: 1 }));
  assert.equal(sent.length, 1);
});

test('the request is cancelled when the last who waits has left, not before', async () => {
  const { join, signals } = setUp();
  const [first, second] = [new AbortController(), new AbortController()];
  const one = join('a', sourceScope({ signal: first.signal }));
  const two = join('a', sourceScope({ signal: second.signal }));
  first.abort();
  await assert.rejects(one, failsWith('DEADLINE_EXCEEDED'));
  assert.deepEqual(signals(), [false]);
  second.abort(sourceError('UPSTREAM_LATE'));
  await assert.rejects(two, failsWith('UPSTREAM_LATE'));
  assert.deepEqual(signals(), [true]);
});

test('nobody joins a flight that is being cancelled', async () => {
  const { join, gate, sent } = setUp();
  const leaving = new AbortController();
  const left = join('a', sourceScope({ signal: leaving.signal }));
  leaving.abort();
  await assert.rejects(left);
  const next = join('a');
  gate.resolve();
  assert.equal((await next).reply.asked, 2);
  assert.equal(sent.length, 2);
});

test('nobody joins a flight that took off before an answer that they have seen', async () => {
  const { join, gate, sent } = setUp();
  const all = [0, 0, 2, 2, 1].map((since) => join('a', sourceScope(), since));
  gate.resolve();
  assert.deepEqual(
    (await Promise.all(all)).map(({ reply }) => reply.asked),
    [1, 1, 2, 2, 2],
  );
  assert.equal(sent.length, 2);
});

test('closing ends every flight, also one that nobody joins any more', async () => {
  const { join, closing, signals } = setUp();
  join('a');
  join('a', sourceScope(), 2);
  closing.abort(sourceError('UPSTREAM_UNAVAILABLE'));
  assert.deepEqual(signals(), [true, true]);
});

test('a failure reaches all, and only those who ask', async () => {
  const { join, gate } = setUp();
  const all = [join('a'), join('a')];
  gate.reject(sourceError('NOT_FOUND'));
  for (const one of all) await assert.rejects(one, failsWith('NOT_FOUND'));
  await settle();
});

test('two fields of one request are no crowd; two requests are', async () => {
  const { join, gate } = setUp();
  const { request } = sourceScope();
  const fields = ['a', 'b', 'b'].map((key) => join(key, sourceScope({ request })));
  const other = join('a');
  gate.resolve();
  const crowds = (await Promise.all([...fields, other])).map(({ isShared }) => isShared);
  assert.deepEqual(crowds, [true, false, false, true]);
});
