import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createTestGateway } from '../../support/create-test-gateway.ts';
import { startVendor, type VendorAnswer, type VendorRequest } from '../../support/start-vendor.ts';

/** What the vendors' manuals print, byte by byte. */
const sample = (name: string): VendorAnswer => ({
  body: JSON.parse(readFileSync(join(import.meta.dirname, `../../fixtures/samples/${name}.json`), 'utf8')),
});

const JOBS = `{ jobs { nodes {
  id backend nativeId name kind status nativeStatus phase isTerminal statusMessage createdAt startedAt finishedAt
  durationSeconds progress { total succeeded failed running } error { code message }
  origin { kind nativeId name } resource { nativeId type } createdBy details { __typename } raw
  tasks { totalCount { value precision } nodes { nativeId index name kind status nativeStatus createdAt finishedAt error { code message } resource { nativeId } raw } }
} } }`;

interface Row extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly tasks: {
    readonly totalCount: unknown;
    readonly nodes: readonly Readonly<Record<string, unknown>>[];
  };
  readonly raw: unknown;
}

interface Served {
  readonly backend: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly answer: (request: VendorRequest) => VendorAnswer | null;
  readonly details: string;
}

const PROJECT = '063a3158b1a34710b36ad208b9497d00';
const HUAWEI = { projectId: PROJECT, auth: { type: 'token', token: 'made-up-token' } };

async function read({ backend, settings = HUAWEI, answer, details }: Served) {
  await using vendor = await startVendor(answer);
  await using gateway = createTestGateway([{ backend, settings: { endpoint: vendor.url, ...settings } }]);
  const { data, errors } = await gateway.query<{ jobs: { nodes: Row[] } }>(JOBS);
  assert.deepEqual(errors, []);
  const rows = [];
  for (const row of data.jobs.nodes) {
    const again = await gateway.query<{ job: { id: string; details: unknown; raw: unknown } }>(
      `query ($id: ID!) { job(id: $id) { id raw details { ${details} } } }`,
      { id: row.id },
    );
    assert.deepEqual(again.errors, []);
    assert.equal(again.data.job.id, row.id);
    const { id: _, raw, tasks, ...fields } = row;
    assert.deepEqual(again.data.job.raw, raw);
    rows.push({ fields, raw, tasks, details: again.data.job.details });
  }
  assert.deepEqual(gateway.log, []);
  return rows;
}

const NO_TASKS = { totalCount: { value: 0, precision: 'EXACT' }, nodes: [] };
const isFirst = ({ query }: VendorRequest, name: string, first: string): boolean =>
  (query.get(name) ?? first) === first;

test('zstack: an id with a fraction, a local time, dumps that are JSON text', async () => {
  const printed = sample('zstack.history');
  const [job, ...others] = await read({
    backend: 'zstack',
    settings: {
      timeZone: 'Asia/Shanghai',
      auth: { type: 'account', account: 'admin', password: 'made-up-password' },
    },
    answer: (request) => {
      const path = request.path.replace('/zstack/v1', '');
      if (path === '/accounts/login') return { body: { inventory: { uuid: '0'.repeat(32) } } };
      if (path === '/scheduler/job/history')
        return isFirst(request, 'start', '0') ? printed : { body: { inventories: [] } };
      if (path === '/scheduler/jobs')
        return {
          body: {
            inventories: [{ uuid: 'd7696913343040d8b98de04d59727711', name: 'nightly', state: 'Enabled' }],
          },
        };
      if (path === '/scheduler/triggers') return { body: { inventories: [] } };
      return null;
    },
    details:
      '... on ZstackJobDetails { jobUuid jobGroupUuid triggerUuid triggerName fireInstanceId jobType executeSeconds targetResourceUuid success request result }',
  });
  assert.deepEqual(others, []);
  assert.deepEqual(job, {
    fields: {
      backend: 'zstack',
      nativeId: '1',
      name: 'nightly',
      kind: null,
      status: 'SUCCEEDED',
      nativeStatus: null,
      phase: 'DONE',
      isTerminal: true,
      statusMessage: null,
      createdAt: '2017-11-14T14:20:57.000Z',
      startedAt: '2017-11-14T14:20:57.000Z',
      finishedAt: '2017-11-14T14:35:57.000Z',
      durationSeconds: 900,
      progress: null,
      error: null,
      origin: { kind: 'scheduler-job', nativeId: 'd7696913343040d8b98de04d59727711', name: 'nightly' },
      resource: { nativeId: '7cd923fa779044fd8510e8ee97aa579e', type: null },
      createdBy: null,
      details: { __typename: 'ZstackJobDetails' },
    },
    raw: {
      id: 1,
      triggerUuid: 'add8c5eea85f41999baff295e47567bc',
      schedulerJobUuid: 'd7696913343040d8b98de04d59727711',
      startTime: 'Nov 14, 2017 10:20:57 PM',
      executeTime: 900,
      targetResourceUuid: '7cd923fa779044fd8510e8ee97aa579e',
      requestDump: '{"bsUuid":"716078c20a0047a69102174c6097a690"}',
      resultDump:
        '{"apiId":"f8cf5b6281164e519c0575a73b1b0d9c","success":true,"headers":{},"id":"d70a61ab1b20407c8df94ba7d90be081","createdTime":1557305707668}',
      success: true,
    },
    tasks: NO_TASKS,
    details: {
      jobUuid: 'd7696913343040d8b98de04d59727711',
      jobGroupUuid: null,
      triggerUuid: 'add8c5eea85f41999baff295e47567bc',
      triggerName: null,
      fireInstanceId: null,
      jobType: null,
      executeSeconds: 900,
      targetResourceUuid: '7cd923fa779044fd8510e8ee97aa579e',
      success: true,
      request: { bsUuid: '716078c20a0047a69102174c6097a690' },
      result: {
        apiId: 'f8cf5b6281164e519c0575a73b1b0d9c',
        success: true,
        headers: {},
        id: 'd70a61ab1b20407c8df94ba7d90be081',
        createdTime: 1_557_305_707_668,
      },
    },
  });
});

test('huawei-workspace: a count of 0 beside a row, counts that contradict, "day", an end before the end', async () => {
  const printed = sample('huawei-workspace.execute-history');
  const id = '62f48b59-0ebb-4b1e-ad35-f64948a0591b';
  const [job, ...others] = await read({
    backend: 'huawei-workspace',
    answer: (request) => {
      const path = request.path.replace(`/v1/${PROJECT}/schedule-task`, '');
      if (!isFirst(request, 'offset', '0')) return { body: { count: 0, items: [] } };
      if (path === '') return { body: { count: 1, items: [{ id, task_name: 'restart all' }] } };
      if (path === `/${id}/execute-history`) return printed;
      return path === `/${id}/execute-detail` ? { body: { count: 0, items: [] } } : null;
    },
    details:
      '... on HuaweiWorkspaceJobDetails { taskId taskType scheduledType totalCount successCount failedCount executingCount timeZone }',
  });
  assert.deepEqual(others, []);
  assert.deepEqual(job, {
    fields: {
      backend: 'huawei-workspace',
      nativeId: id,
      name: 'restart all',
      kind: 'RESTART_SERVER',
      status: 'QUEUED',
      nativeStatus: 'WAITING',
      phase: 'PENDING',
      isTerminal: false,
      statusMessage: null,
      createdAt: '2022-03-07T10:40:43.858Z',
      startedAt: null,
      finishedAt: '2022-03-07T10:40:43.858Z',
      durationSeconds: 0,
      progress: { total: 10, succeeded: 5, failed: 4, running: 4 },
      error: null,
      origin: { kind: 'scheduled-task', nativeId: id, name: 'restart all' },
      resource: null,
      createdBy: null,
      details: { __typename: 'HuaweiWorkspaceJobDetails' },
    },
    raw: {
      id,
      task_id: id,
      task_type: 'RESTART_SERVER',
      status: 'WAITING',
      scheduled_type: 'day',
      total_count: 10,
      success_count: 5,
      failed_count: 4,
      excuting_count: 4,
      time_zone: 'Asia/Shanghai',
      begin_time: '2022-03-07T10:40:43.858Z',
      end_time: '2022-03-07T10:40:43.858Z',
      create_time: '2022-03-07T10:40:43.858Z',
    },
    tasks: NO_TASKS,
    details: {
      taskId: id,
      taskType: 'RESTART_SERVER',
      scheduledType: 'day',
      totalCount: 10,
      successCount: 5,
      failedCount: 4,
      executingCount: 4,
      timeZone: 'Asia/Shanghai',
    },
  });
});

test('huawei-css: nulls, a time as a number, no totalSize', async () => {
  const printed = sample('huawei-css.logs-records');
  const cluster = '4213d908-f5dc-4633-8401-cfd7175fca0c';
  const [job, ...others] = await read({
    backend: 'huawei-css',
    answer: (request) => {
      const path = request.path.replace(`/v1.0/${PROJECT}/clusters`, '');
      if (path === `/${cluster}/logs/settings`) return { body: { logConfiguration: { logSwitch: true } } };
      const first = isFirst(request, 'start', '1');
      if (path === '')
        return { body: { totalSize: 1, clusters: first ? [{ id: cluster, name: 'logs' }] : [] } };
      if (path !== `/${cluster}/logs/records`) return null;
      return first ? printed : { body: { clusterLogRecord: [] } };
    },
    details: '... on HuaweiCssJobDetails { recordId clusterId jobType logPath failedMsg }',
  });
  assert.deepEqual(others, []);
  assert.deepEqual(job, {
    fields: {
      backend: 'huawei-css',
      nativeId: '2c9080df7c171342017c5e0884f8011c',
      name: 'logs',
      kind: 'Manual',
      status: 'RUNNING',
      nativeStatus: 'RUNNING',
      phase: 'ACTIVE',
      isTerminal: false,
      statusMessage: null,
      createdAt: '2022-06-24T03:53:57.000Z',
      startedAt: null,
      finishedAt: null,
      durationSeconds: null,
      progress: null,
      error: null,
      origin: { kind: 'cluster', nativeId: cluster, name: 'logs' },
      resource: { nativeId: cluster, type: 'cluster' },
      createdBy: null,
      details: { __typename: 'HuaweiCssJobDetails' },
    },
    raw: {
      id: 'd455a541-597e-4846-a6be-baad0ea361b1',
      clusterId: cluster,
      createAt: 1_656_042_837_000,
      logPath: 'css-backup-1610678043608/css/log',
      status: 'RUNNING',
      finishedAt: null,
      jobTypes: 'Manual',
      failedMsg: null,
      jobId: '2c9080df7c171342017c5e0884f8011c',
    },
    tasks: NO_TASKS,
    details: {
      recordId: 'd455a541-597e-4846-a6be-baad0ea361b1',
      clusterId: cluster,
      jobType: 'Manual',
      logPath: 'css-backup-1610678043608/css/log',
      failedMsg: null,
    },
  });
});

test('huawei-vbs: times without a zone, an end that is absent', async () => {
  const printed = sample('huawei-vbs.backuptasks');
  const rows = await read({
    backend: 'huawei-vbs',
    answer: (request) => {
      const path = request.path.replace(`/v2/${PROJECT}/backuppolicy`, '');
      if (path === '')
        return { body: { backup_policies: [{ backup_policy_id: 'p1', backup_policy_name: 'daily' }] } };
      if (path !== '/p1/backuptasks') return null;
      const isPast = request.query.has('marker') || !isFirst(request, 'offset', '0');
      return isPast ? { body: { tasks: [], count: 2 } } : printed;
    },
    details:
      '... on HuaweiVbsJobDetails { policyId backupName resourceId resourceType vbsJobId code message }',
  });
  const common = {
    backend: 'huawei-vbs',
    kind: null,
    statusMessage: null,
    startedAt: null,
    progress: null,
    error: null,
    origin: { kind: 'backup-policy', nativeId: 'p1', name: 'daily' },
    resource: { nativeId: 'f47a4ab5-11f5-4509-97f5-80ce0dd74e37', type: 'volume' },
    createdBy: null,
    details: { __typename: 'HuaweiVbsJobDetails' },
  };
  assert.deepEqual(
    rows.map(({ fields }) => fields),
    [
      {
        ...common,
        nativeId: '0781095c-b8ab-4ce5-99f3-4c5f6ff75319',
        name: 'autobk_a61d',
        status: 'RUNNING',
        nativeStatus: 'RUNNING',
        phase: 'ACTIVE',
        isTerminal: false,
        createdAt: '2016-12-03T06:24:34.467Z',
        finishedAt: null,
        durationSeconds: null,
      },
      {
        ...common,
        nativeId: 'c11b5a18-4559-4731-b7b3-58e2bd89cdb9',
        name: 'autobk_e6d2',
        status: 'SUCCEEDED',
        nativeStatus: 'EXECUTE_SUCCESS',
        phase: 'DONE',
        isTerminal: true,
        createdAt: '2016-12-02T09:06:46.706Z',
        finishedAt: '2016-12-02T13:00:00.121Z',
        durationSeconds: 13_993.415,
      },
    ],
  );
  assert.deepEqual(
    rows.map(({ tasks }) => tasks),
    [NO_TASKS, NO_TASKS],
  );
  assert.deepEqual(rows[0]?.details, {
    policyId: 'p1',
    backupName: 'autobk_a61d',
    resourceId: 'f47a4ab5-11f5-4509-97f5-80ce0dd74e37',
    resourceType: 'volume',
    vbsJobId: null,
    code: null,
    message: null,
  });
});

test('huawei-servicestage: upper-case keys, no times of its own, MESSAGES as JSON text', async () => {
  const printed = sample('huawei-servicestage.job');
  const id = 'JOB474362ef-091d-429f-9b3e-c9246b37dee6';
  const instance = '429a35a0-dee8-4648-86f6-d1f8bc74ba52';
  const [job, ...others] = await read({
    backend: 'huawei-servicestage',
    answer: (request) => {
      const path = request.path.replace(`/v2/${PROJECT}/cas`, '');
      const page = (key: string, row: object): VendorAnswer => ({
        body: { count: 1, [key]: isFirst(request, 'offset', '0') ? [row] : [] },
      });
      if (path === '/applications') return page('applications', { id: 'a1', name: 'shop' });
      if (path === '/applications/a1/components') return page('components', { id: 'c1', name: 'cart' });
      if (path === '/applications/a1/components/c1/instances')
        return page('instances', { id: instance, name: 'cart-1', status_detail: { last_job_id: id } });
      return path === `/jobs/${id}` ? printed : null;
    },
    details:
      '... on HuaweiServicestageJobDetails { description jobType serviceInstanceId projectId orderId taskCount }',
  });
  assert.deepEqual(others, []);
  assert.deepEqual(job?.fields, {
    backend: 'huawei-servicestage',
    nativeId: id,
    name: 'provision/provMain',
    kind: 'PROVISION',
    status: 'FAILED',
    nativeStatus: 'FAILED',
    phase: 'DONE',
    isTerminal: true,
    statusMessage: 'Building failed.',
    createdAt: '2020-02-04T04:01:03.344Z',
    startedAt: '2020-02-04T04:01:03.344Z',
    finishedAt: '2020-02-04T04:01:38.975Z',
    durationSeconds: 35.631,
    progress: null,
    error: { code: 'ECC00011', message: 'Building failed.' },
    origin: { kind: 'component-instance', nativeId: instance, name: 'cart-1' },
    resource: null,
    createdBy: '585cc5c16cda4954b28d4eb460f06261',
    details: { __typename: 'HuaweiServicestageJobDetails' },
  });
  assert.deepEqual(job?.details, {
    description: 'provision/provMain',
    jobType: 'PROVISION',
    serviceInstanceId: instance,
    projectId: PROJECT,
    orderId: null,
    taskCount: 5,
  });
  assert.deepEqual(job?.tasks.totalCount, { value: 5, precision: 'EXACT' });
  assert.deepEqual(
    job?.tasks.nodes.map(({ nativeId, index, name, kind, status }) => [nativeId, index, name, kind, status]),
    [
      ['Task-bc64b46c-1688-4787-b7ff-87cb53b346ea', 1, 'SEPARATOR_PREPARE_RESOURCES', 'echo', 'SUCCEEDED'],
      ['Task-15ec252f-bca0-401e-ae5b-798a639df92e', 4, 'SEPARATOR_BUILDING', 'echo', 'SUCCEEDED'],
      ['Task-52a5d1ae-2c54-46ec-8134-53e7b6a45fb7', 6, 'TN00091', 'restful', 'SUCCEEDED'],
      ['Task-a149b585-d31b-4c72-a665-d820efcb0bf9', 7, 'TN00094', 'restful', 'SUCCEEDED'],
      ['Task-a72fe8d8-8cc1-42b5-a097-0cf9e29692a7', 9, 'TN00097', 'restful', 'FAILED'],
    ],
  );
  const { raw, ...last } = job?.tasks.nodes.at(-1) ?? {};
  assert.deepEqual(last, {
    nativeId: 'Task-a72fe8d8-8cc1-42b5-a097-0cf9e29692a7',
    index: 9,
    name: 'TN00097',
    kind: 'restful',
    status: 'FAILED',
    nativeStatus: 'FAILED',
    createdAt: '2020-02-04T04:01:08.962Z',
    finishedAt: '2020-02-04T04:01:38.975Z',
    error: { code: 'ECC00011', message: 'Building failed.' },
    resource: null,
  });
  assert.deepEqual(raw, {
    MESSAGES: '{ "Message" : "ECC00011", "Detail" : "Building failed." }',
    TASK_ID: 'Task-a72fe8d8-8cc1-42b5-a097-0cf9e29692a7',
    TASK_TYPE: 'restful',
    TASK_INDEX: 9,
    TASK_NAME: 'TN00097',
    TASK_STATUS: 'FAILED',
    LAST_HEALTH_CHECK: '2020-02-04T04:01:38.975Z',
    CREATED_AT: '2020-02-04T04:01:08.962Z',
    OWNER_ID: 'cas-mgr-69bb87d7c-wpqwb:30114',
  });
});
