import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CacheStore } from '../../../src/upstream/cache/response-cache.ts';
import { clock } from '../../../src/upstream/clock.ts';
import { memoryStores, type Stores } from '../../../src/upstream/stores.ts';
import { upstreamLimits } from '../../../src/upstream/upstream-limits.ts';
import { sourceScope } from '../../support/source-scope.ts';
import { type Handler, json, upstream } from './support.ts';

const LIMITS = { cacheSeconds: 60, breaker: { failures: 1 }, rateLimit: { perSecond: 2, burst: 2 } };

/** As if they were reached over a network: a moment away. */
function remoteStores(): Stores {
  const { cache, circuits, places, rate } = memoryStores(upstreamLimits.parse(LIMITS), clock);
  assert.ok(cache !== null && rate !== null);
  const remote: CacheStore = {
    get: async (key) => cache.get(key),
    set: (...entry) => cache.set(...entry),
    delete: (key) => cache.delete(key),
  };
  return { cache: remote, circuits, places, rate: async () => rate() };
}

test('what one process has learnt of a vendor, another that shares its stores knows', async () => {
  const vendor: Handler = (request, response) =>
    request.url === '/ill' ? response.writeHead(500).end() : json(response, request.url);
  const stores = remoteStores();
  await using one = await upstream(vendor, { stores, limits: LIMITS });
  await using other = await upstream(vendor, { stores, limits: LIMITS, endpoint: one.origin });

  assert.equal(await one.ask(sourceScope(), '/jobs'), '/jobs');
  assert.equal(await other.ask(sourceScope(), '/jobs'), '/jobs');
  assert.equal(one.requests.length, 1);

  assert.equal(await one.ask(sourceScope(), '/2'), '/2');
  const third = sourceScope();
  assert.equal(await other.ask(third, '/3'), '/3');
  assert.ok(third.ledger.waitedMs > 0, 'the burst of two was spent');

  assert.equal(await one.ask(sourceScope(), '/ill'), 'UPSTREAM_UNAVAILABLE');
  assert.equal(await other.ask(sourceScope(), '/ill'), 'UPSTREAM_CIRCUIT_OPEN');
  assert.deepEqual(
    one.requests.map(({ url }) => url),
    ['/jobs', '/2', '/3', '/ill'],
  );
});
