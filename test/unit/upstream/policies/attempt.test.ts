import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAttempt } from '../../../../src/upstream/policies/attempt.ts';
import { createVendorPace } from '../../../../src/upstream/policies/vendor-pace.ts';
import { fakeClock, sourceError } from '../support.ts';

/** An asker who leaves after so long in the queue, for a turn, and for the vendor. */
async function leaving(
  reason: unknown,
  waited: { readonly queue: number; readonly turn: number; readonly vendor: number | null },
) {
  const clock = fakeClock();
  const asker = new AbortController();
  const shared = async () => {
    clock.advance(waited.turn);
    if (waited.vendor === null) throw reason;
  };
  const attempt = createAttempt(asker.signal, { own: createVendorPace(clock), shared }, clock);
  clock.advance(waited.queue);
  assert.equal(attempt.hasLeft(), false);
  await attempt.pacing.own.take(asker);
  await attempt.pacing.shared(asker).catch(() => {});
  clock.advance(waited.vendor ?? 0);
  asker.abort(reason);
  return attempt.hasLeft();
}

test('a deadline that passes while the vendor does not answer is the vendor’s', async () => {
  assert.equal(await leaving(sourceError('UPSTREAM_LATE'), { queue: 0, turn: 0, vendor: 0 }), false);
  assert.equal(await leaving(sourceError('UPSTREAM_LATE'), { queue: 50, turn: 50, vendor: 100 }), false);
});

test('one that passes in our own lines is not, nor one that they left nothing of', async () => {
  assert.equal(await leaving(sourceError('UPSTREAM_LATE'), { queue: 0, turn: 0, vendor: null }), true);
  assert.equal(await leaving(sourceError('UPSTREAM_LATE'), { queue: 100, turn: 0, vendor: 99 }), true);
  assert.equal(await leaving(sourceError('UPSTREAM_LATE'), { queue: 0, turn: 100, vendor: 99 }), true);
});

test('a client that hangs up, or a gateway that shuts down, says nothing', async () => {
  for (const reason of [undefined, sourceError('UPSTREAM_UNAVAILABLE')])
    assert.equal(await leaving(reason, { queue: 0, turn: 0, vendor: 100 }), true);
});
