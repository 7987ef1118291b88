import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from '../../../src/server/operation/outcome.ts';
import { SharedOperations, type Sharer, shareKey } from '../../../src/server/operation/shared-operations.ts';

const BODY = '{"query":"{ jobs { nodes { id } } }"}';

const ignore = (): void => undefined;

interface Asking extends Sharer {
  readonly leave: () => void;
  readonly isAborted: () => boolean;
}

function callerWith(headers: readonly string[] = ['Authorization', 'a'], body = BODY): Asking {
  const controller = new AbortController();
  let whenLeft = ignore;
  return {
    key: shareKey(headers, body),
    abort: () => controller.abort(),
    onLeave: (leave) => {
      whenLeft = leave;
    },
    leave: () => whenLeft(),
    isAborted: () => controller.signal.aborted,
  };
}

/** As the server does it. */
const ask = (shared: SharedOperations, caller: Asking, run: () => Promise<Outcome>): Promise<Outcome> =>
  shared.join(caller) ?? shared.lead(caller, run);

const OUTCOME: Outcome = { result: { data: { x: 1 } }, text: 'x' };

/** An operation that waits until it is told its answer, and how often it has begun. */
function operation() {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const begun = { times: 0 };
  const run = (): Promise<Outcome> => {
    begun.times += 1;
    return promise;
  };
  return { begun, run, answer: () => resolve(OUTCOME) };
}

test('who asks the same while it is under way waits for it', async () => {
  let joined = 0;
  const shared = new SharedOperations(2_000, () => {
    joined += 1;
  });
  const { begun, run, answer } = operation();
  const first = callerWith();
  const one = ask(shared, first, run);
  const two = ask(shared, callerWith(), run);
  answer();
  assert.deepEqual([await one, await two, begun.times, joined], [OUTCOME, OUTCOME, 1, 1]);
  await new Promise(setImmediate);
  await ask(shared, callerWith(), run);
  assert.equal(begun.times, 2, 'what is over is not shared');
});

test('who had asked the same before an operation ended that waited for nothing shares it, who asks later does not', async () => {
  const shared = new SharedOperations(2_000, ignore);
  let begun = 0;
  const run = async (): Promise<Outcome> => {
    begun += 1;
    return OUTCOME;
  };
  await ask(shared, callerWith(), run);
  assert.deepEqual([await ask(shared, callerWith(), run), begun], [OUTCOME, 1]);
  await new Promise(setImmediate);
  await ask(shared, callerWith(), run);
  assert.equal(begun, 2);
});

test('nobody waits for an operation that has begun too long ago', async () => {
  let now = 0;
  const shared = new SharedOperations(2_000, ignore, () => now);
  const { begun, run, answer } = operation();
  const first = callerWith();
  void ask(shared, first, run);
  now = 2_001;
  const late = callerWith();
  void ask(shared, late, run);
  assert.equal(begun.times, 2);
  void ask(shared, callerWith(), run);
  assert.equal(begun.times, 2, 'the newer one is open');
  answer();
});

test('nothing is shared where nothing may be old', () => {
  const shared = new SharedOperations(0, ignore);
  const { begun, run } = operation();
  const first = callerWith();
  void ask(shared, first, run);
  void ask(shared, callerWith(), run);
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
  void ask(shared, first, run);
  for (const headers of others) void ask(shared, callerWith(headers), run);
  assert.equal(begun.times, 1 + others.length);
  void ask(shared, callerWith(['X-Request-Id', '7', 'Authorization', 'a', 'Content-Length', '9']), run);
  assert.equal(begun.times, 1 + others.length);
  void ask(shared, callerWith(undefined, `${BODY} `), run);
  assert.equal(begun.times, 2 + others.length);
});

test('a body cannot pretend to be a header', () => {
  const shared = new SharedOperations(2_000, ignore);
  const { begun, run } = operation();
  const first = callerWith(['Authorization', 'a']);
  void ask(shared, first, run);
  void ask(shared, callerWith([], `${BODY}\nAuthorization:a`), run);
  assert.equal(begun.times, 2);
});

test('the work ends when all who waited have left, and not before', async () => {
  const shared = new SharedOperations(2_000, ignore);
  const { run } = operation();
  const first = callerWith();
  const second = callerWith();
  void ask(shared, first, run);
  void ask(shared, second, run);
  first.leave();
  assert.equal(first.isAborted(), false, 'the second still waits');
  second.leave();
  assert.equal(first.isAborted(), true);
});

test('nobody joins an operation that its last caller has left', async () => {
  const shared = new SharedOperations(2_000, ignore);
  const { begun, run, answer } = operation();
  const first = callerWith();
  void ask(shared, first, run);
  first.leave();
  assert(first.isAborted());
  const next = ask(shared, callerWith(), run);
  assert.equal(begun.times, 2);
  answer();
  assert.equal(await next, OUTCOME);
});

/** One that has ended, and whose answer would be the same for so long; it was asked for once, or for a second time. */
async function ended(
  shared: SharedOperations,
  caller: Asking,
  freshMs: number,
  text = 'x',
  times = 2,
): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    await shared.lead(caller, async () => ({ ...OUTCOME, text, freshMs }));
    await new Promise(setImmediate);
  }
}

test('one that has ended is not kept where it was asked for once', async () => {
  const shared = new SharedOperations(2_000, ignore);
  await ended(shared, callerWith(), 1_000, 'x', 1);
  assert.equal(shared.join(callerWith()), null);
  await ended(shared, callerWith(), 1_000, 'x', 1);
  assert.notEqual(shared.join(callerWith()), null);
});

test('one that has ended is shared for as long as its answer would be the same, and no longer than it might have run', async () => {
  let now = 0;
  const shared = new SharedOperations(2_000, ignore, () => now);
  const isShared = (caller: Asking): boolean => shared.join(caller) !== null;
  await ended(shared, callerWith(), 500);
  await ended(shared, callerWith(['Authorization', 'b']), 5_000);
  await ended(shared, callerWith(['Authorization', 'c']), 0);
  assert.equal(isShared(callerWith(['Authorization', 'c'])), false);
  now = 499;
  assert.deepEqual([isShared(callerWith()), isShared(callerWith(['Authorization', 'b']))], [true, true]);
  now = 501;
  assert.deepEqual([isShared(callerWith()), isShared(callerWith(['Authorization', 'b']))], [false, true]);
  now = 2_001;
  assert.equal(isShared(callerWith(['Authorization', 'b'])), false);
});

test('whoever leaves after the end ends nothing for those who come then', async () => {
  const shared = new SharedOperations(2_000, ignore);
  const first = callerWith();
  await ended(shared, first, 1_000);
  first.leave();
  assert.notEqual(shared.join(callerWith()), null);
});

test('what has ended takes a bounded room: the oldest goes first', async () => {
  const shared = new SharedOperations(2_000, ignore, () => 0);
  const caller = (i: number): Asking => callerWith(['Authorization', `${i}`]);
  const large = 'x'.repeat(512 * 1024);
  for (let i = 0; i < 10; i += 1) await ended(shared, caller(i), 1_000, large);
  const kept = Array.from({ length: 10 }, (_, i) => shared.join(caller(i)) !== null);
  assert.deepEqual(kept, [false, false, false, false, false, false, false, true, true, true]);
});
