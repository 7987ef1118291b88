import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPartitionStore } from '../../../../src/upstream/partition-store.ts';
import { refuseWhileOpen } from '../../../../src/upstream/policies/circuit-breaker.ts';
import { type Circuit, Circuits } from '../../../../src/upstream/policies/circuits.ts';
import { answerOf, callOf, fakeClock } from '../support.ts';

test('who would be refused further on is refused at once, and nobody else; it is no probe', async () => {
  const clock = fakeClock();
  const store = createPartitionStore<Circuit>();
  const circuits = new Circuits({
    sourceId: 's',
    store,
    failures: 1,
    halfOpenAfterMs: 5_000,
    now: clock.now,
  });
  let passed = 0;
  const send = refuseWhileOpen(circuits)(async () => {
    passed += 1;
    return answerOf();
  });
  const ask = async (partition: string) => await send(callOf({ partition }));
  await ask('a');
  circuits.leave('a', circuits.enter('a'), 'failure');
  await assert.rejects(ask('a'), { code: 'UPSTREAM_CIRCUIT_OPEN', retryAfterMs: 5_000 });
  await ask('b');
  clock.advance(5_000);
  await Promise.all([ask('a'), ask('a')]);
  assert.equal(passed, 4);
});
