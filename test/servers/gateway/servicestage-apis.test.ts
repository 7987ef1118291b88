import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createHuaweiServiceStageSimulator,
  type HuaweiServiceStageOptions,
} from '../../../src/simulator/huawei-servicestage.ts';
import type { FaultPlan } from '../../../src/simulator/kit/simulator.ts';
import { createTestGateway, type TestGateway } from '../../support/create-test-gateway.ts';
import { startVendor } from '../../support/start-vendor.ts';

const START = Date.UTC(2100, 0, 1);

interface Row {
  readonly id: string;
  readonly nativeId: string;
  readonly status: string;
  readonly origin: { readonly kind: string; readonly nativeId: string; readonly name: string | null } | null;
  readonly details: Readonly<Record<string, unknown>>;
}

interface Answer {
  readonly jobs: {
    readonly nodes: readonly Row[];
    readonly totalCount: { readonly value: number; readonly precision: string };
    readonly sources: readonly {
      readonly state: string;
      readonly error: { readonly message: string } | null;
    }[];
  };
}

const ROW = `id nativeId status origin { kind nativeId name }
  details { ... on HuaweiServicestageJobDetails {
    apiVersion applicationName environmentName componentVersion isCurrentVersion deployType batch rollbackEnabled
  } }`;

/** A tenant and a gateway in front of it, which is told nothing of the API unless `settings` does. */
async function start(
  options: HuaweiServiceStageOptions = {},
  settings: Readonly<Record<string, unknown>> = {},
) {
  const vendor = await createHuaweiServiceStageSimulator({
    jobs: 40,
    origins: 4,
    seed: 3,
    live: false,
    now: () => START,
    knownJobs: 'none',
    ...options,
  });
  const more = { discoverySeconds: 0, shareSeconds: 0, retries: 0, ...settings };
  const gateway = createTestGateway([{ ...vendor, settings: { ...vendor.settings, ...more } }]);
  const list = (): Promise<Listed> => listed(gateway);
  const close = async (): Promise<void> => {
    await gateway[Symbol.asyncDispose]();
    await vendor.close();
  };
  return { vendor, gateway, list, [Symbol.asyncDispose]: close };
}

interface Listed {
  readonly rows: readonly Row[];
  readonly ids: readonly string[];
  readonly state: string | undefined;
  readonly message: string | null;
  readonly count: Answer['jobs']['totalCount'] | undefined;
}

async function listed({ query }: TestGateway): Promise<Listed> {
  const { data } = await query<{ jobs: Answer['jobs'] | null }>(
    `{ jobs(first: 100) { nodes { ${ROW} } totalCount { value precision } sources { state error { message } } } }`,
  );
  const [report] = data.jobs?.sources ?? [];
  const rows = data.jobs?.nodes ?? [];
  return {
    rows,
    ids: rows.map(({ nativeId }) => nativeId),
    state: report?.state,
    message: report?.error?.message ?? null,
    count: data.jobs?.totalCount,
  };
}

const below =
  (path: string, status: number, body?: string): FaultPlan =>
  (request) =>
    request.path.startsWith(path)
      ? { kind: 'status', status, ...(body === undefined ? {} : { body }) }
      : null;

const idsOf = (jobs: readonly { readonly nativeId: string }[]): string[] =>
  jobs.map(({ nativeId }) => nativeId);

for (const api of ['v2', 'v3'] as const)
  test(`a tenant in a region that has only ${api} needs no setting, and the other API is asked for once`, async () => {
    await using world = await start({ api });
    const due = idsOf(world.vendor.reachable());
    for (let page = 0; page < 3; page++) {
      const { ids, state } = await world.list();
      assert.deepEqual([ids, state], [due, 'OK']);
    }
    const other = api === 'v2' ? '/v3/' : '/v2/';
    const asked = world.vendor.requests.filter(({ path }) => path.startsWith(other));
    assert.deepEqual(
      asked.map(({ status }) => status),
      [404],
    );
  });

test('what a tenant has in v2, in v3 and in both is one list without repeats', async () => {
  await using world = await start({ api: 'both' });
  const { ids, rows, state, count } = await world.list();
  assert.deepEqual([ids, state], [idsOf(world.vendor.reachable()), 'OK']);
  assert.deepEqual(count, { value: ids.length, precision: 'EXACT' });
  assert.deepEqual(new Set(rows.map(({ details }) => details['apiVersion'])), new Set(['v2', 'v3']));
  assert.deepEqual(
    new Set(rows.map(({ details, origin }) => `${details['apiVersion']} ${origin?.kind}`)),
    new Set(['v2 component-instance', 'v3 component']),
  );
});

test('a job keeps its id whichever API tells of it', async () => {
  await using auto = await start({ api: 'both' });
  const ids = new Map((await auto.list()).rows.map(({ nativeId, id }) => [nativeId, id]));
  let shared = 0;
  for (const api of ['v2', 'v3'] as const) {
    const { settings } = auto.vendor;
    await using gateway = createTestGateway([{ ...auto.vendor, settings: { ...settings, api } }]);
    const { rows } = await listed(gateway);
    assert(rows.length > 0 && rows.length < ids.size, `${api} alone has ${rows.length} of ${ids.size}`);
    shared += rows.length;
    for (const { nativeId, id } of rows) assert.equal(id, ids.get(nativeId));
  }
  assert(shared > ids.size, 'one at least is in both');
});

test('v3 tells of a job what its record does', async () => {
  await using world = await start({ api: 'v3' });
  const { rows } = await world.list();
  for (const { origin, details } of rows) {
    assert.match(origin?.name ?? '', /^service-\d+$/);
    assert.match(String(details['componentVersion']), /^1\.0\.\d+$/);
    assert.equal(details['environmentName'], 'production');
    assert.equal(typeof details['rollbackEnabled'], 'boolean');
  }
  const batches = rows.filter(({ details }) => details['deployType'] === 'GrayRelease');
  assert.deepEqual(new Set(batches.map(({ details }) => Number(details['batch']) >= 0)), new Set([true]));
  assert(batches.some(({ details }) => details['batch'] === 1));
  const current = rows.filter(({ details }) => details['isCurrentVersion'] === true);
  assert.equal(new Set(current.map(({ origin }) => origin?.nativeId)).size, 4);
});

test('an origin of v3 and its jobs are found by its id', async () => {
  await using world = await start({ api: 'both' });
  const { gateway } = world;
  const { data } = await gateway.query<{
    sources: [{ origins: { nodes: { id: string; kind: string; nativeId: string }[] } }];
  }>('{ sources { origins { nodes { id kind nativeId } } } }');
  const component = data.sources[0].origins.nodes.find(({ kind }) => kind === 'component');
  const found = await gateway.query<{ node: { kind: string; jobs: { nodes: Row[] } } }>(
    `query ($id: ID!) { node(id: $id) { ... on Origin { kind jobs(first: 100) { nodes { ${ROW} } } } } }`,
    { id: component?.id },
  );
  assert.equal(found.data.node.kind, 'component');
  const due = world.vendor.expected().filter((job) => job.originNativeId === component?.nativeId);
  assert.deepEqual(idsOf(found.data.node.jobs.nodes), idsOf(due));
});

test('a job is found by its id at a gateway that has read nothing yet', async () => {
  await using world = await start({ api: 'both' });
  const { rows } = await world.list();
  assert(rows.length > 0);
  await using fresh = createTestGateway([world.vendor]);
  for (const row of rows) {
    const { data } = await fresh.query<{ job: Row }>(`query ($id: ID!) { job(id: $id) { ${ROW} } }`, {
      id: row.id,
    });
    assert.deepEqual(data.job, row);
  }
});

test('an API that fails is told of, and what the other one has is there', async () => {
  await using world = await start({ api: 'both' });
  const whole = (await world.list()).ids;
  for (const [status, told] of [
    [503, /v3 cannot be read.*503/],
    [403, /v3 cannot be read/],
  ] as const) {
    await using fresh = createTestGateway([{ ...world.vendor, settings: { ...world.vendor.settings } }], {
      settings: { retries: 0, discoverySeconds: 0 },
    });
    world.vendor.fault = below('/v3/', status);
    const { rows, ids, state, message, count } = await listed(fresh);
    assert.equal(state, 'PARTIAL');
    assert.match(message ?? '', told);
    assert(ids.length > 0 && ids.length < whole.length);
    assert(rows.every(({ details }) => details['apiVersion'] === 'v2'));
    assert.equal(count?.precision, 'AT_LEAST');
    world.vendor.fault = null;
    const after = await listed(fresh);
    assert.deepEqual([after.ids, after.state], [whole, 'OK']);
  }
});

test('an API that was there and answers 404 now is missed, not forgotten', async () => {
  await using world = await start({ api: 'both' });
  const whole = (await world.list()).ids;
  world.vendor.fault = ({ path }) =>
    path.endsWith('/cas/components') ? { kind: 'status', status: 404 } : null;
  const { ids, state, message } = await world.list();
  assert.deepEqual([ids, state], [whole, 'PARTIAL']);
  assert.match(message ?? '', /v3 cannot be read/);
});

test('where neither API answers the source fails, with the failure that says more', async () => {
  await using world = await start({ api: 'both' });
  world.vendor.fault = ({ path }) =>
    path.startsWith('/v3/') ? { kind: 'status', status: 404 } : { kind: 'status', status: 503 };
  const { ids, state } = await world.list();
  assert.deepEqual([ids, state], [[], undefined]);
  const { errors } = await world.gateway.query('{ jobs { nodes { id } } }');
  assert.equal(errors[0]?.extensions['code'], 'UPSTREAM_UNAVAILABLE');
});

test('an API that is chosen and not there is a failure', async () => {
  await using world = await start({ api: 'v2' }, { api: 'v3' });
  const { errors } = await world.gateway.query('{ jobs { nodes { id } } }');
  assert.equal(errors[0]?.extensions['code'], 'UPSTREAM_REJECTED');
});

test('a component whose records cannot be read costs the others nothing', async () => {
  await using world = await start({ api: 'v3' });
  const { rows } = await world.list();
  const ill = rows[0]?.origin?.nativeId ?? assert.fail();
  await using fresh = createTestGateway([world.vendor], { settings: { retries: 0 } });
  world.vendor.fault = ({ path }) => (path.includes(`/${ill}/`) ? { kind: 'status', status: 500 } : null);
  const { ids, state, message } = await listed(fresh);
  assert.deepEqual(ids, idsOf(rows.filter(({ origin }) => origin?.nativeId !== ill)));
  assert.equal(state, 'PARTIAL');
  assert.match(message ?? '', /records of 1 of 6 components cannot be read/);
});

test('of jobs whose records tell when they were, a page reads those alone that may stand on it', async () => {
  await using world = await start({ api: 'v3', jobs: 200 });
  const { vendor, gateway } = world;
  const due = idsOf(vendor.expected());
  const walked: string[] = [];
  let after = '';
  for (let isLast = false; !isLast; ) {
    vendor.requests.length = 0;
    const { data } = await gateway.query<{
      jobs: { nodes: Row[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    }>(`{ jobs(first: 20${after}) { nodes { nativeId } pageInfo { hasNextPage endCursor } } }`);
    const reads = new Set(vendor.requests.flatMap(({ path }) => path.split('/jobs/')[1] ?? []));
    if (after === '') assert(reads.size < 40, `${reads.size} jobs for the first 20`);
    walked.push(...idsOf(data.jobs.nodes));
    isLast = !data.jobs.pageInfo.hasNextPage;
    after = `, after: "${data.jobs.pageInfo.endCursor}"`;
  }
  assert.deepEqual(walked, due);
});

test('a job that was not created while its record ran is told of, and is in its place from then on', async () => {
  const iso = (at: number): string => new Date(START + at * 60_000).toISOString();
  const record = (id: string, begin: number, end: number) => ({
    begin_time: iso(begin),
    end_time: iso(end),
    jobs: [{ job_id: id, sequence: 0 }],
  });
  const created: Readonly<Record<string, number>> = { j1: 100, j2: 500, j3: 300 };
  await using vendor = await startVendor(({ path }) => {
    if (path === '/v3/p/cas/components')
      return { body: { count: 1, components: [{ id: 'c1', name: 'c1', application_id: 'a1' }] } };
    if (path === '/v3/p/cas/applications/a1/components/c1/records')
      return {
        body: { count: 3, records: [record('j3', 300, 301), record('j2', 200, 201), record('j1', 100, 101)] },
      };
    const id = path.split('/v3/p/cas/jobs/')[1] ?? '';
    const at = created[id];
    if (at === undefined)
      return { status: 404, body: { error_code: 'APIGW.0101', error_msg: 'no such API' } };
    const tasks = [{ task_id: 't', task_status: 'SUCCEEDED', created_at: iso(at), update_at: iso(at + 1) }];
    return { body: { task_count: 1, job: { job_id: id, execution_status: 'SUCCEEDED' }, tasks } };
  });
  const settings = { endpoint: vendor.url, projectId: 'p', auth: { type: 'token', token: 'made-up' } };
  await using gateway = createTestGateway([{ id: 's', backend: 'huawei-servicestage', settings }]);
  const first = await listed(gateway);
  assert.equal(first.state, 'PARTIAL');
  assert.match(first.message ?? '', /created at another time than the vendor’s list says/);
  const again = await listed(gateway);
  assert.deepEqual([again.ids, again.state], [['j2', 'j3', 'j1'], 'OK']);
});

test('a job that was cleared away is told of by its record, as long as that is there', async () => {
  await using world = await start({ api: 'v3', clearedAfterMs: 10 * 24 * 3_600_000 });
  const { vendor } = world;
  const due = vendor.expected();
  const cleared = due.filter(
    ({ tasks, finishedAt }) => tasks.length === 0 && (finishedAt ?? 0) < START - 864e6,
  );
  assert(cleared.length > 10);
  const { rows, ids, state } = await world.list();
  assert.equal(state, 'OK');
  assert.deepEqual(ids, idsOf(due));
  assert.deepEqual(
    rows.map(({ status }) => status),
    due.map(({ status }) => status),
  );
  const gone = cleared[0]?.nativeId ?? '';
  const { id } = rows.find(({ nativeId }) => nativeId === gone) ?? assert.fail();
  vendor.remove(gone);
  const { data } = await world.gateway.query('query ($id: ID!) { job(id: $id) { nativeId } }', { id });
  assert.deepEqual(data, { job: null });
});
