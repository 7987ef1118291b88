import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourceErrorCode } from '../../../../src/model/source-error.ts';
import { SOURCE_PARTITION } from '../../../../src/upstream/auth/authenticator.ts';
import { createHealthRecord } from '../../../../src/upstream/health/source-health.ts';
import { healthOf } from '../../../../src/upstream/health/source-state.ts';
import { fakeClock, sourceError } from '../support.ts';

function setUp(partition = SOURCE_PARTITION) {
  const clock = fakeClock();
  const record = createHealthRecord(clock);
  const watch = async (work: () => Promise<unknown>, hasLeft = () => false) => {
    clock.advance(1);
    await record.watch({ hasLeft, partition }, work).catch(() => {});
    const { state, lastError } = healthOf({ breaker: 'closed', ...record.read() }, clock.now());
    return [state, lastError?.code ?? null];
  };
  const fail = (code: SourceErrorCode, hasLeft?: () => boolean) =>
    watch(() => Promise.reject(sourceError(code, { upstreamStatus: 400 })), hasLeft);
  return { fail, succeed: () => watch(async () => 'well') };
}

test('a source that rejects what it is asked is there, but not well, until it gives a good answer', async () => {
  const { fail, succeed } = setUp();
  assert.deepEqual(await fail('UPSTREAM_REJECTED'), ['DEGRADED', 'UPSTREAM_REJECTED']);
  assert.deepEqual(await succeed(), ['HEALTHY', null]);
  assert.deepEqual(await fail('UPSTREAM_REJECTED'), ['DEGRADED', 'UPSTREAM_REJECTED']);
});

test('that one thing is not there says nothing against the source', async () => {
  assert.deepEqual(await setUp().fail('NOT_FOUND'), ['HEALTHY', null]);
});

test('a deadline that passed is an error, a caller who left is none', async () => {
  const { fail } = setUp();
  assert.deepEqual(await fail('UPSTREAM_LATE', () => true), ['UNKNOWN', null]);
  assert.deepEqual(await fail('UPSTREAM_LATE'), ['DOWN', 'UPSTREAM_LATE']);
});

test('credentials that are refused are the source’s trouble where they are its own, else their bearer’s', async () => {
  for (const code of ['UPSTREAM_AUTH_FAILED', 'UPSTREAM_FORBIDDEN'] as const) {
    assert.deepEqual(await setUp().fail(code), ['DOWN', code]);
    assert.deepEqual(await setUp('one caller').fail(code), ['UNKNOWN', null]);
  }
  assert.deepEqual(await setUp('one caller').fail('UPSTREAM_UNAVAILABLE'), ['DOWN', 'UPSTREAM_UNAVAILABLE']);
});
