import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startWorld } from '../../support/start-world.ts';

interface Report {
  readonly source: { readonly id: string };
  readonly state: string;
  readonly error: unknown;
  readonly requests: number;
  readonly rowsFetched: number;
  readonly rowsReturned: number;
  readonly cacheHits: number;
  readonly pushedDown: readonly string[];
  readonly residual: readonly string[];
  readonly durationMs: number;
  readonly waitedMs: number;
}

interface Answer {
  readonly jobs: {
    readonly nodes: readonly { readonly source: { readonly id: string } }[];
    readonly totalCount: { readonly value: number; readonly precision: string } | null;
    readonly pageInfo: { readonly endCursor: string };
    readonly sources: readonly Report[];
  };
}

const JOBS = `query ($filter: JobFilter, $after: String) {
  jobs(first: 20, filter: $filter, after: $after) {
    nodes { source { id } } pageInfo { endCursor } totalCount { value precision }
    sources { source { id } state error { code } requests rowsFetched rowsReturned cacheHits pushedDown residual durationMs waitedMs }
  }
}`;

const REPORTS = `query ($filter: JobFilter) { jobs(first: 20, filter: $filter) { nodes { source { id } }
  sources { source { id } state error { code } requests rowsFetched rowsReturned cacheHits pushedDown residual durationMs waitedMs } } }`;

test('a report tells what the page cost: requests as the vendor counts them, rows as the page has them', async () => {
  await using world = await startWorld({}, { settings: { shareSeconds: 0 } });
  await world.query(REPORTS);
  for (const { requests } of world.vendors) requests.length = 0;
  const { data } = await world.query<Answer>(REPORTS);
  for (const report of data.jobs.sources) {
    const { id } = report.source;
    assert.equal(report.requests, world.vendor(id).requests.length, id);
    assert.equal(report.rowsReturned, data.jobs.nodes.filter(({ source }) => source.id === id).length, id);
    assert(report.rowsFetched >= report.rowsReturned && report.rowsFetched > 0, id);
    assert.deepEqual([report.state, report.error], ['OK', null], id);
    assert(report.durationMs >= 0 && report.waitedMs >= 0, id);
    assert.deepEqual([report.pushedDown, report.residual], [[], []], id);
  }
});

test('with a cache, a page asked again costs no request, and the report says so', async () => {
  await using world = await startWorld({}, { settings: { cacheSeconds: 60 } });
  await world.query(REPORTS);
  const { data } = await world.query<Answer>(REPORTS);
  assert(data.jobs.sources.every(({ requests, cacheHits }) => requests === 0 && cacheHits > 0));
});

test('a report tells what of the filter the vendor applied, and what the gateway', async () => {
  await using world = await startWorld();
  const filter = { statuses: ['FAILED'], createdAfter: '2020-01-01T00:00:00Z', kinds: ['nothing'] };
  const { data } = await world.query<Answer>(REPORTS, { filter });
  assert.deepEqual(
    data.jobs.sources.map(({ source, pushedDown, residual }) => [source.id, pushedDown, residual]),
    [
      ['dc1', ['statuses', 'createdAfter'], ['statuses', 'createdAfter', 'kinds']],
      ['apps', [], ['statuses', 'createdAfter', 'kinds']],
      ['search', ['statuses'], ['createdAfter', 'kinds']],
      // Its jobs have no kind: it is not asked.
      ['backups', [], []],
      ['deploys', [], ['statuses', 'createdAfter', 'kinds']],
    ],
  );
});

test('a source that the filter excludes is not asked', async () => {
  await using world = await startWorld();
  for (const filter of [{ sources: ['dc1'] }, { backends: ['zstack'] }]) {
    for (const { requests } of world.vendors) requests.length = 0;
    const { data } = await world.query<Answer>(REPORTS, { filter });
    assert.deepEqual(new Set(data.jobs.nodes.map(({ source }) => source.id)), new Set(['dc1']));
    for (const id of ['apps', 'search', 'backups', 'deploys'])
      assert.equal(world.vendor(id).requests.length, 0, id);
  }
});

test('totalCount is exact on the first page, and never more than there is on any other', async () => {
  await using world = await startWorld();
  const all = world.expected().length;
  const first = await world.query<Answer>(JOBS);
  assert.deepEqual(first.data.jobs.totalCount, { value: all, precision: 'EXACT' });
  const next = await world.query<Answer>(JOBS, { after: first.data.jobs.pageInfo.endCursor });
  const count = next.data.jobs.totalCount;
  assert(count !== null && count.value <= all);
  assert(count.precision === 'AT_LEAST' || count.value === all);
});

test('totalCount with a filter is exact, or says that it is not', async () => {
  await using world = await startWorld();
  for (const statuses of [['FAILED'], ['SUCCEEDED'], ['RUNNING', 'QUEUED']]) {
    const all = world.expected().filter(({ status }) => statuses.includes(status)).length;
    const { data } = await world.query<Answer>(JOBS, { filter: { statuses } });
    const count = data.jobs.totalCount;
    assert(count !== null && count.value <= all, `${count?.value} of ${all}`);
    assert(count.precision === 'AT_LEAST' || count.value === all);
    assert(count.value >= data.jobs.nodes.length);
  }
});

interface SourceAnswer {
  readonly source: {
    readonly state: string;
    readonly lastError: { readonly code: string } | null;
    readonly lastCheckedAt: string | null;
  };
}

test('the state of a source is what really happened to the requests to it', async () => {
  // Long enough that the next look finds it open, on a machine that is busy as well.
  const settings = { retries: 0, breaker: { failures: 1, halfOpenAfterMs: 2_000 } };
  await using world = await startWorld({}, { settings });
  const look = async () =>
    (await world.query<SourceAnswer>('{ source(id: "dc1") { state lastError { code } lastCheckedAt } }')).data
      .source;
  assert.deepEqual(await look(), { state: 'UNKNOWN', lastError: null, lastCheckedAt: null });
  await world.query(REPORTS);
  const healthy = await look();
  assert.deepEqual([healthy.state, healthy.lastError], ['HEALTHY', null]);
  assert(healthy.lastCheckedAt !== null);
  const vendor = world.vendor('dc1');
  vendor.fault = () => ({ kind: 'status', status: 500 });
  await world.query(REPORTS);
  const down = await look();
  assert.deepEqual([down.state, down.lastError?.code], ['DOWN', 'UPSTREAM_UNAVAILABLE']);
  vendor.fault = null;
  const deadline = Date.now() + 15_000;
  let back = down;
  for (; back.lastError !== null; back = await look()) {
    assert(Date.now() < deadline, 'the source comes back');
    await world.query(REPORTS);
  }
  assert.deepEqual([back.state, back.lastError], ['DEGRADED', null], 'it failed lately, and answers again');
});

test('sources stand in the order of the configuration, with what they can do', async () => {
  await using world = await startWorld();
  const { data, errors } = await world.query<{
    sources: { id: string; backend: string; capabilities: Record<string, unknown> }[];
  }>(
    '{ sources { id backend capabilities { sortsNatively orders filters countsJobs listsTasks pageSizeMax } } }',
  );
  assert.deepEqual(errors, []);
  assert.deepEqual(
    data.sources.map(({ id, backend, capabilities }) => [
      id,
      backend,
      capabilities['sortsNatively'],
      capabilities['listsTasks'],
    ]),
    [
      ['dc1', 'zstack', true, false],
      ['apps', 'huawei-workspace', false, true],
      ['search', 'huawei-css', false, false],
      ['backups', 'huawei-vbs', true, true],
      ['deploys', 'huawei-servicestage', false, true],
    ],
  );
});

test('origins are paged, each once, and serve as a filter', async () => {
  await using world = await startWorld({ origins: 5 });
  const text = `query ($id: ID!, $after: String) { source(id: $id) { origins(first: 2, after: $after) {
    nodes { id nativeId kind name } pageInfo { hasNextPage endCursor } totalCount { value precision } } } }`;
  interface Origins {
    readonly source: {
      readonly origins: {
        readonly nodes: readonly { readonly id: string; readonly nativeId: string; readonly name: string }[];
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
        readonly totalCount: { readonly value: number };
      };
    };
  }
  for (const id of ['dc1', 'apps', 'search', 'backups', 'deploys']) {
    const found: string[] = [];
    let one = '';
    for (let after: string | null = null; ; ) {
      const answer: { readonly data: Origins } = await world.query<Origins>(text, { id, after });
      const { nodes, pageInfo, totalCount } = answer.data.source.origins;
      for (const { nativeId, name } of nodes) {
        found.push(nativeId);
        assert(name.length > 0);
      }
      one = nodes[0]?.id ?? one;
      after = pageInfo.endCursor;
      if (pageInfo.hasNextPage) continue;
      assert.equal(totalCount.value, found.length, id);
      break;
    }
    assert.equal(new Set(found).size, found.length, id);
    const wanted = new Set(
      world.expected().flatMap((job) => (job.sourceId === id ? [job.originNativeId ?? ''] : [])),
    );
    // The history of a scheduler outlives its jobs.
    const gone = [...wanted].filter((origin) => !found.includes(origin));
    assert(gone.length === 0 || (id === 'dc1' && gone.length < wanted.size), id);
    const { data, errors } = await world.query<Answer>(REPORTS, { filter: { origins: [one] } });
    assert.deepEqual(errors, []);
    assert(data.jobs.nodes.every(({ source }) => source.id === id));
  }
});
