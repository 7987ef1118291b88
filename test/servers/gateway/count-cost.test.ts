import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHuaweiCssSimulator } from '../../../src/simulator/huawei-css.ts';
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

interface Page {
  readonly jobs: Required<Answer['jobs']> & { readonly pageInfo: { readonly endCursor: string } };
}

test('of many lists a walk asks for the counts once, and remembers them', async () => {
  const fixed = { jobs: 300, origins: 120, live: false, now: () => 1_700_000_000_000 };
  const vendor = await createHuaweiCssSimulator(fixed);
  await using gateway = createTestGateway([{ backend: 'huawei-css', settings: vendor.settings }]);
  const text = `query ($after: String) { jobs(first: 10, after: $after) {
    totalCount { value precision } pageInfo { endCursor } } }`;
  let after: string | null = null;
  const costs: number[] = [];
  const counts: unknown[] = [];
  for (let page = 0; page < 3; page += 1) {
    const before = vendor.requests.length;
    const answer: { readonly data: Page } = await gateway.query<Page>(text, { after });
    after = answer.data.jobs.pageInfo.endCursor;
    costs.push(vendor.requests.length - before);
    counts.push(answer.data.jobs.totalCount.value);
  }
  const all = vendor.expected().length;
  await vendor.close();
  assert.deepEqual(counts, [all, all, all]);
  assert(
    costs.slice(1).every((requests) => requests <= 60),
    costs.join(' '),
  );
});
