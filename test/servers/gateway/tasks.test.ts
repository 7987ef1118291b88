import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startWorld, type World } from '../../support/start-world.ts';

interface Task {
  readonly nativeId: string;
  readonly status: string;
  readonly phase: string;
  readonly isTerminal: boolean | null;
  readonly startedAt: string | null;
  readonly createdAt: string | null;
  readonly finishedAt: string | null;
  readonly durationSeconds: number | null;
}

interface Tasks {
  readonly nodes: readonly Task[];
  readonly edges: readonly { readonly cursor: string }[];
  readonly totalCount: { readonly value: number; readonly precision: string };
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
  };
}

const FIELDS = `nodes { nativeId status phase isTerminal startedAt createdAt finishedAt durationSeconds }
  edges { cursor } totalCount { value precision } pageInfo { hasNextPage hasPreviousPage startCursor }`;

let world: World;
let jobs: readonly { readonly id: string; readonly backend: string; readonly tasks: Tasks }[];
before(async () => {
  world = await startWorld({ jobs: 40 });
  const { data } = await world.query<{ jobs: { nodes: typeof jobs } }>(
    `{ jobs(first: 200) { nodes { id backend tasks(first: 100) { ${FIELDS} } } } }`,
  );
  jobs = data.jobs.nodes.filter(({ tasks }) => tasks.nodes.length > 2);
});
after(async () => world[Symbol.asyncDispose]());

async function tasksOf(id: string, args: string): Promise<Tasks> {
  const query = `query ($id: ID!) { job(id: $id) { tasks(${args}) { ${FIELDS} } } }`;
  const { data, errors } = await world.query<{ job: { tasks: Tasks } }>(query, { id });
  assert.deepEqual(errors, []);
  return data.job.tasks;
}

/** One job of each vendor whose jobs have several tasks. */
const samples = () => [...new Map(jobs.map((job) => [job.backend, job])).values()];

test('tasks from the end are the last ones, and a walk backwards meets each once', async () => {
  assert.deepEqual(
    samples()
      .map(({ backend }) => backend)
      .sort(),
    ['huawei-servicestage', 'huawei-vbs', 'huawei-workspace'],
  );
  for (const { id, tasks } of samples()) {
    const ids = tasks.nodes.map(({ nativeId }) => nativeId);
    const found: string[] = [];
    for (let before = ''; ; ) {
      const page = await tasksOf(id, `last: 2${before}`);
      found.unshift(...page.nodes.map(({ nativeId }) => nativeId));
      assert.equal(page.pageInfo.hasNextPage, before !== '');
      assert.equal(page.pageInfo.hasPreviousPage, found.length < ids.length);
      if (!page.pageInfo.hasPreviousPage) break;
      before = `, before: "${page.pageInfo.startCursor}"`;
    }
    assert.deepEqual(found, ids);
    const [first, second, third] = tasks.edges.map(({ cursor }) => cursor);
    const between = await tasksOf(id, `after: "${first}", before: "${third}"`);
    assert.deepEqual(between.edges, [{ cursor: second }]);
  }
});

test('tasks by status are those with it, counted, and with cursors of their own', async () => {
  for (const { id, tasks } of samples()) {
    for (const status of new Set(tasks.nodes.map((task) => task.status))) {
      const wanted = tasks.nodes.filter((task) => task.status === status);
      const page = await tasksOf(id, `statuses: [${status}], first: 500`);
      assert.deepEqual(page.nodes, wanted);
      assert.deepEqual(page.totalCount, { value: wanted.length, precision: 'EXACT' });
      const next = await tasksOf(id, `statuses: [${status}], after: "${page.edges[0]?.cursor}"`);
      assert.deepEqual(next.nodes, wanted.slice(1, 51));
      const { errors } = await world.query(
        'query ($id: ID!, $after: String) { job(id: $id) { tasks(after: $after) { nodes { id } } } }',
        { id, after: page.edges[0]?.cursor },
      );
      assert.equal(errors[0]?.extensions['code'], 'CURSOR_INVALID');
    }
    assert.deepEqual((await tasksOf(id, 'statuses: []')).totalCount, { value: 0, precision: 'EXACT' });
  }
});

test('what a task tells agrees with itself', () => {
  const all = jobs.flatMap(({ tasks }) => tasks.nodes);
  assert(all.some(({ startedAt }) => startedAt !== null));
  for (const { phase, isTerminal, startedAt, createdAt, finishedAt, durationSeconds } of all) {
    assert.equal(isTerminal, phase === 'UNKNOWN' ? null : phase === 'DONE');
    const from = startedAt ?? createdAt;
    const length =
      from === null || finishedAt === null ? null : (Date.parse(finishedAt) - Date.parse(from)) / 1_000;
    assert.equal(durationSeconds, length === null ? null : Math.max(0, length));
  }
});

test('wrong arguments are told', async () => {
  const id = jobs[0]?.id;
  for (const args of ['first: 1, last: 1', 'last: -1', 'last: 501', 'before: "rubbish"']) {
    const { errors } = await world.query(
      `query ($id: ID!) { job(id: $id) { tasks(${args}) { nodes { id } } } }`,
      { id },
    );
    assert.match(String(errors[0]?.extensions['code']), /BAD_USER_INPUT|CURSOR_INVALID/, args);
  }
});

test('a source tells what the configuration says of it, and its jobs their addresses', async () => {
  const settings = {
    name: 'Data centre',
    host: 'cloud.example.com',
    region: 'here-1',
    labels: { team: 'platform', tier: '1' },
    jobUrl: 'https://console.example.com/{originId}/{nativeId}',
  };
  await using told = await startWorld({ jobs: 10 }, { settings });
  const { data } = await told.query<{
    sources: object[];
    jobs: { nodes: { url: string | null; nativeId: string; origin: { nativeId: string } | null }[] };
  }>(
    '{ sources { name host region labels { key value } } jobs(first: 50) { nodes { url nativeId origin { nativeId } } } }',
  );
  for (const source of data.sources)
    assert.deepEqual(source, {
      name: 'Data centre',
      host: 'cloud.example.com',
      region: 'here-1',
      labels: [
        { key: 'team', value: 'platform' },
        { key: 'tier', value: '1' },
      ],
    });
  for (const { url, nativeId, origin } of data.jobs.nodes)
    assert.equal(
      url,
      origin &&
        `https://console.example.com/${encodeURIComponent(origin.nativeId)}/${encodeURIComponent(nativeId)}`,
    );
});
