import assert from 'node:assert/strict';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { test } from 'node:test';
import type { Caller } from '../../../src/server/http/caller.ts';
import { SharedOperations } from '../../../src/server/http/shared-operations.ts';

const BODY = '{"query":"{ jobs { nodes { id } } }"}';

const ignore = (): void => undefined;

interface Asking extends Caller {
  readonly isAborted: () => boolean;
}

function callerWith(headers: readonly string[] = ['Authorization', 'a']): Asking {
  const incoming = new IncomingMessage(new Socket());
  incoming.rawHeaders = [...headers];
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const isAborted = (): boolean => controller.signal.aborted;
  const request = new Request('http://localhost/graphql');
  return { request, incoming, outgoing: new ServerResponse(incoming), abort, leave: abort, isAborted };
}

/** An operation that waits until it is told its answer, and how often it has begun. */
function operation() {
  const { promise, resolve } = Promise.withResolvers<string>();
  const begun = { times: 0 };
  const run = (): Promise<string> => {
    begun.times += 1;
    return promise;
  };
  return { begun, run, answer: resolve };
}

test('who asks the same while it is under way waits for it', async () => {
  let joined = 0;
  const shared = new SharedOperations(2_000, () => {
    joined += 1;
  });
  const { begun, run, answer } = operation();
  const first = callerWith();
  const one = shared.run(first, BODY, run);
  shared.open(first.request);
  const two = shared.run(callerWith(), BODY, run);
  answer('x');
  assert.deepEqual([await one, await two, begun.times, joined], ['x', 'x', 1, 1]);
  await shared.run(callerWith(), BODY, run);
  assert.equal(begun.times, 2, 'what is over is not shared');
});

test('nobody waits for an operation that is not open, or not any more', async () => {
  let now = 0;
  const shared = new SharedOperations(2_000, ignore, () => now);
  const { begun, run, answer } = operation();
  const first = callerWith();
  void shared.run(first, BODY, run);
  void shared.run(callerWith(), BODY, run);
  assert.equal(begun.times, 2, 'it is not known yet whether it may be shared');
  shared.open(first.request);
  now = 2_001;
  const late = callerWith();
  void shared.run(late, BODY, run);
  assert.equal(begun.times, 3, 'it has begun too long ago');
  shared.open(late.request);
  void shared.run(callerWith(), BODY, run);
  assert.equal(begun.times, 3, 'the newer one is open');
  answer('x');
});

test('nothing is shared where nothing may be old', () => {
  const shared = new SharedOperations(0, ignore);
  const { begun, run } = operation();
  const first = callerWith();
  void shared.run(first, BODY, run);
  shared.open(first.request);
  void shared.run(callerWith(), BODY, run);
  assert.equal(begun.times, 2);
});

test('credentials, languages and all other headers tell callers apart; names of requests do not', () => {
  const others = [
    ['Authorization', 'b'],
    ['authorization', 'a'],
    [],
    ['Authorization', 'a', 'X-Auth-Token', 't'],
    ['Authorization', 'a', 'Accept', '*/*'],
    ['Authorization', 'a', 'Authorization', 'a'],
    ['Authorization', 'a\n'],
  ];
  const shared = new SharedOperations(2_000, ignore);
  const { begun, run } = operation();
  const first = callerWith();
  void shared.run(first, BODY, run);
  shared.open(first.request);
  for (const headers of others) void shared.run(callerWith(headers), BODY, run);
  assert.equal(begun.times, 1 + others.length);
  void shared.run(callerWith(['X-Request-Id', '7', 'Authorization', 'a', 'Content-Length', '9']), BODY, run);
  assert.equal(begun.times, 1 + others.length);
  void shared.run(callerWith(), `${BODY} `, run);
  assert.equal(begun.times, 2 + others.length);
});

test('a body cannot pretend to be a header', () => {
  const shared = new SharedOperations(2_000, ignore);
  const { begun, run } = operation();
  const first = callerWith(['Authorization', 'a']);
  void shared.run(first, BODY, run);
  shared.open(first.request);
  void shared.run(callerWith([]), `${BODY}\nAuthorization:a`, run);
  assert.equal(begun.times, 2);
});

test('the work ends when all who waited have left, and not before', async () => {
  const shared = new SharedOperations(2_000, ignore);
  const { run } = operation();
  const first = callerWith();
  const second = callerWith();
  void shared.run(first, BODY, run);
  shared.open(first.request);
  void shared.run(second, BODY, run);
  first.leave();
  assert.equal(first.isAborted(), false, 'the second still waits');
  second.leave();
  assert.equal(first.isAborted(), true);
});
