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

test('a job that has ended well is read once', async () => {
  const world: World = { lastJob: 'j1', jobs: new Map([['j1', { status: 'SUCCEEDED', at: 1 }]]) };
  await using vendor = await startInstance(world);
  await using gateway = gatewayOf(vendor, { shareSeconds: 0 });
  for (let page = 0; page < 3; page++) assert.equal((await listed(gateway)).length, 1);
  assert.deepEqual(readsIn(vendor), ['j1']);
});
