import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import { describe, test } from 'node:test';
import type { Simulator } from '../../../src/simulator/kit/simulator.ts';
import { createZstackSimulator } from '../../../src/simulator/zstack.ts';
import { createZstackLongjobSimulator } from '../../../src/simulator/zstack-longjob.ts';
import { createTestGateway } from '../../support/create-test-gateway.ts';

const LIGHT = `{ jobs(first: 5) { nodes { id nativeId status createdAt finishedAt
  details { ... on ZstackJobDetails { executeSeconds success } } } pageInfo { endCursor } } }`;

/** Whatever one of these is asked for, rows come whole. */
const HEAVY = [
  '{ jobs(first: 5) { nodes { raw } } }',
  '{ jobs(first: 5) { edges { node { error { code } } } } }',
  '{ jobs(first: 5) { nodes { ... on Job { statusMessage } } } }',
  '{ jobs(first: 5) { nodes { ...Dumps } } } fragment Dumps on Job { details { ... on ZstackJobDetails { result } } }',
  '{ jobs(first: 5) { nodes { it: details { ... on ZstackJobDetails { what: request } } } } }',
  '{ sources { jobs(first: 5) { nodes { status raw @include(if: false) } } } }',
];

type Asked = Simulator['requests'][number];

const isLean = ({ query }: Asked): boolean => query.some(([name]) => name === 'fields');

/** Where the list itself is read, not what a search by time steps over. */
const isOfList = ({ path, query }: Asked): boolean =>
  /history|longjobs/.test(path) && !query.some(([, value]) => value.endsWith('is null'));

describe('rows are read without their dumps', () => {
  for (const [backend, start] of [
    ['zstack', createZstackSimulator],
    ['zstack-longjob', createZstackLongjobSimulator],
  ] as const)
    test(`of ${backend}, only where nobody looks at what is made of them`, async (t) => {
      const vendor = await start({ jobs: 30, origins: 2, live: false });
      t.after(() => vendor.close());
      await using gateway = createTestGateway([{ id: 's', backend, settings: vendor.settings }]);
      const lists = () => vendor.requests.filter(isOfList);
      await gateway.query(LIGHT);
      assert.ok(lists().length > 0);
      assert.ok(lists().every(isLean), 'light');
      for (const query of HEAVY) {
        vendor.requests.length = 0;
        await gateway.query(query);
        assert.ok(lists().length > 0);
        assert.ok(!lists().some(isLean), query);
      }
    });

  test('and tell the same as whole ones', async (t) => {
    const vendor = await createZstackSimulator({ jobs: 200, origins: 3, live: false });
    t.after(() => vendor.close());
    const read = async (extra: string) => {
      await using gateway = createTestGateway([{ id: 's', backend: 'zstack', settings: vendor.settings }]);
      const { data } = await gateway.query<{ jobs: { nodes: readonly Record<string, unknown>[] } }>(
        `{ jobs(first: 200) { nodes { nativeId status kind createdAt finishedAt durationSeconds ${extra} } } }`,
      );
      return data.jobs.nodes.map(({ raw: _, ...job }) => job);
    };
    const light = await read('');
    assert.equal(light.length, 200);
    assert.equal(new Set(light.map(({ status }) => status)).size, 3);
    assert.deepEqual(light, await read('raw'));
  });
});

type Answer = (
  lean: boolean,
  incoming: IncomingMessage,
) => { readonly status: number; readonly body: unknown };

/** A history of three rows, as `answer` gives it. */
async function startNode(answer: Answer) {
  const asked: boolean[] = [];
  const server = createServer((incoming, response) => {
    const { searchParams } = new URL(incoming.url ?? '', 'http://localhost');
    const isNull = searchParams.getAll('q').some((condition) => condition.endsWith('is null'));
    const lean = searchParams.has('fields');
    if (!isNull) asked.push(lean);
    const { status, body } = isNull ? { status: 200, body: { inventories: [] } } : answer(lean, incoming);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const settings = {
    endpoint: `http://127.0.0.1:${port}`,
    timeZone: 'UTC',
    auth: { type: 'access-key', id: 'an-access-key', secret: 'a-secret-of-it' },
    retries: 0,
    shareSeconds: 0,
  };
  const gateway = createTestGateway([{ id: 's', backend: 'zstack', settings }]);
  return {
    asked,
    statuses: async () => {
      const { data, errors } = await gateway.query<{ jobs: { nodes: readonly { status: string }[] } }>(LIGHT);
      assert.deepEqual(errors, []);
      return data.jobs.nodes.map(({ status }) => status);
    },
    [Symbol.asyncDispose]: async () => {
      await gateway[Symbol.asyncDispose]();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const startTime = (minute: number): string => `Nov 14, 2017 10:${minute}:57 AM`;

const rows = [
  { id: 3, startTime: startTime(30), executeTime: -1, success: false, resultDump: 'Running' },
  { id: 2, startTime: startTime(20), executeTime: 7, success: true, resultDump: '{"success":true}' },
  { id: 1, startTime: startTime(10), executeTime: 7, success: false, resultDump: '{"success":false}' },
];
const whole = { status: 200, body: { inventories: rows } };

const leanRow = ({ resultDump: _, ...row }: (typeof rows)[number]) => row;

describe('a node that', () => {
  test('leaves the dumps out is asked so again', async () => {
    const lean = { status: 200, body: { inventories: rows.map(leanRow) } };
    await using node = await startNode((isLean) => (isLean ? lean : whole));
    for (let i = 0; i < 3; i += 1)
      assert.deepEqual(await node.statuses(), ['RUNNING', 'SUCCEEDED', 'FAILED']);
    assert.ok(node.asked.every((isLean) => isLean));
  });

  test('takes no notice is as good', async () => {
    await using node = await startNode(() => whole);
    assert.deepEqual(await node.statuses(), ['RUNNING', 'SUCCEEDED', 'FAILED']);
    assert.ok(node.asked.every((isLean) => isLean));
  });

  for (const [what, refusal] of [
    [
      'does not know a field',
      { status: 503, body: { error: { code: 'SYS.1007', description: 'no field' } } },
    ],
    [
      'fails over it',
      { status: 503, body: { error: { code: 'SYS.1000', description: 'NullPointerException' } } },
    ],
    ['answers with lists of values', { status: 200, body: { inventories: [[3], [2], [1]] } }],
    ['answers with something else', { status: 200, body: { results: [], inventories: 7 } }],
  ] as const)
    test(`${what} is asked for whole rows from then on`, async () => {
      await using node = await startNode((isLean) => (isLean ? refusal : whole));
      for (let i = 0; i < 3; i += 1)
        assert.deepEqual(await node.statuses(), ['RUNNING', 'SUCCEEDED', 'FAILED']);
      assert.equal(node.asked.filter((isLean) => isLean).length, 1);
    });

  for (const [what, old] of [
    ['of an old version, without `executeTime`', { executeTime: undefined }],
    ['whose `executeTime` cannot be read', { executeTime: {} }],
    ['without `success`', { success: undefined }],
  ] as const)
    test(`has a row ${what} is asked for it with its dump`, async () => {
      const running = { ...rows[0], ...old };
      const mixed = [running, ...rows.slice(1)];
      await using node = await startNode((isLean) => ({
        status: 200,
        body: { inventories: isLean ? mixed.map(({ resultDump: _, ...row }) => row) : mixed },
      }));
      assert.deepEqual(await node.statuses(), ['RUNNING', 'SUCCEEDED', 'FAILED']);
      const done = { ...rows[0], ...old, resultDump: '{"success":false}', success: false };
      mixed[0] = done;
      assert.deepEqual((await node.statuses())[0], what.includes('without `s') ? 'RUNNING' : 'FAILED');
      assert.equal(node.asked.filter((isLean) => isLean).length, 1);
    });
});
