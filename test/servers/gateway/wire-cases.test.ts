import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { type Answer, createTestGateway } from '../../support/create-test-gateway.ts';
import { type ListAnswers, oneList, shapeOf } from '../../support/one-list-vendor.ts';
import { type RawAnswer, startRawVendor } from '../../support/start-raw-vendor.ts';

/** What real servers write, fed to the whole gateway over HTTP. */

const LIST = `{ jobs(first: 100) {
  nodes {
    nativeId kind status createdAt startedAt finishedAt durationSeconds createdBy name
    progress { total succeeded failed running } error { code message } origin { nativeId } details { __typename
      ... on HuaweiWorkspaceJobDetails { timeZone taskType } ... on HuaweiServicestageJobDetails { orderId }
      ... on ZstackJobDetails { success executeSeconds request } }
    tasks { nodes { nativeId name status createdAt finishedAt error { code message } } }
    raw
  }
  totalCount { value precision }
  sources { state error { code message } requests }
} }`;

type Fields = Readonly<Record<string, unknown>>;

interface Report {
  readonly state: string;
  readonly error: { readonly code: string; readonly message: string } | null;
}

interface Page {
  readonly nodes: readonly { readonly nativeId: string }[];
  readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
  readonly sources: readonly Report[];
}

interface Read {
  readonly nodes: readonly Fields[];
  readonly totalCount: unknown;
  readonly report: Report;
  readonly errors: readonly string[];
}

async function read(backend: string, answers: ListAnswers): Promise<Read> {
  await using vendor = await startRawVendor(oneList(backend, answers));
  const settings = { endpoint: vendor.url, retries: 0, ...shapeOf(backend).settings };
  await using gateway = createTestGateway([{ backend, settings }]);
  const { data, errors } = await gateway.query<{
    jobs: { nodes: Fields[]; totalCount: unknown; sources: Report[] } | null;
  }>(LIST);
  assert.deepEqual(gateway.log, [], 'nothing unexpected was thrown');
  const [report = { state: 'NONE', error: null }] = data.jobs?.sources ?? [];
  return {
    nodes: data.jobs?.nodes ?? [],
    totalCount: data.jobs?.totalCount ?? null,
    report,
    errors: errors.map(({ message }) => message),
  };
}

const json = (body: string): ListAnswers => ({ list: { body } });
const rowsOf = (backend: string, rows: string): ListAnswers => json(`{"${shapeOf(backend).rows}":[${rows}]}`);

/** A row of each backend, as JSON, with more or other fields. */
const ROWS: Readonly<Record<string, Fields>> = {
  zstack: {
    id: 1,
    schedulerJobUuid: 'o1',
    startTime: 'Sep 4, 2024 8:30:00 PM',
    executeTime: 60,
    success: true,
  },
  'huawei-workspace': { id: 'r1', task_id: 'o1', status: 'SUCCESS', create_time: '2024-09-04T12:30:00Z' },
  'huawei-css': { jobId: 'r1', status: 'SUCCESS', createAt: 1_725_453_000_000 },
  'huawei-vbs': { job_id: 'r1', status: 'EXECUTE_SUCCESS', created_at: '2024-09-04T12:30:00' },
};

const AT = '2024-09-04T12:30:00.000Z';

/** The fields of a row as JSON texts, so that nothing of them is changed on the way. */
function rowOf(backend: string, fields: Readonly<Record<string, string>>): string {
  const plain = Object.entries(ROWS[backend] ?? {}).map(([key, value]) => [key, JSON.stringify(value)]);
  const all = new Map([...plain, ...Object.entries(fields)].map(([key = '', value = '']) => [key, value]));
  return `{${[...all].map(([key, value]) => `"${key}":${value}`).join(',')}}`;
}

const pick = (row: Fields | undefined, fields: readonly string[]): Fields =>
  Object.fromEntries(fields.map((field) => [field, row?.[field]]));

function tasksOf(job: Fields | undefined): readonly Fields[] {
  const { nodes } = z.object({ nodes: z.array(z.record(z.string(), z.unknown())) }).parse(job?.['tasks']);
  return nodes;
}

interface Case {
  readonly backend: string;
  /** JSON texts. */
  readonly row: Readonly<Record<string, string>>;
  readonly expected: Fields;
  /** What the report says; left out: nothing. */
  readonly oddity?: string;
}

const SIDE_FIELDS: readonly Case[] = [
  {
    backend: 'huawei-workspace',
    row: {
      status: '"FAILED"',
      total_count: '"10"',
      success_count: '"4"',
      failed_count: '"6"',
      excuting_count: '"0"',
    },
    expected: {
      status: 'PARTIALLY_FAILED',
      progress: { total: 10, succeeded: 4, failed: 6, running: 0 },
    },
  },
  { backend: 'huawei-vbs', row: { job_id: '8123' }, expected: { nativeId: '8123', createdAt: AT } },
  { backend: 'huawei-workspace', row: { id: '8123' }, expected: { nativeId: '8123', createdAt: AT } },
  { backend: 'huawei-css', row: { jobId: '8123.0' }, expected: { nativeId: '8123' } },
  { backend: 'huawei-css', row: { jobTypes: '7' }, expected: { kind: '7' } },
  { backend: 'huawei-vbs', row: { backup_name: 'true' }, expected: { name: 'true' } },
  { backend: 'zstack', row: { success: '"true"' }, expected: { status: 'SUCCEEDED' } },
  { backend: 'zstack', row: { success: '"False"' }, expected: { status: 'FAILED' } },
  { backend: 'zstack', row: { success: '1' }, expected: { status: 'SUCCEEDED' } },
  { backend: 'zstack', row: { executeTime: '"60"' }, expected: { finishedAt: '2024-09-04T12:31:00.000Z' } },
  { backend: 'zstack', row: { executeTime: '"-1"', success: '"false"' }, expected: { status: 'RUNNING' } },
  {
    backend: 'zstack',
    row: { requestDump: '{"volumeUuid":"v1"}' },
    expected: {
      details: {
        __typename: 'ZstackJobDetails',
        success: true,
        executeSeconds: 60,
        request: { volumeUuid: 'v1' },
      },
    },
  },
  {
    backend: 'huawei-workspace',
    row: { time_zone: '{}', task_type: '["START_SERVER"]' },
    expected: {
      nativeId: 'r1',
      kind: null,
      createdAt: AT,
      details: { __typename: 'HuaweiWorkspaceJobDetails', timeZone: null, taskType: null },
    },
    oddity: 'job.task_type: not a text; job.time_zone: not a text',
  },
  {
    backend: 'huawei-workspace',
    row: { total_count: '"ten"' },
    expected: { progress: { total: null, succeeded: null, failed: null, running: null } },
    oddity: 'job.total_count: not a count',
  },
  {
    backend: 'huawei-css',
    row: { failedMsg: '{"a":1}' },
    expected: { error: null },
    oddity: 'job.failedMsg: not a text',
  },
  {
    backend: 'huawei-vbs',
    row: { resource_id: '[]' },
    expected: { nativeId: 'r1' },
    oddity: 'job.resource_id: not a text',
  },
  {
    backend: 'zstack',
    row: { schedulerJobUuid: '{}' },
    expected: { origin: null },
    oddity: 'job.schedulerJobUuid: not a text',
  },
];

const TIMES: readonly Case[] = [
  ...(
    [
      ['"2024-08-26 10:20:30.123456+00"', '2024-08-26T10:20:30.123Z'],
      ['"2024-08-26T10:20:30+08"', '2024-08-26T02:20:30.000Z'],
      ['"2024-08-26T10:20:30.5+0800"', '2024-08-26T02:20:30.500Z'],
      ['"2024-09-04T12:30Z"', AT],
      ['"2024-09-04T12:29"', '2024-09-04T12:29:00.000Z'],
      ['1725453000000', AT],
      ['1725453000', AT],
      ['"1725453000000"', AT],
      ['"2024-09-04T12:30:00.000000000Z"', AT],
    ] as const
  ).flatMap(([written, createdAt]): Case[] => [
    { backend: 'huawei-workspace', row: { create_time: written }, expected: { createdAt } },
    { backend: 'huawei-vbs', row: { created_at: written }, expected: { createdAt } },
  ]),
  ...(
    [
      ['"1.656042837002E12"', '2022-06-24T03:53:57.002Z'],
      ['"1656042837001.0"', '2022-06-24T03:53:57.001Z'],
      ['1656042837', '2022-06-24T03:53:57.000Z'],
      ['"2022-06-24T03:53:57Z"', '2022-06-24T03:53:57.000Z'],
    ] as const
  ).map(
    ([written, createdAt]): Case => ({
      backend: 'huawei-css',
      row: { createAt: written },
      expected: { createdAt },
    }),
  ),
  ...(
    [
      ['"2017-06-20T10:31:54+08:00"', '2017-06-20T02:31:54.000Z'],
      ['"2017-06-20 10:31:54"', '2017-06-20T02:31:54.000Z'],
      ['1725453000000', AT],
    ] as const
  ).map(
    ([written, createdAt]): Case => ({
      backend: 'zstack',
      row: { startTime: written },
      expected: { createdAt },
    }),
  ),
];

const PLACEHOLDERS: readonly Case[] = [
  ...[
    '"0001-01-01T00:00:00Z"',
    '""',
    '"null"',
    '"None"',
    '"-"',
    '0',
    '-1',
    '"0"',
    '"0000-00-00 00:00:00"',
    'null',
  ].map(
    (end_time): Case => ({
      backend: 'huawei-workspace',
      row: { status: '"RUNNING"', begin_time: '"2024-09-04T12:30:00Z"', end_time },
      expected: { status: 'RUNNING', createdAt: AT, finishedAt: null, durationSeconds: null },
    }),
  ),
  {
    backend: 'huawei-workspace',
    row: { total_count: '-1', success_count: '-1', failed_count: '"-1"', excuting_count: '-2147483648' },
    expected: { progress: { total: null, succeeded: null, failed: null, running: null } },
  },
  { backend: 'huawei-css', row: { finishedAt: '0' }, expected: { finishedAt: null } },
  { backend: 'huawei-css', row: { finishedAt: '-62135596800000' }, expected: { finishedAt: null } },
  { backend: 'huawei-vbs', row: { finished_at: '"9999-12-31T23:59:59"' }, expected: { finishedAt: null } },
];

const EXCEPTIONS: readonly Case[] = ['9e15', '1e300', '"9e15"', '1e400', '253402300800'].map(
  (executeTime) => ({
    backend: 'zstack',
    row: { executeTime },
    expected: { status: 'SUCCEEDED', createdAt: AT, finishedAt: null, durationSeconds: null },
    oddity:
      executeTime === '1e400'
        ? 'job.executeTime: not a number'
        : 'job.executeTime: not a length of time that can be',
  }),
);

for (const [kind, cases] of Object.entries({ SIDE_FIELDS, TIMES, PLACEHOLDERS, EXCEPTIONS })) {
  describe(kind, () => {
    for (const { backend, row, expected, oddity } of cases) {
      test(`${backend}: ${JSON.stringify(row)}`, async () => {
        const { nodes, report, errors } = await read(backend, rowsOf(backend, rowOf(backend, row)));
        assert.deepEqual(errors, []);
        assert.deepEqual(
          nodes.map((node) => pick(node, Object.keys(expected))),
          [expected],
        );
        const said =
          oddity && `Not all of the vendor’s answers can be read, though that costs no row: ${oddity}.`;
        assert.deepEqual(
          [report.state, report.error?.message],
          [oddity === undefined ? 'OK' : 'PARTIAL', said],
        );
      });
    }
  });
}

test('rows whose time cannot be read come last, and are told together', async () => {
  const times = ['"soon"', '"2024-09-04T12:30:00Z"', '"later"', '"2024-09-05T12:30:00Z"', '{}'];
  const rows = times.map((create_time, i) => rowOf('huawei-workspace', { id: `"r${i}"`, create_time }));
  const { nodes, report } = await read('huawei-workspace', rowsOf('huawei-workspace', rows.join(',')));
  assert.deepEqual(
    nodes.map(({ nativeId }) => nativeId),
    ['r3', 'r1', 'r0', 'r2', 'r4'],
  );
  assert.match(
    report.error?.message ?? '',
    /: job\.create_time: not a time in a known format \(3 times\)\.$/,
  );
});

test('a job of ServiceStage, its tasks and their fields: each costs itself alone', async () => {
  const task = (id: string, more: string) => `{"TASK_ID":"${id}","TASK_STATUS":"SUCCEEDED",${more}}`;
  const tasks = [
    task('t1', '"TASK_NAME":7,"CREATED_AT":"2024-09-04T12:30Z","LAST_HEALTH_CHECK":"0001-01-01T00:00:00Z"'),
    task('t2', '"TASK_NAME":{},"CREATED_AT":"soon"'),
  ];
  const job = '{"JOB_ID":"j1","EXECUTION_STATUS":"SUCCEEDED","ORDER_ID":7,"CREATED_BY":{}}';
  const { nodes, report } = await read(
    'huawei-servicestage',
    json(`{"task_count":"two","job":${job},"tasks":[${tasks}]}`),
  );
  assert.deepEqual(pick(nodes[0], ['nativeId', 'createdAt', 'createdBy', 'details']), {
    nativeId: 'j1',
    createdAt: AT,
    createdBy: null,
    details: { __typename: 'HuaweiServicestageJobDetails', orderId: '7' },
  });
  assert.match(
    report.error?.message ?? '',
    /: task\.task_name: not a text; task\.created_at: not a time in a known format; job\.created_by: not a text\.$/,
  );
});

test('what is odd in tasks that are listed on their own is in the report as well', async () => {
  const more = [
    [/\/execute-detail$/, { body: '{"count":1,"items":[{"id":7,"status":"RUNNING","begin_time":"soon"}]}' }],
  ] as const;
  const { nodes, report } = await read('huawei-workspace', {
    ...rowsOf('huawei-workspace', rowOf('huawei-workspace', {})),
    more,
  });
  assert.deepEqual(
    tasksOf(nodes[0]).map(({ nativeId, createdAt }) => [nativeId, createdAt]),
    [['7', null]],
  );
  assert.deepEqual([report.state, report.error?.code], ['PARTIAL', 'UPSTREAM_BAD_RESPONSE']);
  assert.match(report.error?.message ?? '', /: task\.begin_time: not a time in a known format\.$/);
});

describe('the envelope', () => {
  for (const [count, total] of [
    ['"1"', 1],
    ['1.0', 1],
    ['-1', null],
    ['4294967295', null],
    ['9007199254740993', null],
    ['1e12', null],
    ['"many"', null],
    ['{}', null],
    ['null', null],
  ] as const) {
    test(`a count of ${count}`, async () => {
      const row = rowOf('huawei-workspace', {});
      const { nodes, report, totalCount } = await read(
        'huawei-workspace',
        json(`{"count":${count},"items":[${row}]}`),
      );
      assert.deepEqual([nodes.length, report], [1, { ...report, state: 'OK', error: null }]);
      assert.deepEqual(totalCount, { value: total ?? 1, precision: 'EXACT' });
    });
  }

  for (const [backend, bodies] of Object.entries({
    'huawei-workspace': [
      '{"count":0}',
      '{}',
      '{"count":null}',
      '{"request_id":"r"}',
      '{"items":null}',
      '{"items":"","count":0}',
      '{"items":{},"count":"0"}',
    ],
    'huawei-css': ['{"totalSize":0}', '{}'],
    'huawei-vbs': ['{"count":0}', '{"count":0,"tasks_links":[]}'],
    zstack: ['{"schema":{}}', '{}', '{"total":0,"schema":{}}'],
  })) {
    for (const body of bodies)
      test(`${backend}: ${body} is an empty list`, async () => {
        const { nodes, report, errors } = await read(backend, json(body));
        assert.deepEqual([nodes, report.state, report.error, errors], [[], 'OK', null, []]);
      });
  }

  for (const body of [
    '[]',
    '{"rows":[{"id":"r"}]}',
    '{"count":3}',
    '{"items":{}}',
    '{"items":null,"count":3}',
    '{"items":{},"count":3}',
    '<html>',
    '"x"',
    '{"data":{"items":[]},"x":1}',
  ]) {
    test(`huawei-workspace: ${body} is none`, async () => {
      const { report, errors, nodes } = await read('huawei-workspace', json(body));
      assert.deepEqual([nodes, errors.length], [[], 1]);
      assert.match(`${report.error?.message ?? errors[0]}`, /unexpected shape|instead of JSON|not JSON/);
    });
  }
});

test('integers beyond 2^53 keep their digits however they are written', async () => {
  for (const id of ['6.53247040368672769E17', '"653247040368672769.0"', '" 653247040368672769"'])
    assert.deepEqual(
      (await read('zstack', rowsOf('zstack', rowOf('zstack', { id })))).nodes.map(({ nativeId }) => nativeId),
      ['653247040368672769'],
      id,
    );
});

test('integers beyond 2^53 keep their digits: ids, raw rows and dumps', async () => {
  const id = '653247040368672769';
  const row = rowOf('zstack', { id, requestDump: `"{\\"volumeId\\":${id}}"` });
  await using vendor = await startRawVendor(oneList('zstack', rowsOf('zstack', row)));
  await using gateway = createTestGateway([
    { backend: 'zstack', settings: { endpoint: vendor.url, ...shapeOf('zstack').settings } },
  ]);
  const { text } = await gateway.query<unknown>(LIST);
  assert.match(text, /"nativeId":"653247040368672769"/);
  assert.match(text, /"raw":\{"id":653247040368672769,/, 'raw');
  assert.match(text, /"request":\{"volumeId":653247040368672769\}/, 'a dump, parsed');
  assert.match(text, /"requestDump":"\{\\"volumeId\\":653247040368672769\}"/, 'a dump, as received');
  assert.deepEqual(gateway.log, []);
});

describe('HTTP', () => {
  const row = rowOf('huawei-workspace', {});
  const body = `{"count":1,"items":[${row}]}`;
  const type = { 'content-type': 'application/json' };
  const gbk = Buffer.concat([
    Buffer.from(`{"count":1,"items":[{"id":"r1","status":"SUCCESS","time_zone":"`),
    Buffer.from('b1b8b7dd', 'hex'),
    Buffer.from('"}]}'),
  ]);

  for (const encoding of ['UTF-8', 'none', 'aws-chunked', 'utf8', 'binary', '7bit', 'identity, none']) {
    test(`Content-Encoding: ${encoding}`, async () => {
      const list = { headers: { ...type, 'content-encoding': encoding }, body };
      const { nodes, report } = await read('huawei-workspace', { list });
      assert.deepEqual([nodes.length, report.state], [1, 'OK']);
    });
  }

  test('Content-Encoding: gzip, aws-chunked', async () => {
    const list = { headers: { ...type, 'content-encoding': 'gzip, aws-chunked' }, body: gzipSync(body) };
    assert.equal((await read('huawei-workspace', { list })).nodes.length, 1);
  });

  for (const charset of ['GBK', 'gb18030', '"GB2312"']) {
    test(`charset=${charset}`, async () => {
      const list = { headers: { 'content-type': `application/json;charset=${charset}` }, body: gbk };
      const { nodes, report } = await read('huawei-workspace', { list });
      assert.deepEqual(
        [nodes[0]?.['details'], report.state],
        [{ __typename: 'HuaweiWorkspaceJobDetails', timeZone: '备份', taskType: null }, 'OK'],
      );
    });
  }

  test('a charset that nobody knows', async () => {
    const list = { headers: { 'content-type': 'application/json; charset=x-foo' }, body };
    const { nodes, report } = await read('huawei-workspace', { list });
    assert.deepEqual([nodes.length, report.state], [1, 'PARTIAL']);
    assert.match(report.error?.message ?? '', /: charset x-foo: not known, so read as UTF-8\.$/);
  });

  for (const backend of ['zstack', 'huawei-workspace', 'huawei-css', 'huawei-vbs']) {
    test(`${backend}: 204 is an empty list`, async () => {
      const { nodes, report, errors } = await read(backend, { list: { status: 204, body: '' } });
      assert.deepEqual([nodes, report.state, errors], [[], 'OK', []]);
    });
  }

  test('a walk over a vendor that resets every connection which is used again', async () => {
    const all = Array.from({ length: 600 }, (_, n) =>
      rowOf('huawei-workspace', {
        id: `"r${n}"`,
        create_time: JSON.stringify(new Date(Date.UTC(2026, 0, 1) - n * 60_000).toISOString()),
      }),
    );
    const used = new WeakSet<Socket>();
    await using vendor = await startRawVendor((request) => {
      if (used.has(request.socket)) return null;
      used.add(request.socket);
      const url = new URL(request.url ?? '/', 'http://vendor.test');
      const [offset, limit] = ['offset', 'limit'].map((name) => Number(url.searchParams.get(name)));
      const page = all.slice(offset, (offset ?? 0) + (limit ?? 0)).join(',');
      const isList = shapeOf('huawei-workspace').list.test(url.pathname);
      return isList
        ? { body: `{"count":600,"items":[${page}]}` }
        : oneList('huawei-workspace', json(''))(request);
    });
    const settings = { endpoint: vendor.url, ...shapeOf('huawei-workspace').settings };
    await using gateway = createTestGateway([{ backend: 'huawei-workspace', settings }]);
    const query = `query ($after: String) { jobs(first: 30, after: $after) { nodes { nativeId }
      pageInfo { endCursor hasNextPage } sources { state error { message } } } }`;
    const found: string[] = [];
    for (let after: string | null = null; ; ) {
      const { data, errors }: Answer<{ jobs: Page }> = await gateway.query(query, { after });
      assert.deepEqual([errors, data.jobs.sources.map(({ state }) => state)], [[], ['OK']]);
      found.push(...data.jobs.nodes.map(({ nativeId }) => nativeId));
      if (!data.jobs.pageInfo.hasNextPage) break;
      after = data.jobs.pageInfo.endCursor;
    }
    assert.deepEqual(
      found,
      all.map((_, n) => `r${n}`),
    );
  });

  test('every GET to Huawei says that it is about JSON, signed or not', async () => {
    for (const backend of ['huawei-workspace', 'huawei-css', 'huawei-vbs', 'huawei-servicestage', 'zstack']) {
      await using vendor = await startRawVendor(oneList(backend, json('{}')));
      const settings = { endpoint: vendor.url, retries: 0, ...shapeOf(backend).settings };
      await using gateway = createTestGateway([{ backend, settings }]);
      await gateway.query(LIST);
      const types = vendor.requests
        .filter(({ method }) => method === 'GET')
        .map(({ headers }) => headers['content-type']);
      assert(types.length > 0);
      assert.deepEqual(
        new Set(types),
        new Set([backend === 'zstack' ? undefined : 'application/json']),
        backend,
      );
    }
  });
});

interface Words {
  readonly backend: string;
  readonly answer: RawAnswer;
  readonly code: string;
  readonly says: RegExp;
}

const WORDS: readonly Words[] = [
  {
    backend: 'huawei-workspace',
    answer: { body: '{"error_code":"WKS.99999999","error_msg":"no permission for you","request_id":"r"}' },
    code: 'UPSTREAM_BAD_RESPONSE',
    says: /answered HTTP 200: WKS\.99999999: no permission for you\./,
  },
  {
    backend: 'huawei-css',
    answer: { body: '{"errCode":"CSS.9999","externalMessage":"the cluster is frozen"}' },
    code: 'UPSTREAM_BAD_RESPONSE',
    says: /HTTP 200: CSS\.9999: the cluster is frozen\./,
  },
  {
    backend: 'huawei-vbs',
    answer: { body: '{"error":{"code":"AutoBackup.9999","message":"the policy is frozen"}}' },
    code: 'UPSTREAM_BAD_RESPONSE',
    says: /HTTP 200: AutoBackup\.9999: the policy is frozen\./,
  },
  {
    backend: 'zstack',
    answer: { body: '{"error":{"code":"NEW.1","description":"a","details":"the node is frozen"}}' },
    code: 'UPSTREAM_BAD_RESPONSE',
    says: /HTTP 200: NEW\.1: the node is frozen\./,
  },
  ...(
    [
      ['{"errorCode":"X.1","errorMessage":"it is frozen"}', 'X.1: it is frozen'],
      ['{"code":"X.1","msg":"it is frozen","data":null}', 'X.1: it is frozen'],
      ['{"Error":{"Code":"X.1","Message":"it is frozen"}}', 'X.1: it is frozen'],
      ['{"errors":[{"code":"X.1","message":"it is frozen"}]}', 'X.1: it is frozen'],
      ['{"result":"error","msg":"it is frozen"}', 'it is frozen'],
      ['{"ret":{"code":"X.1","msg":"it is frozen"}}', 'ret: it is frozen'],
      ['{"items":[],}', 'a body that is not JSON: something does not belong there at character 13'],
      ['{"items":[{"id":01}]}', 'a body that is not JSON: something does not belong there at character 18'],
    ] as const
  ).map(([body, words]) => ({
    backend: 'huawei-workspace',
    answer: { body },
    code: 'UPSTREAM_BAD_RESPONSE',
    says: new RegExp(`HTTP 200: ${words}\\.$`),
  })),
  {
    backend: 'huawei-css',
    answer: { status: 404, body: '{"timestamp":"2024","status":404,"error":"Not Found","path":"/v1.0/p1"}' },
    code: 'UPSTREAM_REJECTED',
    says: /HTTP 404: no such path; check the region, the endpoint/,
  },
  {
    backend: 'huawei-vbs',
    answer: { status: 404, body: '{"itemNotFound":{"message":"Policy o1 could not be found","code":404}}' },
    code: 'NOT_FOUND',
    says: /HTTP 404: itemNotFound: Policy o1 could not be found\./,
  },
  {
    backend: 'huawei-vbs',
    answer: { status: 400, body: '{"badRequest":{"message":"limit is too large","code":400}}' },
    code: 'UPSTREAM_REJECTED',
    says: /HTTP 400: badRequest: limit is too large\./,
  },
  {
    backend: 'huawei-vbs',
    answer: { status: 500, body: '{"message":"the volume service is away","request_id":"req-1"}' },
    code: 'UPSTREAM_UNAVAILABLE',
    says: /HTTP 500: the volume service is away\./,
  },
  {
    backend: 'huawei-vbs',
    answer: { status: 404, body: '{"message":"no Route matched with those values","request_id":"r"}' },
    code: 'UPSTREAM_REJECTED',
    says: /HTTP 404: no Route matched with those values; check the region, /,
  },
  {
    backend: 'huawei-workspace',
    answer: { body: '{"count":1,"items":[{"id":"r1","total_count":NaN}]}' },
    code: 'UPSTREAM_BAD_RESPONSE',
    says: /HTTP 200: a body that is not JSON: NaN at items\.0\.total_count, character 46\./,
  },
  {
    backend: 'zstack',
    answer: { body: `{"inventories":[{"id":1,"success":True}]}` },
    code: 'UPSTREAM_BAD_RESPONSE',
    says: /not JSON: True at inventories\.0\.success, character 35\./,
  },
  {
    backend: 'zstack',
    answer: {
      status: 503,
      body: '{"error":{"code":"SYS.1000","details":"invalid order by clause, inventory[X] doesn\'t have field[y]"}}',
    },
    code: 'UPSTREAM_REJECTED',
    says: /HTTP 503: SYS\.1000: invalid order by clause/,
  },
];

describe('the vendor’s own words', () => {
  for (const { backend, answer, code, says } of WORDS) {
    test(`${backend}: ${answer.status ?? 200} ${String(answer.body)}`, async () => {
      await using vendor = await startRawVendor(oneList(backend, { list: answer }));
      const settings = { endpoint: vendor.url, retries: 0, ...shapeOf(backend).settings };
      await using gateway = createTestGateway([{ backend, settings }]);
      const { errors } = await gateway.query<unknown>('{ jobs { nodes { nativeId } } }');
      assert.deepEqual([errors[0]?.extensions['code'], gateway.log], [code, []]);
      assert.match(errors[0]?.message ?? '', says);
    });
  }
});

describe('the steps of a backup', () => {
  const detail = (more: string) =>
    `{"job_id":"v1","job_type":"bksCreateBackup","begin_time":"2024-09-04T12:30:00.000Z","end_time":"2024-09-04T12:31:00.000Z",${more}}`;
  const failed = '"status":"FAIL","error_code":"VolumeBackup.0064","fail_reason":"the volume is gone"';
  const itself = {
    nativeId: 'v1',
    name: null,
    status: 'FAILED',
    createdAt: AT,
    finishedAt: '2024-09-04T12:31:00.000Z',
    error: { code: 'VolumeBackup.0064', message: 'the volume is gone' },
  };
  for (const [what, body, tasks] of [
    ['without steps the job is its own', detail(failed), [itself]],
    ['an empty text is no steps', detail(`${failed},"sub_jobs":""`), [itself]],
    ['null is no steps', detail(`${failed},"sub_jobs":null,"entities":{"volume_id":"x"}`), [itself]],
    [
      'a job that did well has no error',
      detail('"status":"SUCCESS","error_code":"VolumeBackup.0000","fail_reason":""'),
      [{ ...itself, status: 'SUCCEEDED', error: null }],
    ],
    [
      'steps of its own',
      detail(`${failed},"sub_jobs":[{"job_id":9,"status":"RUNNING","begin_time":"2024-09-04T12:30Z"}]`),
      [{ ...itself, nativeId: '9', status: 'RUNNING', finishedAt: null, error: null }],
    ],
  ] as const) {
    test(what, async () => {
      const { nodes, report } = await read('huawei-vbs', {
        ...rowsOf('huawei-vbs', rowOf('huawei-vbs', { vbs_job_id: '"v1"' })),
        more: [[/\/jobs\/v1$/, { body }]],
      });
      assert.deepEqual(tasksOf(nodes[0]), tasks);
      assert.equal(report.state, 'OK');
    });
  }
});

describe('a status, and what contradicts it', () => {
  for (const { backend, row, expected } of [
    {
      backend: 'huawei-vbs',
      row: { status: '"RUNNING"', code: '"X.1"', message: '"soon"' },
      expected: { error: null },
    },
    { backend: 'huawei-vbs', row: { code: '"X.1"', message: '"well done"' }, expected: { error: null } },
    {
      backend: 'huawei-vbs',
      row: { status: '"EXECUTE_FAIL"', code: '"X.1"', message: '"gone"' },
      expected: { error: { code: 'X.1', message: 'gone' } },
    },
    { backend: 'huawei-css', row: { failedMsg: '"a warning"' }, expected: { error: null } },
    {
      backend: 'huawei-workspace',
      row: { status: '"WAITING"', begin_time: '"2024-09-04T12:30:00Z"' },
      expected: { startedAt: null, createdAt: AT },
    },
    {
      backend: 'huawei-workspace',
      row: { status: '"RUNNING"', begin_time: '"2024-09-04T12:30:00Z"' },
      expected: { startedAt: AT, createdAt: AT },
    },
  ] as readonly Case[]) {
    test(`${backend}: ${JSON.stringify(row)}`, async () => {
      const { nodes } = await read(backend, rowsOf(backend, rowOf(backend, row)));
      assert.deepEqual(
        nodes.map((node) => pick(node, Object.keys(expected))),
        [expected],
      );
    });
  }

  test('a job of ServiceStage that did well, though one of its tasks failed first', async () => {
    const tasks = ['FAILED', 'SUCCEEDED'].map(
      (status, i) =>
        `{"TASK_ID":"t${i}","TASK_STATUS":"${status}","MESSAGES":"{\\"Message\\":\\"E${i}\\"}","CREATED_AT":"2024-09-04T12:30:00Z"}`,
    );
    const { nodes } = await read(
      'huawei-servicestage',
      json(`{"task_count":2,"job":{"JOB_ID":"j1","EXECUTION_STATUS":"SUCCEEDED"},"tasks":[${tasks}]}`),
    );
    const shown = tasksOf(nodes[0]);
    assert.deepEqual(
      [nodes[0]?.['error'], shown.map(({ error }) => error)],
      [null, [{ code: 'E0', message: null }, null]],
    );
  });
});
