import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { makeExecutableSchema } from '@graphql-tools/schema';

import { isAsyncIterable } from '../../../src/execution/values.ts';
import { DEFAULT_LIMITS } from '../../../src/limits/limits.ts';
import { createObserver } from '../../../src/observe/create-observer.ts';
import { ANONYMOUS } from '../../../src/scope/principal.ts';
import { Admission } from '../../../src/server/admission/admission.ts';
import type { Asked } from '../../../src/server/asked.ts';
import { createMaskError } from '../../../src/server/mask-error.ts';
import { Documents } from '../../../src/server/operation/documents.ts';
import { createRunOperation } from '../../../src/server/operation/run-operation.ts';

const LIMITS = { operations: 1, waiting: 100, waitMs: 60_000 };

const { promise: NEVER } = Promise.withResolvers<string>();

/** Operations, of which one at once is executed, and who is inside. */
function setUp(operationMs = 60_000) {
  const observer = createObserver({ version: '0.0.0', log: () => undefined });
  const crowd = { running: 0, waiting: 0, refused: 0 };
  const schema = makeExecutableSchema({
    typeDefs: 'type Query { hello: String, never: String, list: [String] }',
    resolvers: { Query: { hello: () => 'Hello', never: () => NEVER, list: () => ['a', 'b'] } },
  });
  const run = createRunOperation({
    schema,
    limits: { ...DEFAULT_LIMITS, operationMs },
    shared: null,
    admission: new Admission(LIMITS, () => 1, crowd),
    observer,
    maskError: createMaskError(observer.log),
    context: () => ({ reportErrors: [] }),
  });
  return { crowd, run };
}

function asking(types: readonly string[] = []): Asked {
  const controller = new AbortController();
  return {
    method: 'POST',
    path: '/graphql',
    header: () => null,
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    caller: { principal: ANONYMOUS, provedBy: null },
    types,
  };
}

const PARTS = { query: '{ hello ... @defer { never } }' };

test('who goes without taking the parts that are left gives its place back', async () => {
  const { crowd, run } = setUp();
  const asked = asking(['multipart/mixed']);
  const { result } = await run(asked, PARTS, null);
  assert(isAsyncIterable(result));
  assert.equal(crowd.running, 1);
  asked.abort();
  await turn();
  assert.equal(crowd.running, 0);
});

test('who takes no more parts gives its place back when its time is over', async () => {
  const { crowd, run } = setUp(20);
  const asked = asking(['multipart/mixed']);
  const over = new Promise((resolve) => asked.signal.addEventListener('abort', resolve));
  const { result } = await run(asked, PARTS, null);
  assert(isAsyncIterable(result));
  await over;
  assert.equal(crowd.running, 0);
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
