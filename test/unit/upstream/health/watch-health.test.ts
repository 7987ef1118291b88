import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HealthRecord, watchHealth } from '../../../../src/upstream/health/source-health.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { answerOf, callOf, fakeClock, sourceError, timeOf } from '../support.ts';

function setUp() {
  const clock = fakeClock(1_000);
  const record = new HealthRecord(clock);
  const watch = async (error: Error | null, signal?: AbortSignal) => {
    clock.advance(1);
    const send = watchHealth(
      record,
      timeOf(clock),
    )(() => (error === null ? Promise.resolve(answerOf()) : Promise.reject(error)));
    const scope = sourceScope(signal === undefined ? {} : { signal });
    return await send(callOf({ scope })).then(
      () => null,
      (thrown: unknown) => thrown,
    );
  };
  return { record, watch };
}

test('remembers the last failure and the last success, and passes both on', async () => {
  const { record, watch } = setUp();
  const error = sourceError('UPSTREAM_UNAVAILABLE');
  assert.equal(await watch(error), error);
  assert.equal(await watch(null), null);
  assert.deepEqual(record.read(), {
    failingSince: null,
    lastError: error,
    lastErrorAt: 1_001,
    lastSuccessAt: 1_002,
    lastCheckedAt: 1_002,
  });
});

test('a caller who hangs up says nothing of the source', async () => {
  const { record, watch } = setUp();
  await watch(sourceError('UPSTREAM_UNAVAILABLE'), AbortSignal.abort());
  assert.equal(record.read().lastCheckedAt, null);
});
