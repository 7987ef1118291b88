import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createZstackSimulator } from '../../../src/simulator/zstack.ts';
import { createTestGateway } from '../../support/create-test-gateway.ts';

interface Answer {
  readonly jobs: { readonly totalCount?: { readonly value: number; readonly precision: string } };
}

const COUNTED = `query ($counts: Boolean!) { jobs(first: 5) {
  nodes { nativeId }
  ... @skip(if: false) { totalCount @include(if: $counts) { value precision } }
} }`;

test('a count that is not asked for costs nothing, and one that is comes with the page', async () => {
  const vendor = await createZstackSimulator({ jobs: 60, origins: 3, live: false });
  await using gateway = createTestGateway([{ backend: 'zstack', settings: vendor.settings }]);
  const ask = async (counts: boolean) => {
    const before = vendor.requests.length;
    const { data } = await gateway.query<Answer>(COUNTED, { counts });
    const asked = vendor.requests.slice(before).map(({ path, query }) => `${path}?${query}`);
    return { count: data.jobs.totalCount, asked: asked.filter((url) => url.includes('/history')) };
  };
  const [without, withCount] = [await ask(false), await ask(true)];
  await vendor.close();
  assert.deepEqual(
    [without.asked.length, without.asked.some((url) => url.includes('replyWithCount'))],
    [1, false],
  );
  assert.deepEqual([withCount.asked.length, withCount.count], [1, { value: 60, precision: 'EXACT' }]);
});
