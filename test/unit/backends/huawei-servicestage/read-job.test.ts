import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { servicestageJob } from '../servicestage-job.ts';

const JOB = { JOB_ID: 'JOB1', EXECUTION_STATUS: 'SUCCEEDED' };
const T0 = Date.UTC(2024, 0, 1);
const iso = (time: number): string => new Date(time).toISOString();

const task = (i: number, fields: object = {}): object => ({
  TASK_ID: `Task-${i}`,
  TASK_INDEX: i,
  TASK_STATUS: 'SUCCEEDED',
  CREATED_AT: iso(T0 + i * 1_000),
  LAST_HEALTH_CHECK: iso(T0 + i * 1_000 + 500),
  ...fields,
});

const tasks = (size: number): object[] => Array.from({ length: size }, (_, i) => task(i));

describe('all tasks are read, however the vendor cuts them', () => {
  const cases = [
    { what: '60 in pages of 50', size: 60, largest: 50, count: 60, offsets: [0, 50] },
    { what: '60 in pages of 20, its default', size: 60, largest: 20, count: 60, offsets: [0, 20, 40] },
    { what: '50 exactly', size: 50, largest: 50, count: 50, offsets: [0, 50] },
    { what: '60 without a count', size: 60, largest: 50, count: null, offsets: [0, 50, 60] },
    { what: '5', size: 5, largest: 50, count: 5, offsets: [0] },
    {
      what: '60 where the count is that of the page',
      size: 60,
      largest: 20,
      count: 20,
      offsets: [0, 20, 40, 60],
    },
  ];
  for (const { what, size, largest, count, offsets } of cases) {
    test(what, async () => {
      const asked: number[] = [];
      const { row, raw } = await servicestageJob(
        { job: JOB, tasks: tasks(size), task_count: count },
        { largest, offsets: asked },
      );
      assert.deepEqual(
        row.inlineTasks?.map(({ nativeId, index }) => [nativeId, index]),
        Array.from({ length: size }, (_, i) => [`Task-${i}`, i]),
      );
      assert.deepEqual(asked, offsets);
      assert.equal((raw as { tasks: unknown[] }).tasks.length, size);
    });
  }

  test('a vendor that gives the same page for ever is asked twice', async () => {
    const same = { job: JOB, tasks: null, task_count: 900 };
    const page = tasks(50);
    const asked: number[] = [];
    const { row } = await servicestageJob(
      { ...same, tasks: Object.assign(page, { slice: () => [...page] }) },
      { offsets: asked },
    );
    assert.deepEqual([row.inlineTasks?.length, asked], [50, [0, 50]]);
  });
});

describe('the times of a job are those of its tasks', () => {
  const times = async (status: string, list: readonly object[]) => {
    const { row } = await servicestageJob({ job: { ...JOB, EXECUTION_STATUS: status }, tasks: list });
    return [row.fields.createdAt, row.fields.startedAt, row.fields.finishedAt];
  };

  test('the first beginning and the last sign of life, in whichever order they come', async () => {
    assert.deepEqual(await times('FAILED', [task(4), task(1), task(9), task(6)]), [
      T0 + 1_000,
      T0 + 1_000,
      T0 + 9_500,
    ]);
  });

  test('a job that still runs, or of which nobody knows, has no end', async () => {
    for (const status of ['RUNNING', 'ROLLBACKING', 'UNKNOWN', 'NEVER HEARD'])
      assert.deepEqual(await times(status, [task(0)]), [T0, T0, null], status);
  });

  test('tasks without a time tell nothing', async () => {
    const bare = { CREATED_AT: null, LAST_HEALTH_CHECK: '' };
    assert.deepEqual(await times('SUCCEEDED', [task(0, bare), task(2)]), [
      T0 + 2_000,
      T0 + 2_000,
      T0 + 2_500,
    ]);
    assert.deepEqual(await times('SUCCEEDED', [task(0, bare)]), [null, null, null]);
  });

  test('without tasks there are none', async () => {
    for (const none of [[], null]) {
      const { row } = await servicestageJob({ job: JOB, tasks: none });
      assert.deepEqual(row.inlineTasks, []);
      assert.deepEqual(
        [row.fields.createdAt, row.fields.finishedAt, row.fields.nativeId],
        [null, null, 'JOB1'],
      );
    }
  });

  test('other versions call the last sign of life `update_at`', async () => {
    const { LAST_HEALTH_CHECK: _, ...rest } = task(0, { UPDATE_AT: iso(T0 + 7) }) as Record<string, unknown>;
    assert.deepEqual(await times('SUCCEEDED', [rest]), [T0, T0, T0 + 7]);
  });
});

const lowered = (row: object): object =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [key.toLowerCase(), value]));

test('keys are read in upper and in lower case alike', async () => {
  const job = {
    ...JOB,
    JOB_NAME: 'deploy',
    SERVICE_INSTANCE_ID: 'instance-1',
    CREATED_BY: 'me',
    ORDER_ID: '',
  };
  const upper = await servicestageJob({ job, tasks: [task(0)] });
  const lower = await servicestageJob({ job: lowered(job), tasks: [lowered(task(0))] });
  const { fields } = upper.row;
  assert.deepEqual(lower.row.fields, fields);
  assert.deepEqual([fields.nativeId, fields.name, fields.createdBy], ['JOB1', 'deploy', 'me']);
  assert.deepEqual([fields.details['orderId'], fields.details['taskCount']], [null, 1]);
  assert.deepEqual(
    lower.row.inlineTasks?.map(({ raw: _, ...one }) => one),
    upper.row.inlineTasks?.map(({ raw: _, ...one }) => one),
  );
});

test('the origin has a name only where the list that led to the job is that of its instance', async () => {
  const originOf = async (id: string | null) =>
    (await servicestageJob({ job: { ...JOB, SERVICE_INSTANCE_ID: id }, tasks: [] })).row.fields.origin;
  assert.deepEqual(await originOf('instance-1'), { nativeId: 'instance-1', name: 'shop' });
  assert.deepEqual(await originOf('instance-2'), { nativeId: 'instance-2', name: null });
  assert.equal(await originOf(null), null);
});

describe('why a task failed', () => {
  const cases: readonly (readonly [messages: unknown, error: unknown])[] = [
    [
      '{ "Message" : "ECC00011", "Detail" : "Building failed." }',
      { code: 'ECC00011', message: 'Building failed.' },
    ],
    ['{"message":"ECC1"}', { code: 'ECC1', message: null }],
    ['{"DETAIL":"no space"}', { code: null, message: 'no space' }],
    ['{}', null],
    ['', null],
    [null, null],
    [undefined, null],
    [{ Message: 'an object' }, { code: 'an object', message: null }],
    [{ Message: {} }, null],
    [['a list'], null],
    ['{ "Message" : "ECC000', { code: null, message: '{ "Message" : "ECC000' }],
    ['no JSON', { code: null, message: 'no JSON' }],
    ['["a"]', { code: null, message: '["a"]' }],
    ['{"Message":7}', { code: '7', message: null }],
    ['{"Message":{}}', { code: null, message: '{"Message":{}}' }],
  ];
  for (const [MESSAGES, error] of cases) {
    test(String(JSON.stringify(MESSAGES)), async () => {
      const list = [task(0, { TASK_STATUS: 'FAILED', MESSAGES })];
      const { row } = await servicestageJob({ job: { ...JOB, EXECUTION_STATUS: 'FAILED' }, tasks: list });
      assert.deepEqual(row.inlineTasks?.[0]?.error, error);
      assert.deepEqual(row.fields.error, error);
    });
  }

  test('the job fails for its first reason; a task that did not fail has none', async () => {
    const why = (text: string) => JSON.stringify({ Message: text, Detail: text });
    const { row } = await servicestageJob({
      job: { ...JOB, EXECUTION_STATUS: 'FAILED' },
      tasks: [
        task(0, { MESSAGES: why('fine') }),
        task(1, { TASK_STATUS: 'FAILED', MESSAGES: why('one') }),
        task(2, { TASK_STATUS: 'PARTIALLY_FAILED', MESSAGES: why('two') }),
      ],
    });
    assert.deepEqual(
      row.inlineTasks?.map(({ error }) => error?.code ?? null),
      [null, 'one', 'two'],
    );
    assert.deepEqual([row.fields.error?.code, row.fields.statusMessage], ['one', 'one']);
  });
});

test('a task has an end only once it is over', async () => {
  const { row } = await servicestageJob({
    job: { ...JOB, EXECUTION_STATUS: 'RUNNING' },
    tasks: [task(0), task(1, { TASK_STATUS: 'RUNNING' }), task(2, { TASK_STATUS: 'SKIPPED' })],
  });
  assert.deepEqual(
    row.inlineTasks?.map(({ status, finishedAt }) => [status, finishedAt]),
    [
      ['SUCCEEDED', T0 + 500],
      ['RUNNING', null],
      ['SKIPPED', T0 + 2_500],
    ],
  );
});

test('a job or a task that cannot be read fails by name, without its values', async () => {
  const faulty = [
    [{ job: { JOB_NAME: 'hush' }, tasks: [] }, /job_id/],
    [{ tasks: [] }, /read: job: /],
    [{ job: JOB, tasks: [{ TASK_NAME: 'hush' }] }, /task_id/],
    [{ job: JOB, tasks: [{ TASK_ID: {}, CREATED_AT: 'hush' }] }, /task\.task_id/],
  ] as const;
  for (const [answer, place] of faulty) {
    await assert.rejects(servicestageJob(answer), (error: unknown) => {
      assert(error instanceof Error && 'code' in error);
      assert.equal(error.code, 'UPSTREAM_BAD_RESPONSE');
      assert.match(error.message, place);
      assert.doesNotMatch(error.message, /hush/);
      return true;
    });
  }
});

test('a field that cannot be read costs itself alone, and is told once', async () => {
  const { row, oddities } = await servicestageJob({
    job: { ...JOB, ORDER_ID: 7, CREATED_BY: {} },
    tasks: [task(0), task(1, { CREATED_AT: 'soon' }), task(2, { CREATED_AT: 'later', TASK_NAME: 8 })],
    task_count: 'three',
  });
  assert.deepEqual([row.fields.details['orderId'], row.fields.createdBy], ['7', null]);
  assert.equal(row.fields.details['taskCount'], null);
  assert.deepEqual([row.fields.createdAt, row.inlineTasks?.length, row.inlineTasks?.[2]?.name], [T0, 3, '8']);
  assert.deepEqual(oddities, ['task.created_at: not a time in a known format', 'job.created_by: not a text']);
});
