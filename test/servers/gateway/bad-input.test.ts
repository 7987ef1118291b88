import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { jobId, originId, taskId } from '../../../src/model/global-id.ts';
import { startWorld, type World } from '../../support/start-world.ts';

let world: World;
before(async () => {
  world = await startWorld({ jobs: 20 });
});
after(async () => world[Symbol.asyncDispose]());

/** The codes of the answer's errors, and whether anything was asked of a vendor. */
async function codesOf(text: string, variables: Record<string, unknown> = {}): Promise<unknown[]> {
  const { errors } = await world.query(text, variables);
  for (const { message } of errors) assert(message.length > 10, 'the message says what is wrong');
  return errors.map(({ extensions }) => extensions['code']);
}

const BAD_JOBS: Readonly<Record<string, string>> = {
  'first below 0': 'first: -1',
  'first above 500': 'first: 501',
  'last below 0': 'last: -1',
  'last above 500': 'last: 501',
  'first and last': 'first: 5, last: 5',
  'an unknown source': 'filter: { sources: ["dc2"] }',
  'an unknown backend': 'filter: { backends: ["zstak"] }',
  'an unknown origin': 'filter: { origins: ["nonsense"] }',
  'a time without an offset': 'filter: { createdAfter: "2026-11-20T00:00:00" }',
  'a day that does not exist': 'filter: { createdAfter: "2026-02-30T00:00:00Z" }',
};

for (const [name, args] of Object.entries(BAD_JOBS)) {
  test(`jobs: ${name}`, async () => {
    for (const vendor of world.vendors) vendor.requests.length = 0;
    assert.deepEqual(await codesOf(`{ jobs(${args}) { nodes { id } } }`), ['BAD_USER_INPUT']);
    assert(
      world.vendors.every(({ requests }) => requests.length === 0),
      'no vendor is asked',
    );
  });
}

/** What the schema itself does not know. */
const UNKNOWN: Readonly<Record<string, string>> = {
  'first beyond 32 bits': 'first: 99999999999',
  'first that is no number': 'first: "20"',
  'an unknown filter': 'filter: { colour: "red" }',
  'an unknown status': 'filter: { statuses: [DONE] }',
  'an unknown order': 'orderBy: NAME',
};

for (const [name, args] of Object.entries(UNKNOWN)) {
  test(`jobs: ${name}`, async () => {
    assert.deepEqual(await codesOf(`{ jobs(${args}) { nodes { id } } }`), ['GRAPHQL_VALIDATION_FAILED']);
  });
}

test('jobs: a filter of another shape in a variable', async () => {
  const text = 'query ($filter: JobFilter) { jobs(filter: $filter) { nodes { id } } }';
  assert.deepEqual(await codesOf(text, { filter: { statuses: ['DONE'] } }), ['BAD_USER_INPUT']);
  assert.deepEqual(await codesOf(text, { filter: { colour: 'red' } }), ['BAD_USER_INPUT']);
});

const job = jobId({ sourceId: 'dc1', originId: '', nativeId: '1', createdAt: null });
const task = taskId({
  job: { sourceId: 'deploys', originId: '', nativeId: 'JOB', createdAt: null },
  nativeId: 'T',
});
const origin = originId({ sourceId: 'dc1', nativeId: 'abc' });

const BAD_IDS: readonly (readonly [field: string, id: string])[] = [
  ...['job', 'task', 'node'].flatMap((field) =>
    ['', 'x', 'not base64!', 'WyJqIl0', 'bnVsbA', 'W10', '%00', 'a'.repeat(5_000)].map(
      (id) => [field, id] as const,
    ),
  ),
  ['job', task],
  ['task', job],
  ['job', origin],
  ['job', job.slice(0, -4)],
];

for (const [field, id] of BAD_IDS) {
  test(`${field}: ${id.slice(0, 40)} is refused`, async () => {
    assert.deepEqual(await codesOf(`query ($id: ID!) { ${field}(id: $id) { id } }`, { id }), [
      'BAD_USER_INPUT',
    ]);
  });
}

test('an id of a source that is not configured any more', async () => {
  const id = jobId({ sourceId: 'gone', originId: '', nativeId: '1', createdAt: null });
  assert.deepEqual(await codesOf('query ($id: ID!) { job(id: $id) { id } }', { id }), ['NOT_FOUND']);
});

test('nodes: each bad id costs only itself', async () => {
  const { data, errors } = await world.query<{ nodes: unknown[] }>(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    {
      ids: ['x', origin, '["j"]', jobId({ sourceId: 'gone', originId: '', nativeId: '1', createdAt: null })],
    },
  );
  assert.deepEqual(data.nodes, [null, null, null, null]);
  assert.deepEqual(
    errors.map(({ path, extensions }) => [path, extensions['code']]),
    [
      [['nodes', 0], 'BAD_USER_INPUT'],
      [['nodes', 2], 'BAD_USER_INPUT'],
      [['nodes', 3], 'NOT_FOUND'],
    ],
  );
});

test('nodes: more than 500 ids', async () => {
  const ids = Array.from({ length: 501 }, () => job);
  assert.deepEqual(await codesOf('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids }), [
    'BAD_USER_INPUT',
  ]);
});

test('ids of jobs that no vendor has are null', async () => {
  const ids = ['dc1', 'apps', 'search', 'backups', 'deploys'].flatMap((sourceId) =>
    ['', 'no-such-origin'].map((originOf) =>
      jobId({ sourceId, originId: originOf, nativeId: '987654321', createdAt: 1_600_000_000_000 }),
    ),
  );
  const { data } = await world.query<{ nodes: unknown[] }>(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    { ids },
  );
  assert(data.nodes.every((node) => node === null));
  assert.deepEqual(world.log, []);
});

test('an unknown source is null', async () => {
  const { data, errors } = await world.query<{ source: unknown }>('{ source(id: "dc2") { id } }');
  assert.equal(data.source, null);
  assert.deepEqual(errors, []);
});

test('first: 0 is an empty page', async () => {
  const { data, errors } = await world.query<{ jobs: { nodes: unknown[] } }>(
    '{ jobs(first: 0) { nodes { id } } }',
  );
  assert.deepEqual(data.jobs.nodes, []);
  assert.deepEqual(errors, []);
});

test('tasks and origins take no cursor but their own', async () => {
  const rows = await world.query<{ jobs: { edges: { cursor: string }[] } }>(
    '{ jobs(first: 1) { edges { cursor } } }',
  );
  const foreign = rows.data.jobs.edges[0]?.cursor;
  for (const cursor of [foreign, 'nonsense', '']) {
    const codes = await codesOf(
      'query ($c: String) { source(id: "dc1") { origins(after: $c) { nodes { id } } } }',
      {
        c: cursor,
      },
    );
    assert.deepEqual(codes, ['CURSOR_INVALID']);
    const tasks = await codesOf(
      'query ($c: String) { jobs(first: 1) { nodes { tasks(after: $c) { nodes { id } } } } }',
      {
        c: cursor,
      },
    );
    assert.deepEqual(tasks, ['CURSOR_INVALID']);
  }
});
