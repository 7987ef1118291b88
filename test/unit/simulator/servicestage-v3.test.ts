import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as z from 'zod';
import {
  createHuaweiServiceStageSimulator,
  type HuaweiServiceStageOptions,
  type HuaweiServiceStageSimulator,
} from '../../../src/simulator/huawei-servicestage.ts';
import { DEMO_PROJECT } from '../../../src/simulator/iam.ts';
import { column, get, rowsOf, START } from './huawei-client.ts';

const BASE = `/v3/${DEMO_PROJECT.id}/cas`;
const RECORD = z.object({
  begin_time: z.iso.datetime(),
  end_time: z.string().optional(),
  deploy_type: z.string(),
  jobs: z.array(z.object({ sequence: z.int(), job_id: z.string() })).min(1),
});

const start = (options: HuaweiServiceStageOptions = {}) =>
  createHuaweiServiceStageSimulator({ jobs: 120, live: false, now: () => START, api: 'v3', ...options });

let vendor: HuaweiServiceStageSimulator;
let found: { readonly component: Record<string, unknown>; readonly records: z.infer<typeof RECORD>[] }[];

const recordsPath = (component: Record<string, unknown>): string =>
  `${BASE}/applications/${component['application_id']}/components/${component['id']}/records`;

async function crawl(simulator: HuaweiServiceStageSimulator) {
  const components = rowsOf(await get(simulator, `${BASE}/components?limit=100`), 'components');
  return Promise.all(
    components.map(async (component) => {
      const answer = await get(simulator, `${recordsPath(component)}?limit=100`);
      return { component, records: z.array(RECORD).parse(answer.body['records']) };
    }),
  );
}

describe('ServiceStage, v3', () => {
  before(async () => {
    vendor = await start();
    found = await crawl(vendor);
  });
  after(() => vendor.close());

  it('leads to every job through the records of its component', () => {
    const pairs = found.flatMap(({ component, records }) =>
      records.flatMap(({ jobs }) => jobs.map(({ job_id }) => [job_id, component['id']])),
    );
    const due = vendor.expected().map(({ nativeId, originNativeId }) => [nativeId, originNativeId]);
    assert.deepEqual(pairs.sort(), due.sort());
    assert(
      found.some(({ records }) => records.length === 0),
      'a component that was never deployed',
    );
  });

  it('has records of several jobs, and of those that still run', () => {
    const records = found.flatMap((one) => one.records);
    const several = records.filter(({ jobs }) => jobs.length > 1);
    assert(several.length > 5);
    assert(several.every(({ deploy_type }) => deploy_type === 'GrayRelease'));
    const open = records.filter(({ end_time }) => end_time === undefined || end_time === '');
    assert(open.length > 0);
  });

  it('says of a job neither what it is of nor when it was, and its tasks have no index', async () => {
    const due = vendor.expected().find(({ tasks }) => tasks.length > 2 && tasks.length < 20);
    const answer = await get(vendor, `${BASE}/jobs/${due?.nativeId}`);
    const job = z.record(z.string(), z.unknown()).parse(answer.body['job']);
    assert.deepEqual(Object.keys(job).sort(), ['execution_status', 'job_id', 'job_type', 'rollback_enabled']);
    const tasks = rowsOf(answer, 'tasks');
    assert.equal(answer.body['task_count'], tasks.length);
    assert.deepEqual(
      column(tasks, 'task_id'),
      due?.tasks.map(({ nativeId }) => nativeId),
    );
    assert(tasks.every((task) => !('task_index' in task) && 'update_at' in task));
  });

  it('a job lies within its record', () => {
    const due = new Map(vendor.expected().map((job) => [job.nativeId, job]));
    for (const { begin_time, end_time, jobs } of found.flatMap(({ records }) => records))
      for (const { job_id } of jobs) {
        const createdAt = due.get(job_id)?.createdAt ?? assert.fail(`${job_id} has no time`);
        assert(Date.parse(begin_time) <= createdAt);
        assert(!end_time || createdAt <= Date.parse(end_time));
      }
  });

  it('pages ten at a time, takes an unknown word for the default, and 100 rows at most', async () => {
    const { component } = found.toSorted((a, b) => b.records.length - a.records.length)[0] ?? assert.fail();
    const records = async (query: string) =>
      column(rowsOf(await get(vendor, `${recordsPath(component)}?${query}`), 'records'), 'begin_time');
    const all = await records('limit=100');
    assert(all.length > 20);
    assert.deepEqual(all, all.toSorted().reverse());
    assert.deepEqual(await records(''), all.slice(0, 10));
    assert.deepEqual(await records('limit=4&offset=3&order_by=no_such_word'), all.slice(3, 7));
    assert.deepEqual(await records('limit=100&order=asc'), all.toReversed());
    const { status, body } = await get(vendor, `${recordsPath(component)}?limit=101`);
    assert.deepEqual([status, body['error_code']], [400, 'SVCSTG.00100400']);
  });

  it('answers 401 for a component that is not there', async () => {
    const { status, body } = await get(vendor, recordsPath({ application_id: 'a', id: 'no-such-component' }));
    assert.deepEqual([status, body['error_code']], [401, 'SVCSTG.00100401']);
  });
});

describe('a region of ServiceStage', () => {
  const V2 = `/v2/${DEMO_PROJECT.id}/cas/applications`;

  for (const [api, missing] of [
    ['v2', `${BASE}/components`],
    ['v3', V2],
  ] as const)
    it(`that has only ${api} knows no path of the other`, async () => {
      const one = await start({ api });
      const { status, body } = await get(one, missing);
      assert.deepEqual([status, body['error_code']], [404, 'APIGW.0101']);
      await one.close();
    });

  it('may show a tenant some things in v2, some in v3, and one in both', async () => {
    const one = await start({ api: 'both', origins: 6, knownJobs: 'none' });
    const inV3 = (await crawl(one)).flatMap(({ records }) => records.flatMap(({ jobs }) => jobs));
    const reachable = one.reachable().map(({ nativeId }) => nativeId);
    assert(inV3.every(({ job_id }) => reachable.includes(job_id)));
    assert.equal(reachable.length - inV3.length, 2, 'the last jobs of the two instances that only v2 has');
    const path = `/v2/${DEMO_PROJECT.id}/cas/jobs`;
    const answers = await Promise.all(inV3.map(({ job_id }) => get(one, `${path}/${job_id}`)));
    const statuses = new Set(answers.map(({ status }) => status));
    assert.deepEqual(statuses, new Set([200, 404]), 'some are in both');
    await one.close();
  });
});
