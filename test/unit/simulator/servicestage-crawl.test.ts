import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as z from 'zod';
import {
  createHuaweiServiceStageSimulator,
  type HuaweiServiceStageSimulator,
} from '../../../src/simulator/huawei-servicestage.ts';
import { DEMO_PROJECT } from '../../../src/simulator/iam.ts';
import { column, get, rowsOf, START } from './huawei-client.ts';

const APPLICATIONS = `/v2/${DEMO_PROJECT.id}/cas/applications`;
const DETAIL = z.object({ last_job_id: z.string().optional() });
const OVERVIEW = z.array(z.object({ instance_id: z.string(), status_detail: DETAIL }));
let vendor: HuaweiServiceStageSimulator;

const list = async (path: string, key: string) => rowsOf(await get(vendor, path), key);

/** Applications, components, instances: the ids of all instances with the ids of their last jobs. */
async function crawl(): Promise<[unknown, string | undefined][]> {
  const found: [unknown, string | undefined][] = [];
  for (const application of await list(APPLICATIONS, 'applications')) {
    const components = `${APPLICATIONS}/${application['id']}/components`;
    for (const component of await list(components, 'components'))
      for (const instance of await list(`${components}/${component['id']}/instances`, 'instances'))
        found.push([instance['id'], DETAIL.parse(instance['status_detail']).last_job_id]);
  }
  return found;
}

describe('the way to the jobs of ServiceStage', () => {
  before(async () => {
    vendor = await createHuaweiServiceStageSimulator({ jobs: 60, origins: 8, live: false, now: () => START });
  });
  after(() => vendor.close());

  it('leads to one last job of each instance that ever had one', async () => {
    const found = await crawl();
    assert.equal(found.length, 10);
    assert.equal(found.filter(([, jobId]) => jobId === undefined).length, 2);
    const known = new Map(vendor.expected().map((job) => [job.nativeId, job.originNativeId]));
    for (const [instanceId, jobId] of found)
      if (jobId !== undefined) assert.equal(known.get(jobId), instanceId);
  });

  it('is the same by one call per application', async () => {
    const pairs: [unknown, string | undefined][] = [];
    for (const application of await list(APPLICATIONS, 'applications'))
      for (const one of await list(`${APPLICATIONS}/${application['id']}/components/overviews`, 'components'))
        for (const instance of OVERVIEW.parse(one['instances']))
          pairs.push([instance.instance_id, instance.status_detail.last_job_id]);
    assert.deepEqual(pairs.sort(), (await crawl()).sort());
  });

  it('has an application without components and a component without instances', async () => {
    const counts: number[] = [];
    for (const application of await list(APPLICATIONS, 'applications')) {
      const components = await list(
        `${APPLICATIONS}/${application['id']}/components/overviews`,
        'components',
      );
      counts.push(components.length, ...components.map((one) => OVERVIEW.parse(one['instances']).length));
    }
    assert.ok(counts.filter((count) => count === 0).length >= 2);
  });

  it('is ordered and paged as asked', async () => {
    const byTime = await list(APPLICATIONS, 'applications');
    const times = column(byTime, 'create_time').map(Number);
    assert.ok(times.length > 2);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
    );
    const names = column(await list(`${APPLICATIONS}?order_by=name&order=asc`, 'applications'), 'name');
    assert.deepEqual(names, column(byTime, 'name').sort());
    assert.deepEqual(await list(`${APPLICATIONS}?limit=1&offset=1`, 'applications'), [byTime[1]]);
    for (const query of ['limit=101', 'order_by=age', 'order_by=version', 'order=up', 'offset=-1']) {
      const { status, body } = await get(vendor, `${APPLICATIONS}?${query}`);
      assert.deepEqual([query, status, body['error_code']], [query, 400, 'SVCSTG.00100400']);
    }
    const missing = await get(vendor, `${APPLICATIONS}/missing/components`);
    assert.deepEqual([missing.status, missing.body['error_code']], [404, 'SVCSTG.00100403']);
  });

  it('ends at a job that an instance just got, whatever its time', async () => {
    const instanceId = vendor.expected()[0]?.originNativeId ?? '';
    const nativeId = vendor.insert({ createdAt: START - 1e9, originNativeId: instanceId, status: 'RUNNING' });
    assert.equal(new Map(await crawl()).get(instanceId), nativeId);
    assert.ok(vendor.reachable().some((job) => job.nativeId === nativeId && job.createdAt === START - 1e9));
    vendor.remove(nativeId);
  });
});

describe('jobs put in by hand', () => {
  it('all have a time of birth', async (t) => {
    const edited = await createHuaweiServiceStageSimulator({ jobs: 1, live: false, now: () => START });
    t.after(() => edited.close());
    const ids = new Set(Array.from({ length: 60 }, () => edited.insert({ createdAt: START - 5 })));
    const births = edited
      .expected()
      .filter(({ nativeId }) => ids.has(nativeId))
      .map((job) => job.createdAt);
    assert.equal(births.length, 60);
    assert.deepEqual([...new Set(births)], [START - 5]);
  });
});

describe('the known jobs', () => {
  it('are a third of those that no instance points to, or all, or none', async (t) => {
    const sizes = [];
    for (const knownJobs of ['some', 'all', 'none'] as const) {
      const one = await createHuaweiServiceStageSimulator({ jobs: 64, origins: 4, live: false, knownJobs });
      t.after(() => one.close());
      sizes.push([
        z.array(z.string()).default([]).parse(one.settings['jobs']).length,
        one.reachable().length,
      ]);
    }
    assert.deepEqual(sizes, [
      [20, 24],
      [64, 64],
      [0, 4],
    ]);
  });
});
