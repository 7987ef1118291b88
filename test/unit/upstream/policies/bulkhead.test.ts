import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALL_RIGHTS } from '../../../../src/scope/principal.ts';
import { RequestScope, type SourceScope } from '../../../../src/scope/request-scope.ts';
import { bulkhead } from '../../../../src/upstream/policies/bulkhead.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { answerOf, callOf, failsWith, settle } from '../support.ts';

/** A vendor that answers when it is told to, the oldest question first. */
function setUp(limits: { readonly concurrency: number; readonly queue: number }) {
  const begun: string[] = [];
  const gates: (() => void)[] = [];
  const send = bulkhead({ sourceId: 's', ...limits })(async ({ key }) => {
    begun.push(key);
    await new Promise<void>((resolve) => gates.push(resolve));
    return answerOf({ body: key });
  });
  const ask = async (key: string, scope: SourceScope = sourceScope(), goesOn = false) =>
    (await send(callOf({ key, scope, request: { path: '/', goesOn } }))).reply.body;
  const answer = async (count = 1) => {
    for (let answered = 0; answered < count; answered += 1) {
      gates.shift()?.();
      await settle();
    }
  };
  return { ask, answer, begun };
}

test('so many run at once, in the order of arrival; what the queue cannot hold is refused', async () => {
  const { ask, answer, begun } = setUp({ concurrency: 2, queue: 2 });
  const all = ['a', 'b', 'c', 'd'].map((key) => ask(key));
  await assert.rejects(ask('e'), failsWith('UPSTREAM_UNAVAILABLE'));
  assert.deepEqual(begun, ['a', 'b']);
  await answer();
  assert.deepEqual(begun, ['a', 'b', 'c']);
  await answer(3);
  assert.deepEqual(await Promise.all(all), ['a', 'b', 'c', 'd']);
});

test('the reads of one operation wait, however many, and count as one', async () => {
  const { ask, answer, begun } = setUp({ concurrency: 8, queue: 2 });
  const { request } = sourceScope();
  const keys = Array.from({ length: 3_000 }, (_, index) => `${index}`);
  const large = keys.map((key) => ask(key, sourceScope({ request })));
  const small = ask('small');
  await assert.rejects(ask('refused'), failsWith('UPSTREAM_UNAVAILABLE'));
  // Both had one turn: the large one was there first.
  await answer(2);
  assert.deepEqual(begun.slice(8), ['8', 'small']);
  await answer(3_000);
  assert.deepEqual([await Promise.all(large), await small], [keys, 'small']);
});

test('who waits has waited behind others', async () => {
  const { ask, answer } = setUp({ concurrency: 1, queue: 2 });
  const scope = sourceScope();
  const all = [ask('a'), ask('b', scope)];
  await new Promise((resolve) => setTimeout(resolve, 2));
  assert(scope.ledger.queuedMs > 0);
  await answer(2);
  await Promise.all(all);
});

test('of one operation, what was begun is gone on with before anything else is begun', async () => {
  const { ask, answer, begun } = setUp({ concurrency: 1, queue: 2 });
  const { request } = sourceScope();
  const lists = ['a', 'b', 'c'].map(async (key) => {
    await ask(`${key}1`, sourceScope({ request }));
    return ask(`${key}2`, sourceScope({ request }), true);
  });
  await answer(6);
  await Promise.all(lists);
  // Its place is given away in the moment in which a read ends.
  assert.deepEqual(begun, ['a1', 'b1', 'a2', 'b2', 'c1', 'c2']);
});

test('who leaves while waiting gives the place in the queue free at once, and the wait is counted', async () => {
  const { ask, answer } = setUp({ concurrency: 1, queue: 1 });
  const first = ask('first');
  const leaving = new AbortController();
  const left = ask('left', sourceScope({ signal: leaving.signal }));
  leaving.abort();
  await assert.rejects(left, failsWith('DEADLINE_EXCEEDED'));
  const third = ask('third');
  await answer(2);
  assert.deepEqual([await first, await third], ['first', 'third']);
});

test('who has left already takes no place', async () => {
  const { ask, begun } = setUp({ concurrency: 1, queue: 1 });
  await assert.rejects(
    ask('left', sourceScope({ signal: AbortSignal.abort() })),
    failsWith('DEADLINE_EXCEEDED'),
  );
  assert.deepEqual(begun, []);
});

test('a failure gives its place free', async () => {
  const outcomes = [Promise.reject(new Error('broken')), Promise.resolve(answerOf())];
  const send = bulkhead({ sourceId: 's', concurrency: 1, queue: 0 })(
    () => outcomes.shift() ?? assert.fail('asked too often'),
  );
  await assert.rejects(send(callOf()), /broken/);
  await send(callOf());
});

test('principals take turns: a flood of one neither holds up another nor fills its queue', async () => {
  const { ask, answer, begun } = setUp({ concurrency: 1, queue: 3 });
  const of = (name: string): SourceScope => {
    const principal = { name, rights: ALL_RIGHTS };
    const request = new RequestScope({ principal, client: new AbortController() });
    return sourceScope({ request });
  };
  const flood = ['a1', 'a2', 'a3', 'a4'].map((key) => ask(key, of('a')));
  await assert.rejects(ask('a5', of('a')), failsWith('UPSTREAM_UNAVAILABLE'));
  const other = ask('b1', of('b'));
  await answer(5);
  assert.deepEqual(begun, ['a1', 'a2', 'b1', 'a3', 'a4']);
  assert.deepEqual(await Promise.all([...flood, other]), ['a1', 'a2', 'a3', 'a4', 'b1']);
});

test('what is read for all does not wait behind what else is read for whoever asked first', async () => {
  const { ask, answer, begun } = setUp({ concurrency: 1, queue: 8 });
  const scope = sourceScope();
  const all = ['a', 'b', 'c', 'd'].map((key) => ask(key, scope));
  const shared = ask('shared', { ...scope, isForAll: true });
  await answer(2);
  assert(begun.includes('shared'), begun.join());
  await answer(3);
  await Promise.all([...all, shared]);
});
