import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createHuaweiVbsSimulator } from '../../../src/simulator/huawei-vbs.ts';
import {
  type AnswerError,
  type Answer as Answered,
  createTestGateway,
} from '../../support/create-test-gateway.ts';

interface Answer {
  readonly jobs: {
    readonly nodes: readonly { readonly nativeId: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const JOBS = `query ($first: Int!, $after: String, $filter: JobFilter) {
  jobs(first: $first, after: $after, filter: $filter) { nodes { nativeId } pageInfo { hasNextPage endCursor } }
}`;

const world = { live: false, now: () => 1_700_000_000_000 };

/** Walks to the end; no page may send more requests than `most`. */
async function walk(
  { jobs, origins }: { readonly jobs: number; readonly origins: number },
  server: object,
  variables: object,
  most: number,
) {
  await using vendor = await disposable({ ...world, jobs, origins });
  const { settings } = vendor;
  await using gateway = createTestGateway([{ backend: 'huawei-vbs', settings }], {
    settings: { retries: 0 },
    server: { ...server },
  });
  const seen: string[] = [];
  const errors: AnswerError[] = [];
  for (let pages = 0, after: string | null = null; ; pages++) {
    assert(pages < 60, 'the walk does not end');
    const before = vendor.requests.length;
    const page: Answered<Answer> = await gateway.query<Answer>(JOBS, { ...variables, after });
    const sent = vendor.requests.length - before;
    assert(sent <= most, `${sent}`);
    const { nodes, pageInfo } = page.data.jobs;
    seen.push(...nodes.map(({ nativeId }) => nativeId));
    errors.push(...page.errors);
    after = pageInfo.endCursor;
    if (!pageInfo.hasNextPage) return { seen, errors, pages, expected: vendor.expected() };
  }
}

async function disposable(options: Parameters<typeof createHuaweiVbsSimulator>[0]) {
  const vendor = await createHuaweiVbsSimulator(options);
  return Object.assign(vendor, { [Symbol.asyncDispose]: vendor.close });
}

describe('an operation is given no more than it may have; what it could not read comes on later pages', () => {
  // What the vendor cannot filter is read page by page: 2,000 rows of the newest first, for nothing.
  const finishedBefore = 1_696_546_426_393;
  const variables = { first: 100, filter: { finishedBefore: new Date(finishedBefore).toISOString() } };

  test('requests', async () => {
    const { seen, errors, expected, pages } = await walk(
      { jobs: 3_000, origins: 2 },
      { vendorRequests: 1 },
      variables,
      // And the policies are listed.
      1 + 4 * 2 + 1,
    );
    const wanted = expected
      .filter(({ finishedAt }) => finishedAt !== null && finishedAt < finishedBefore)
      .map(({ nativeId }) => nativeId);
    assert(wanted.length > 500 && pages > 5);
    assert.deepEqual(seen.toSorted(), wanted.toSorted());
    assert.deepEqual(
      new Set(
        errors.map(({ extensions: { code, limit, spent, allowed } }) => [code, limit, spent, allowed].join()),
      ),
      new Set(['OPERATION_TOO_COSTLY,server.vendorRequests,9,9']),
    );
  });

  test('rows', async () => {
    const { seen, errors, expected } = await walk(
      { jobs: 3_000, origins: 5 },
      { limits: { rows: 100 } },
      variables,
      500,
    );
    const wanted = expected
      .filter(({ finishedAt }) => finishedAt !== null && finishedAt < finishedBefore)
      .map(({ nativeId }) => nativeId);
    assert.deepEqual(seen.toSorted(), wanted.toSorted());
    assert(errors.length > 0);
    for (const { extensions } of errors) {
      assert.equal(extensions['limit'], 'server.limits.rows');
      assert.equal(extensions['allowed'], 100 + 5 * 100);
      assert(Number(extensions['spent']) >= 600, String(extensions['spent']));
    }
  });
});

test('a page over more lists than there may be other requests is whole', async () => {
  const { seen, errors, expected } = await walk({ jobs: 900, origins: 700 }, {}, { first: 500 }, 1_500);
  assert.deepEqual(errors, []);
  assert.deepEqual(seen.toSorted(), expected.map(({ nativeId }) => nativeId).toSorted());
});

test('many lists of one operation have one budget of rows, and each tells where to go on', async () => {
  await using vendor = await disposable({ ...world, jobs: 3_000, origins: 5 });
  const { settings } = vendor;
  await using gateway = createTestGateway([{ backend: 'huawei-vbs', settings }], {
    server: { limits: { rows: 1_000 } },
  });
  const list = (i: number): string =>
    `a${i}: jobs(first: 5, filter: { nameContains: "nobody ${i}" }) { nodes { id } pageInfo { hasNextPage endCursor } sources { rowsFetched } }`;
  type List = Answer['jobs'] & { readonly sources: readonly { readonly rowsFetched: number }[] };
  const query = `{ ${[...Array(10).keys()].map(list).join(' ')} }`;
  const { data, errors } = await gateway.query<Record<string, List>>(query);
  const lists = Object.values(data);
  // What was on its way when the budget was used up counts too: a window of each of the 50 streams.
  const rows = lists[0]?.sources[0]?.rowsFetched ?? 0;
  assert(rows >= 1_500 && rows < 12_000, `${rows} of 30,000`);
  assert.equal(errors.length, 10);
  for (const { nodes, pageInfo } of lists) {
    assert.deepEqual(nodes, []);
    assert(pageInfo.hasNextPage && pageInfo.endCursor !== null);
  }
});
