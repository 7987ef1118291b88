import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHuaweiVbsSimulator } from '../../../src/simulator/huawei-vbs.ts';
import { createTestGateway } from '../../support/create-test-gateway.ts';

interface Answer {
  readonly jobs: {
    readonly nodes: readonly { readonly nativeId: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly sources: readonly {
      readonly requests: number;
      readonly error: { readonly code: string } | null;
    }[];
  };
}

const JOBS = `query ($after: String) { jobs(first: 100, after: $after) {
  nodes { nativeId } pageInfo { hasNextPage endCursor } sources { requests error { code } }
} }`;

test('an operation sends no more requests than it may; what it could not read comes on later pages', async () => {
  const vendor = await createHuaweiVbsSimulator({
    jobs: 120,
    origins: 30,
    live: false,
    now: () => 1_700_000_000_000,
  });
  const { settings } = vendor;
  await using gateway = createTestGateway([{ backend: 'huawei-vbs', settings }], {
    settings: { retries: 0 },
    server: { vendorRequests: 20 },
  });
  const seen: string[] = [];
  const codes = new Set<string | undefined>();
  let after: string | null = null;
  for (let pages = 0; ; pages++) {
    assert(pages < 60, 'the walk does not end');
    const before = vendor.requests.length;
    const { data }: { data: Answer } = await gateway.query<Answer>(JOBS, { after });
    assert(vendor.requests.length - before <= 20, `${vendor.requests.length - before}`);
    seen.push(...data.jobs.nodes.map(({ nativeId }) => nativeId));
    codes.add(data.jobs.sources[0]?.error?.code);
    after = data.jobs.pageInfo.endCursor;
    if (!data.jobs.pageInfo.hasNextPage) break;
  }
  const expected = vendor.expected().map(({ nativeId }) => nativeId);
  await vendor.close();
  assert.deepEqual(seen.toSorted(), expected.toSorted());
  assert(codes.has('OPERATION_TOO_COSTLY'), 'a page says why it is short');
});
