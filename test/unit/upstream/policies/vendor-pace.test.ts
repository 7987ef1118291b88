import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault } from '../../../../src/datasource/contract/transport.ts';
import { vendorPace } from '../../../../src/upstream/policies/vendor-pace.ts';
import { answerOf, callOf, fakeClock, sourceError } from '../support.ts';

const REFUSED: Fault = {
  code: 'UPSTREAM_RATE_LIMITED',
  message: null,
  allowance: { requests: 1, perMs: 900 },
};

function setUp() {
  const clock = fakeClock(0);
  let fault: Fault | null = null;
  const send = vendorPace(clock)(async (call) => {
    call.fault = fault;
    if (fault !== null) throw sourceError('UPSTREAM_RATE_LIMITED');
    return answerOf();
  });
  /** Milliseconds until it has been answered. */
  const ask = async (partition: string) => {
    const from = clock.now();
    await send(callOf({ partition })).catch(() => {});
    return clock.now() - from;
  };
  const meet = (next: Fault | null) => {
    fault = next;
  };
  return { ask, meet };
}

test('nobody waits until the vendor refuses a request; then at the pace that it told', async () => {
  const { ask, meet } = setUp();
  for (let count = 0; count < 100; count += 1) assert.equal(await ask('a'), 0);
  meet(REFUSED);
  await ask('a');
  meet(null);
  assert.deepEqual([await ask('a'), await ask('a')], [1_000, 1_000]);
});

test('one credential’s pace slows nobody else', async () => {
  const { ask, meet } = setUp();
  meet(REFUSED);
  await ask('a');
  meet(null);
  assert.deepEqual([await ask('b'), await ask('a')], [0, 1_000]);
});

test('another failure, or a refusal that is our own, teaches no pace', async () => {
  const { ask, meet } = setUp();
  meet({ ...REFUSED, code: 'UPSTREAM_UNAVAILABLE' });
  await ask('a');
  assert.equal(await ask('a'), 0);
});

test('a vendor that gives more than it told is not waited for any longer', async () => {
  const { ask, meet } = setUp();
  meet(REFUSED);
  await ask('a');
  meet(null);
  let waited = 0;
  for (let count = 0; count < 20; count += 1) waited += await ask('a');
  assert.ok(waited >= 1_000, `${waited}`);
  meet({ ...REFUSED, allowance: { requests: 1, perMs: 3_600_000 } });
  await ask('a');
  meet(null);
  await ask('a');
  await ask('a');
  await ask('a');
  assert.equal(await ask('a'), 0);
});
