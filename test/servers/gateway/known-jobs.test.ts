import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestGateway, type TestGateway } from '../../support/create-test-gateway.ts';
import { type StartedVendor, startVendor } from '../../support/start-vendor.ts';

/** One instance, which tells of its last job only, and the jobs by their ids. */
interface World {
  lastJob: string;
  readonly jobs: Map<string, { status: string; at: number }>;
}

const START = Date.UTC(2026, 0, 1);
const BASE = '/v2/p1/cas';

async function startInstance(world: World): Promise<StartedVendor> {
  const lists: Readonly<Record<string, () => unknown>> = {
    [`${BASE}/applications`]: () => ({ count: 1, applications: [{ id: 'a1', name: 'a1' }] }),
    [`${BASE}/applications/a1/components`]: () => ({ count: 1, components: [{ id: 'c1', name: 'c1' }] }),
    [`${BASE}/applications/a1/components/c1/instances`]: () => ({
      count: 1,
      instances: [{ id: 'i1', name: 'blue', status_detail: { last_job_id: world.lastJob } }],
    }),
  };
  return startVendor(({ path }) => {
    const list = lists[path];
    if (list !== undefined) return { body: list() };
    const id = path.replace(`${BASE}/jobs/`, '');
    const found = world.jobs.get(id);
    if (found === undefined)
      return { status: 404, body: { error_code: 'SVCSTG.00100429', error_msg: 'no job' } };
    const created = new Date(START + found.at).toISOString();
    const tasks = [{ task_id: 't1', task_index: 1, task_status: found.status, created_at: created }];
    return {
      body: {
        job: { job_id: id, execution_status: found.status, service_instance_id: 'i1' },
        tasks,
        task_count: 1,
      },
    };
  });
}

const gatewayOf = ({ url }: StartedVendor, settings: Readonly<Record<string, unknown>>): TestGateway => {
  const auth = { type: 'token', token: 'made-up-token' };
  return createTestGateway([
    {
      id: 'deploys',
      backend: 'huawei-servicestage',
      settings: { endpoint: url, projectId: 'p1', auth, ...settings },
    },
  ]);
};

interface Row {
  readonly nativeId: string;
  readonly status: string;
  readonly origin: { readonly name: string | null };
}

async function listed({ query }: TestGateway): Promise<readonly Row[]> {
  const { data, errors } = await query<{ jobs: { nodes: Row[] } }>(
    '{ jobs { nodes { nativeId status origin { name } } } }',
  );
  assert.deepEqual(errors, []);
  return data.jobs.nodes;
}

const readsIn = ({ requests }: StartedVendor): string[] =>
  requests.filter(({ path }) => path.includes('/jobs/')).map(({ path }) => path.split('/').at(-1) ?? '');

test('a job stays known when its instance tells of the next one', async () => {
  const world: World = { lastJob: 'j1', jobs: new Map([['j1', { status: 'FAILED', at: 1 }]]) };
  await using vendor = await startInstance(world);
  await using gateway = gatewayOf(vendor, { discoverySeconds: 0, shareSeconds: 0 });
  const row = (nativeId: string, status: string): Row => ({ nativeId, status, origin: { name: 'blue' } });
  assert.deepEqual(await listed(gateway), [row('j1', 'FAILED')]);
  world.lastJob = 'j2';
  world.jobs.set('j2', { status: 'RUNNING', at: 2 });
  assert.deepEqual(await listed(gateway), [row('j2', 'RUNNING'), row('j1', 'FAILED')]);
  world.jobs.set('j1', { status: 'ROLLBACKED', at: 1 });
  assert.deepEqual(await listed(gateway), [row('j2', 'RUNNING'), row('j1', 'ROLLED_BACK')]);
});

test('a job that the vendor has no more is forgotten', async () => {
  const world: World = {
    lastJob: 'j1',
    jobs: new Map([
      ['j1', { status: 'FAILED', at: 1 }],
      ['j2', { status: 'RUNNING', at: 2 }],
    ]),
  };
  await using vendor = await startInstance(world);
  await using gateway = gatewayOf(vendor, { discoverySeconds: 0, shareSeconds: 0 });
  await listed(gateway);
  world.lastJob = 'j2';
  world.jobs.delete('j1');
  const ids = async (): Promise<string[]> => (await listed(gateway)).map(({ nativeId }) => nativeId);
  assert.deepEqual(await ids(), ['j2']);
  vendor.requests.length = 0;
  assert.deepEqual(await ids(), ['j2']);
  assert.deepEqual(readsIn(vendor), ['j2']);
});

test('one reading of a job that runs serves all who ask for so long', async () => {
  const world: World = { lastJob: 'j1', jobs: new Map([['j1', { status: 'RUNNING', at: 1 }]]) };
  await using vendor = await startInstance(world);
  for (const [shareSeconds, reads] of [
    [3_600, 1],
    [0, 3],
  ]) {
    await using gateway = gatewayOf(vendor, { shareSeconds });
    vendor.requests.length = 0;
    for (let page = 0; page < 3; page++) assert.equal((await listed(gateway)).length, 1);
    assert.equal(readsIn(vendor).length, reads, `shareSeconds ${shareSeconds}`);
  }
});

const RUNNING = Array.from({ length: 60 }, (_, i) => `r${String(i).padStart(2, '0')}`);

/** Sixty jobs that run, which the configuration names: the newest has the highest number. */
async function startRunning() {
  const jobs = new Map(RUNNING.map((id, i) => [id, { status: 'RUNNING', at: i * 1_000 }]));
  const vendor = await startInstance({ lastJob: 'r59', jobs });
  const gateway = gatewayOf(vendor, { shareSeconds: 0, jobs: RUNNING });
  const page = async (args: string, more = '') => {
    vendor.requests.length = 0;
    const { data, errors } = await gateway.query<{ jobs: Page }>(
      `{ jobs(${args}) { nodes { nativeId } pageInfo { hasNextPage endCursor } ${more} } }`,
    );
    assert.deepEqual(errors, []);
    return { ...data.jobs, ids: data.jobs.nodes.map(({ nativeId }) => nativeId), reads: readsIn(vendor) };
  };
  const close = async () => {
    await gateway[Symbol.asyncDispose]();
    await vendor[Symbol.asyncDispose]();
  };
  return { vendor, gateway, page, [Symbol.asyncDispose]: close };
}

interface Page {
  readonly nodes: readonly { readonly nativeId: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly totalCount?: { readonly value: number; readonly precision: string };
}

test('once their times are known, only jobs that may stand on a page are read for it', async () => {
  await using world = await startRunning();
  const newest = RUNNING.toReversed();
  assert.equal((await world.page('first: 20')).reads.length, 60);
  const again = await world.page('first: 20');
  assert.deepEqual(again.ids, newest.slice(0, 20));
  assert.deepEqual(
    again.reads.toSorted(),
    RUNNING.slice(39),
    'the page, and one more to know that it is not the last',
  );
  const next = await world.page(`first: 20, after: "${again.pageInfo.endCursor}"`);
  assert.deepEqual(next.ids, newest.slice(20, 40));
  assert.equal(next.reads.length, 21);
  const oldest = await world.page('first: 20, orderBy: CREATED_AT_ASC');
  assert.deepEqual([oldest.ids, oldest.reads.length], [RUNNING.slice(0, 20), 21]);
  const before = new Date(START + 10_000).toISOString();
  const early = await world.page(`first: 20, filter: { createdBefore: "${before}" }`);
  assert.deepEqual(early.ids, newest.slice(50));
  assert(early.reads.length <= 11, `${early.reads.length} reads`);
  const never = await world.page('first: 20, filter: { createdBefore: "2020-01-01T00:00:00Z" }');
  assert.deepEqual([never.ids, never.reads], [[], []]);
});

test('a count reads them all, and is exact', async () => {
  await using world = await startRunning();
  for (const filter of ['', ', filter: { statuses: [RUNNING] }']) {
    await world.page('first: 1');
    const { totalCount, reads } = await world.page(`first: 5${filter}`, 'totalCount { value precision }');
    assert.deepEqual(totalCount, { value: 60, precision: 'EXACT' });
    assert.equal(reads.length, 60);
  }
});

test('a walk over jobs whose times are known has all of them once, and reads few for each page', async () => {
  await using world = await startRunning();
  await world.page('first: 1');
  const ids: string[] = [];
  let after = '';
  for (let isLast = false; !isLast; ) {
    const found = await world.page(`first: 7${after}`);
    assert(found.reads.length <= 16 + 7, `${found.reads.length} reads`);
    ids.push(...found.ids);
    isLast = !found.pageInfo.hasNextPage;
    after = `, after: "${found.pageInfo.endCursor}"`;
  }
  assert.deepEqual(ids, RUNNING.toReversed());
});

test('a job that has ended well is read once', async () => {
  const world: World = { lastJob: 'j1', jobs: new Map([['j1', { status: 'SUCCEEDED', at: 1 }]]) };
  await using vendor = await startInstance(world);
  await using gateway = gatewayOf(vendor, { shareSeconds: 0 });
  for (let page = 0; page < 3; page++) assert.equal((await listed(gateway)).length, 1);
  assert.deepEqual(readsIn(vendor), ['j1']);
});
