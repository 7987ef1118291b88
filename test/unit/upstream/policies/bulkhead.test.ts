import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBulkhead } from '../../../../src/upstream/policies/bulkhead.ts';
import { failsWith, settle } from '../support.ts';

const signal = new AbortController().signal;

test('runs so many at once, in the order of arrival, and refuses what the queue cannot hold', async () => {
  const run = createBulkhead({ sourceId: 's', concurrency: 2, queue: 2 });
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const begun: number[] = [];
  const all = gates.map((gate, index) =>
    run(signal, async () => {
      begun.push(index);
      await gate.promise;
    }),
  );
  await assert.rejects(
    run(signal, async () => {}),
    failsWith('UPSTREAM_UNAVAILABLE'),
  );
  assert.deepEqual(begun, [0, 1]);
  gates[1]?.resolve();
  await settle();
  assert.deepEqual(begun, [0, 1, 2]);
  for (const gate of gates) gate.resolve();
  await Promise.all(all);
  assert.deepEqual(begun, [0, 1, 2, 3]);
});

test('who leaves while waiting gives the place in the queue free at once', async () => {
  const run = createBulkhead({ sourceId: 's', concurrency: 1, queue: 1 });
  const gate = Promise.withResolvers<void>();
  const first = run(signal, () => gate.promise);
  const leaving = new AbortController();
  const left = run(leaving.signal, async () => assert.fail('ran though it had left'));
  leaving.abort();
  await assert.rejects(left, failsWith('DEADLINE_EXCEEDED'));
  const third = run(signal, async () => 'third');
  gate.resolve();
  await first;
  assert.equal(await third, 'third');
});

test('a failure gives its place free', async () => {
  const run = createBulkhead({ sourceId: 's', concurrency: 1, queue: 0 });
  await assert.rejects(
    run(signal, () => Promise.reject(new Error('broken'))),
    /broken/,
  );
  assert.equal(await run(signal, async () => 'well'), 'well');
});
