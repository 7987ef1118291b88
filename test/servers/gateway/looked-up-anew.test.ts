import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestGateway } from '../../support/create-test-gateway.ts';
import { oneList, shapeOf } from '../../support/one-list-vendor.ts';
import { startRawVendor } from '../../support/start-raw-vendor.ts';

interface Answer {
  readonly job: {
    readonly status: string;
    readonly tasks: { readonly nodes: readonly { readonly status: string }[] };
  };
}

const WHOLE = 'status tasks { nodes { status } }';

test('the tasks of a job that is asked for by its id are as new as the job is, whatever is kept', async () => {
  let status = 'RUNNING';
  const body = (items: readonly object[]) => ({ body: JSON.stringify({ count: items.length, items }) });
  await using vendor = await startRawVendor((request) =>
    oneList('huawei-workspace', {
      list: body([{ id: 'j1', task_id: 'o1', status, create_time: '2024-05-01T10:00:00.000Z' }]),
      more: [[/\/execute-detail/, body([{ id: 't1', status }])]],
    })(request),
  );
  const settings = { ...shapeOf('huawei-workspace').settings, endpoint: vendor.url, cacheSeconds: 60 };
  await using gateway = createTestGateway([{ backend: 'huawei-workspace', settings }]);
  const { data } = await gateway.query<{ jobs: { nodes: readonly { id: string }[] } }>(
    `{ jobs { nodes { id ${WHOLE} } } }`,
  );
  const look = async () =>
    (
      await gateway.query<Answer>(`query ($id: ID!) { job(id: $id) { ${WHOLE} } }`, {
        id: data.jobs.nodes[0]?.id,
      })
    ).data.job;
  const words = ({ status: own, tasks }: Answer['job']) => [own, ...tasks.nodes.map((task) => task.status)];
  assert.deepEqual(words(await look()), ['RUNNING', 'RUNNING']);
  status = 'SUCCESS';
  assert.deepEqual(words(await look()), ['SUCCEEDED', 'SUCCEEDED']);
});
