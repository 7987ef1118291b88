import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ErrorOrigin } from '../../../src/model/error-codes.ts';
import { SourceError, type SourceErrorCode } from '../../../src/model/source-error.ts';
import { SOURCE_PARTITION } from '../../../src/upstream/auth/authenticator.ts';
import { HealthRecord, healthOf, watchHealth } from '../../../src/upstream/health.ts';
import { sourceScope } from '../../support/source-scope.ts';
import { answerOf, callOf, fakeClock, sourceError, timeOf } from './support.ts';

function setUp(partition = SOURCE_PARTITION) {
  const clock = fakeClock();
  const record = new HealthRecord(clock);
  const state = () => {
    const { state, lastError } = healthOf({ breaker: 'closed', ...record.read() }, clock.now());
    return [state, lastError?.code ?? null];
  };
  const fail = (code: SourceErrorCode, origin: ErrorOrigin = 'vendor') => {
    clock.advance(1);
    record.failed(new SourceError({ code, message: code, origin }), partition, null);
    return state();
  };
  const succeed = () => {
    clock.advance(1);
    record.succeeded();
    return state();
  };
  return { fail, succeed };
}

test('a source that rejects what it is asked is there, but not well, until it gives a good answer', () => {
  const { fail, succeed } = setUp();
  assert.deepEqual(fail('UPSTREAM_REJECTED'), ['DEGRADED', 'UPSTREAM_REJECTED']);
  assert.deepEqual(succeed(), ['HEALTHY', null]);
  assert.deepEqual(fail('UPSTREAM_REJECTED'), ['DEGRADED', 'UPSTREAM_REJECTED']);
});

test('that one thing is not there says nothing against the source', () => {
  assert.deepEqual(setUp().fail('NOT_FOUND'), ['HEALTHY', null]);
});

test('what we refuse ourselves, or were too busy to hear, is no news of the source', () => {
  assert.deepEqual(setUp().fail('UPSTREAM_RATE_LIMITED', 'gateway'), ['UNKNOWN', null]);
  assert.deepEqual(setUp().fail('GATEWAY_OVERLOADED', 'gateway'), ['UNKNOWN', null]);
  assert.deepEqual(setUp().fail('UPSTREAM_RATE_LIMITED'), ['DOWN', 'UPSTREAM_RATE_LIMITED']);
});

test('credentials that are refused are the source’s trouble where they are its own, else their bearer’s', () => {
  for (const code of ['UPSTREAM_AUTH_FAILED', 'UPSTREAM_FORBIDDEN'] as const) {
    assert.deepEqual(setUp().fail(code), ['DOWN', code]);
    assert.deepEqual(setUp('one caller').fail(code), ['UNKNOWN', null]);
  }
  assert.deepEqual(setUp('one caller').fail('UPSTREAM_UNAVAILABLE'), ['DOWN', 'UPSTREAM_UNAVAILABLE']);
});

function setUpWatch() {
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
  const { record, watch } = setUpWatch();
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
  const { record, watch } = setUpWatch();
  await watch(sourceError('UPSTREAM_UNAVAILABLE'), AbortSignal.abort());
  assert.equal(record.read().lastCheckedAt, null);
});
