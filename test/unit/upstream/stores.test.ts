import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStores } from '../../../src/upstream/stores.ts';
import { upstreamLimits } from '../../../src/upstream/upstream-limits.ts';
import { fakeClock } from './support.ts';

const storesOf = (limits: object) => memoryStores(upstreamLimits.parse(limits), fakeClock());

test('what is not wanted is not there: no memory, no cache; no rate, nobody counts', () => {
  assert.notEqual(storesOf({}).cache, null);
  assert.equal(storesOf({ maxCacheBytes: 0 }).cache, null);
  assert.equal(storesOf({}).rate, null);
  const { rate } = storesOf({ rateLimit: { perSecond: 2 } });
  assert.deepEqual([rate?.(), rate?.()], [0, 500]);
});
