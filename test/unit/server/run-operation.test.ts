import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { makeExecutableSchema } from '@graphql-tools/schema';

import { isAsyncIterable } from '../../../src/execution/values.ts';
import { DEFAULT_LIMITS, type Limits } from '../../../src/limits/limits.ts';
import { createObserver } from '../../../src/observe/create-observer.ts';
import { FairLoop } from '../../../src/scope/fair-loop.ts';
import { ANONYMOUS } from '../../../src/scope/principal.ts';
import { Admission } from '../../../src/server/admission/admission.ts';
import type { Asked } from '../../../src/server/asked.ts';
import { createMaskError } from '../../../src/server/mask-error.ts';
import { Documents } from '../../../src/server/operation/documents.ts';
import { createRunOperation } from '../../../src/server/operation/run-operation.ts';
import { SharedOperations, type Sharer } from '../../../src/server/operation/shared-operations.ts';

const LIMITS = { waiting: 100, waitMs: 60_000 };

const { promise: NEVER } = Promise.withResolvers<string>();

interface Options extends Partial<Limits> {
  readonly shared?: SharedOperations;
  readonly operations?: number;
}

/** Operations, of which one at once is executed unless said otherwise; who is inside; and how operations ended. */
function setUp({ shared, operations = 1, ...limits }: Options = {}) {
  const observer = createObserver({ version: '0.0.0', log: () => undefined });
  const ended: string[] = [];
  const executed: string[] = [];
  const gate = Promise.withResolvers<string>();
  const crowd = { running: 0, waiting: 0, refused: 0 };
  const schema = makeExecutableSchema({
    typeDefs: 'type Query { hello: String, never: String, list: [String], big: String, sources: [String] }',
    resolvers: {
      Query: {
        hello: () => 'Hello',
        never: () => NEVER,
        list: () => ['a', 'b'],
        big: async () => 'x'.repeat(10_000),
        sources: async () => {
          executed.push('sources');
          return [await gate.promise];
        },
      },
    },
  });
  const run = createRunOperation({
    schema,
    limits: { ...DEFAULT_LIMITS, ...limits },
    shared: shared ?? null,
    admission: new Admission({ ...LIMITS, operations }, () => 1, crowd, new FairLoop()),
    observer: {
      ...observer,
      endOperation: ({ outcome, codes }) => ended.push([outcome, ...codes].join(' ')),
    },
    maskError: createMaskError(observer.log),
    context: () => ({ reportErrors: [] }),
  });
  return { crowd, run, ended, executed, answer: () => gate.resolve('a') };
}

function asking(types: readonly string[] = []): Asked {
  const controller = new AbortController();
  return {
    method: 'POST',
    path: '/graphql',
    header: () => null,
    signal: controller.signal,
    isGone: false,
    abort: (reason) => controller.abort(reason),
    caller: { principal: ANONYMOUS, provedBy: null },
    types,
  };
}

const PARTS = { query: '{ hello ... @defer { never } }' };

test('who goes without taking the parts that are left gives its place back', async () => {
  const { crowd, run, ended } = setUp();
  const asked = asking(['multipart/mixed']);
  const { result } = await run(asked, PARTS, null);
  assert(isAsyncIterable(result));
  assert.equal(crowd.running, 1);
  asked.abort();
  await turn();
  assert.deepEqual([crowd.running, ended], [0, ['aborted']]);
});

test('who takes no more parts gives its place back when its time is over', async () => {
  const { crowd, run, ended } = setUp({ operationMs: 20 });
  const asked = asking(['multipart/mixed']);
  const over = new Promise((resolve) => asked.signal.addEventListener('abort', resolve));
  const { result } = await run(asked, PARTS, null);
  assert(isAsyncIterable(result));
  await over;
  assert.deepEqual([crowd.running, ended], [0, ['error DEADLINE_EXCEEDED']], 'not one part was taken');
});

test('who is told of the end is told once, however it came', async () => {
  const inTime = setUp({ operationMs: 20 });
  const { result } = await inTime.run(asking(), { query: '{ never }' }, null);
  assert(!isAsyncIterable(result));
  assert.equal(result.errors?.[0]?.extensions['code'], 'DEADLINE_EXCEEDED');
  assert.deepEqual([inTime.crowd.running, inTime.ended], [0, ['error DEADLINE_EXCEEDED']]);

  const left = setUp();
  const asked = asking();
  const leaving = left.run(asked, { query: '{ never }' }, null);
  await turn();
  asked.abort();
  await leaving;
  assert.deepEqual([left.crowd.running, left.ended], [0, ['aborted']]);

  const partly = setUp({ operationMs: 20 });
  const parts = await partly.run(asking(['multipart/mixed']), PARTS, null);
  assert(isAsyncIterable(parts.result));
  const taken = await Array.fromAsync(parts.result);
  assert.deepEqual([taken.length, taken.at(-1)?.hasNext], [2, false]);
  assert.deepEqual(partly.ended, ['partial DEADLINE_EXCEEDED']);
});

test('an answer that is too large has failed, and so has the part that is', async () => {
  const { crowd, run, ended } = setUp({ answerBytes: 5_000 });
  await run(asking(), { query: '{ big }' }, null);
  const query = '{ hello ... @defer { big } }';
  const { result } = await run(asking(['multipart/mixed']), { query }, null);
  assert(isAsyncIterable(result));
  const [first, last, ...others] = await Array.fromAsync(result);
  assert.deepEqual([first?.data?.['hello'], last?.hasNext, others], ['Hello', false, []]);
  assert.equal(last?.errors?.[0]?.extensions['code'], 'OPERATION_TOO_COSTLY');
  assert.deepEqual(
    [crowd.running, ended],
    [0, ['error OPERATION_TOO_COSTLY', 'partial OPERATION_TOO_COSTLY']],
  );
});

test('who has waited for a place joins the same operation, if another one has begun it meanwhile', async () => {
  const shared = new SharedOperations(60_000, () => undefined);
  const { crowd, run, executed, answer } = setUp({ shared, operations: 2 });
  const sharer: Sharer = { key: 'the same', abort: () => undefined, onLeave: () => undefined };
  const [one, two] = [asking(), asking()];
  const blocked = [one, two].map((asked) => run(asked, { query: '{ never }' }, null));
  const waiting = [1, 2, 3].map(() => run(asking(), { query: '{ sources }' }, sharer));
  one.abort();
  while (executed.length === 0) await turn();
  assert.deepEqual([crowd.running, crowd.waiting], [2, 2]);
  two.abort();
  while (crowd.waiting > 0) await turn();
  answer();
  const outcomes = await Promise.all(waiting);
  await Promise.all(blocked);
  assert.deepEqual(
    outcomes.map(({ text }) => text),
    Array(3).fill('{"data":{"sources":["a"]}}'),
  );
  assert.deepEqual([executed, crowd.running], [['sources'], 0]);
});

test('a default below 0 of how many items come first is refused, whatever the variable is called', async () => {
  const query = 'query ($__proto__: Int = -5) { list @stream(initialCount: $__proto__) }';
  const { result } = await setUp().run(asking(['multipart/mixed']), { query }, null);
  assert(!isAsyncIterable(result));
  assert.match(String(result.errors), /initialCount/);
});

test('a text that many send who wait for a place is read once', async (t) => {
  const { run } = setUp();
  const before = asking();
  const blocked = run(before, { query: '{ never }' }, null);
  const read = t.mock.method(Documents.prototype, 'read');
  const query = '{ hello }';
  const waiting = [1, 2, 3, 4].map(() => run(asking(), { query }, null));
  before.abort();
  const [, ...outcomes] = await Promise.all([blocked, ...waiting]);
  assert.deepEqual(
    outcomes.map(({ text }) => text),
    Array(4).fill('{"data":{"hello":"Hello"}}'),
  );
  assert.equal(read.mock.callCount(), 1);
});
