import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backends } from '../../../src/backends/index.ts';
import { isoTime, startWorld, type World } from '../../support/start-world.ts';

interface Row {
  readonly id: string;
  readonly nativeId: string;
  readonly source: { readonly id: string; readonly backend: string };
  readonly status: string;
  readonly nativeStatus: string | null;
  readonly createdAt: string | null;
  readonly finishedAt: string | null;
}

interface JobsAnswer {
  readonly jobs: {
    readonly nodes: readonly Row[];
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly hasPreviousPage: boolean;
      readonly startCursor: string | null;
      readonly endCursor: string | null;
    };
    readonly sources: readonly { readonly source: { readonly id: string }; readonly state: string }[];
  };
}

const JOBS = `query ($first: Int, $after: String, $last: Int, $before: String, $orderBy: JobOrder) {
  jobs(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy) {
    nodes { id nativeId source { id backend } status nativeStatus createdAt finishedAt }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    sources { source { id } state }
  }
}`;

const viewOf = ({ nativeId, source, status, nativeStatus, createdAt, finishedAt }: Row) => [
  source.id,
  nativeId,
  status,
  nativeStatus,
  createdAt,
  finishedAt,
];

test('the first query has rows of every backend, in order', async () => {
  const all = backends.map(({ name }) => name);
  await using world = await startWorld({ backends: all });
  const { data, errors, status } = await world.query<JobsAnswer>(
    '{ jobs(first: 40) { nodes { id nativeId source { id backend } status nativeStatus createdAt finishedAt } sources { source { id } state } } }',
  );
  assert.equal(status, 200);
  assert.deepEqual(errors, []);
  const expected = world.expected().slice(0, 40);
  assert.deepEqual(
    data.jobs.nodes.map(viewOf),
    expected.map((job) => [
      job.sourceId,
      job.nativeId,
      job.status,
      job.nativeStatus,
      isoTime(job.createdAt),
      isoTime(job.finishedAt),
    ]),
  );
  assert.deepEqual(new Set(data.jobs.nodes.map(({ source }) => source.backend)), new Set(all));
  assert.deepEqual(
    data.jobs.sources.map(({ source, state }) => [source.id, state]),
    world.sources.map(({ id }) => [id, 'OK']),
  );
  assert.equal(new Set(data.jobs.nodes.map(({ id }) => id)).size, 40);
  assert.deepEqual(world.log, []);
});

async function readPage(
  { query }: World,
  orderBy: string,
  isForward: boolean,
  cursor: string | null,
): Promise<JobsAnswer['jobs']> {
  const range = isForward ? { first: 37, after: cursor } : { last: 37, before: cursor };
  return (await query<JobsAnswer>(JOBS, { ...range, orderBy })).data.jobs;
}

for (const orderBy of ['CREATED_AT_DESC', 'CREATED_AT_ASC']) {
  for (const isForward of [true, false]) {
    test(`a walk in ${orderBy} ${isForward ? 'forwards' : 'backwards'} gives each row once`, async () => {
      await using world = await startWorld();
      const rows: Row[][] = [];
      const cursors: (string | null)[] = [null];
      for (let cursor: string | null = null; ; ) {
        const { nodes, pageInfo } = await readPage(world, orderBy, isForward, cursor);
        rows.push([...nodes]);
        if (!(isForward ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) break;
        cursor = isForward ? pageInfo.endCursor : pageInfo.startCursor;
        assert(!cursors.includes(cursor), 'the walk goes on');
        cursors.push(cursor);
      }
      const read = (isForward ? rows : rows.reverse()).flat();
      const newestFirst = world.expected();
      const wanted = orderBy === 'CREATED_AT_DESC' ? newestFirst : newestFirst.toReversed();
      assert.deepEqual(
        read.map(({ source, nativeId }) => [source.id, nativeId]),
        wanted.map(({ sourceId, nativeId }) => [sourceId, nativeId]),
      );
      const signIns = world.iam.requests.filter(({ method }) => method === 'POST');
      assert.equal(signIns.length, 1, 'one for all three sources that sign in with the same password');
      const sessions = world.vendor('dc1').requests.filter(({ method }) => method === 'PUT');
      assert.equal(sessions.length, 1);
    });
  }
}

test('each job is found by its id at another gateway; all at once, one by one, and as a node', async () => {
  await using world = await startWorld({ jobs: 12 });
  const { data } = await world.query<JobsAnswer>(JOBS, { first: 500 });
  const rows = data.jobs.nodes;
  assert.equal(rows.length, world.expected().length);
  await using later = world.restart();
  const fields = '... on Job { id nativeId source { id backend } status nativeStatus createdAt finishedAt }';
  const ids = rows.map(({ id }) => id);
  const all = await later.query<{ nodes: Row[] }>(`query ($ids: [ID!]!) { nodes(ids: $ids) { ${fields} } }`, {
    ids,
  });
  assert.deepEqual(all.data.nodes, rows);
  for (const row of rows) {
    const one = await later.query<{ job: Row; node: Row }>(
      `query ($id: ID!) { job(id: $id) { ${fields} } node(id: $id) { ${fields} } }`,
      { id: row.id },
    );
    assert.deepEqual([one.data.job, one.data.node], [row, row]);
  }
});

test('the id of a vanished job is null, with the others beside it', async () => {
  await using world = await startWorld({ jobs: 12 });
  const { data } = await world.query<JobsAnswer>(JOBS, { first: 500 });
  const newestOf = (sourceId: string): Row => {
    const row = data.jobs.nodes.find(({ source }) => source.id === sourceId);
    assert(row !== undefined);
    return row;
  };
  for (const sourceId of ['dc1', 'apps', 'search', 'backups', 'deploys']) {
    const row = newestOf(sourceId);
    world.vendor(sourceId).remove(row.nativeId);
    const answer = await world.query<{ job: null; nodes: (Row | null)[] }>(
      'query ($id: ID!, $ids: [ID!]!) { job(id: $id) { id } nodes(ids: $ids) { id } }',
      { id: row.id, ids: [row.id, data.jobs.nodes.at(-1)?.id] },
    );
    assert.equal(answer.data.job, null, sourceId);
    assert.deepEqual(answer.data.nodes, [null, { id: data.jobs.nodes.at(-1)?.id }], sourceId);
  }
  assert.deepEqual(world.log, []);
});
