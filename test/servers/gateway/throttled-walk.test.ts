import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Simulator } from '../../../src/simulator/kit/simulator.ts';
import { registry } from '../../../src/simulator/registry.ts';
import { createTestGateway } from '../../support/create-test-gateway.ts';

interface Answer {
  readonly jobs: {
    readonly nodes: readonly { readonly nativeId: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const JOBS = `query ($after: String) { jobs(first: 10, after: $after) {
  nodes { nativeId } pageInfo { hasNextPage endCursor }
} }`;

const PER_SECOND = 10;
const REFUSAL = JSON.stringify({
  error_code: 'APIGW.0308',
  error_msg: `The throttling threshold has been reached: policy user over ratelimit,limit:${PER_SECOND},time:1 second`,
});

/** Refuses whatever comes after so many requests within a second. */
function throttle(vendor: Simulator) {
  const counts = { asked: 0, refused: 0 };
  let taken: number[] = [];
  vendor.fault = () => {
    const now = performance.now();
    taken = taken.filter((at) => at > now - 1_000);
    counts.asked += 1;
    if (taken.length < PER_SECOND) {
      taken.push(now);
      return null;
    }
    counts.refused += 1;
    const headers = { 'content-type': 'application/json' };
    return { kind: 'status', status: 429, headers, body: REFUSAL };
  };
  return counts;
}

describe('a vendor that allows 10 requests a second', { concurrency: true }, () => {
  for (const backend of ['huawei-css', 'huawei-vbs', 'huawei-workspace'])
    test(`${backend}: a walk loses no row, and hardly ever is refused`, async () => {
      const { create: start } = registry.get(backend) ?? assert.fail(backend);
      const vendor = await start({ jobs: 300, origins: 2, live: false, now: () => 1_700_000_000_000 });
      const counts = throttle(vendor);
      await using gateway = createTestGateway([{ backend, settings: vendor.settings }]);
      const ids: string[] = [];
      for (let after: string | null = null; ; ) {
        const answer: { readonly data: Answer; readonly errors: readonly unknown[] } =
          await gateway.query<Answer>(JOBS, { after });
        assert.deepEqual(answer.errors, []);
        const { nodes, pageInfo } = answer.data.jobs;
        ids.push(...nodes.map(({ nativeId }) => nativeId));
        after = pageInfo.endCursor;
        if (!pageInfo.hasNextPage) break;
      }
      const expected = vendor.expected().map(({ nativeId }) => nativeId);
      await vendor.close();
      assert.deepEqual(ids, expected);
      assert(counts.refused > 0, 'nothing was refused, so nothing was shown');
      assert(counts.refused <= counts.asked * 0.05, `${counts.refused} of ${counts.asked} refused`);
    });
});
