import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { SourceError } from '../../../src/model/source-error.ts';
import { abortable } from '../../../src/scope/abort.ts';

const never = (): Promise<never> => new Promise(() => undefined);

test('all who wait leave when the signal aborts, and those who come later at once', async () => {
  const { signal, ...controller } = withSignal();
  const waiting = [1, 2, 3].map(() => abortable(never(), signal));
  controller.abort(new SourceError({ code: 'UPSTREAM_LATE', message: 'too late' }));
  for (const one of [...waiting, abortable(never(), signal)])
    await assert.rejects(one, { code: 'UPSTREAM_LATE' });
});

test('who has an answer is left alone', async () => {
  const { signal, ...controller } = withSignal();
  const answers = [Promise.resolve('well'), Promise.reject(new Error('ill'))].map((work) =>
    abortable(work, signal),
  );
  const [first, second] = await Promise.allSettled(answers);
  controller.abort();
  assert.deepEqual([first?.status, second?.status], ['fulfilled', 'rejected']);
});

test('however many wait, the signal has one listener', () => {
  const { signal } = withSignal();
  for (let i = 0; i < 1_000; i += 1) void abortable(never(), signal);
  assert.equal(getEventListeners(signal, 'abort').length, 1);
});

function withSignal() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: (reason?: unknown) => controller.abort(reason) };
}
