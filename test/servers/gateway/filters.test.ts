import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { OLDER_SERVICESTAGE, startWorld, type World } from '../../support/start-world.ts';

interface Job {
  readonly id: string;
  readonly name: string | null;
  readonly status: string;
  readonly createdAt: string | null;
  readonly finishedAt: string | null;
  readonly createdBy: string | null;
  readonly source: { readonly id: string };
}

interface Page {
  readonly jobs: {
    readonly nodes: readonly Job[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly sources: readonly {
      readonly source: { readonly id: string };
      readonly state: string;
      readonly pushedDown: readonly string[];
      readonly residual: readonly string[];
    }[];
  };
}

const QUERY = `query ($filter: JobFilter, $first: Int!, $after: String) {
  jobs(filter: $filter, first: $first, after: $after) {
    nodes { id name status createdAt finishedAt createdBy source { id } }
    pageInfo { hasNextPage endCursor }
    sources { source { id } state pushedDown residual }
  }
}`;

let world: World;
let all: readonly Job[];
before(async () => {
  world = await startWorld({ jobs: 60, only: OLDER_SERVICESTAGE });
  all = await walk({});
});
after(async () => world[Symbol.asyncDispose]());

async function page(filter: object, first: number, cursor: string | null = null): Promise<Page['jobs']> {
  const { data, errors } = await world.query<Page>(QUERY, { filter, first, after: cursor });
  assert.deepEqual(errors, []);
  return data.jobs;
}

async function walk(filter: object, size = 500): Promise<Job[]> {
  const jobs: Job[] = [];
  for (let cursor: string | null = null; ; ) {
    const { nodes, pageInfo } = await page(filter, size, cursor);
    jobs.push(...nodes);
    if (!pageInfo.hasNextPage) return jobs;
    cursor = pageInfo.endCursor;
  }
}

const lower = (text: string | null): string | null => text?.toLowerCase() ?? null;

/** What a filter must let through, by what people see of a job. */
async function check(filter: object, isWanted: (job: Job) => boolean): Promise<number> {
  const wanted = all.filter(isWanted);
  for (const size of [500, 7]) assert.deepEqual(await walk(filter, size), wanted, JSON.stringify(filter));
  return wanted.length;
}

test('names are those that people see, whichever vendor keeps them where', async () => {
  const names = new Map(all.map(({ source, name }) => [source.id, name]));
  assert.deepEqual([...names.keys()].sort(), ['apps', 'backups', 'deploys', 'dc1', 'search'].sort());
  for (const [source, name] of names) {
    if (name === null) continue;
    const found = await check({ names: [name.toUpperCase()] }, (job) => lower(job.name) === lower(name));
    assert(found > 0, source);
    const part = name.slice(1, -1);
    await check(
      { nameContains: part.toUpperCase() },
      (job) => lower(job.name)?.includes(lower(part) ?? '') === true,
    );
  }
  const two = [...names.values()].slice(0, 2).map(String);
  await check({ names: two }, (job) => two.map(lower).includes(lower(job.name)));
  assert.equal(await check({ names: ['nobody'] }, () => false), 0);
  await check({ nameContains: '' }, (job) => job.name !== null);
});

test('a vendor whose rows only refer to names is asked for the rows of the right names', async () => {
  const name =
    all.find(({ source, name: one }) => source.id === 'dc1' && one !== null)?.name ?? assert.fail();
  const requests = world.vendor('dc1').requests;
  const count = requests.length;
  await page({ names: [name], sources: ['dc1'] }, 5);
  const asked = requests.slice(count).map(({ query }) => query.map((pair) => pair.join('=')).join('&'));
  assert(
    asked.some((query) => query.includes('schedulerJobUuid?=')),
    asked.join('\n'),
  );
  // The rows, all names with the proof that there are no more, and the name that is shown.
  assert(asked.length <= 7, asked.join('\n'));
});

test('who started it, how it does not stand, and when it ended', async () => {
  const user = all.find(({ createdBy }) => createdBy !== null)?.createdBy;
  assert.notEqual(await check({ createdBy: [user] }, (job) => job.createdBy === user), 0);
  await check(
    { notStatuses: ['SUCCEEDED', 'RUNNING'] },
    ({ status }) => !['SUCCEEDED', 'RUNNING'].includes(status),
  );
  await check({ notStatuses: ['FAILED'], phases: ['DONE'] }, ({ status }) =>
    ['SUCCEEDED', 'PARTIALLY_FAILED', 'TIMED_OUT', 'CANCELED', 'ROLLED_BACK', 'SKIPPED'].includes(status),
  );
  const ends = all.flatMap(({ finishedAt }) => finishedAt ?? []).sort();
  const [from, to] = [ends[Math.floor(ends.length / 3)] ?? '', ends[Math.floor((2 * ends.length) / 3)] ?? ''];
  await check({ finishedAfter: from }, ({ finishedAt }) => finishedAt !== null && finishedAt >= from);
  await check({ finishedBefore: to }, ({ finishedAt }) => finishedAt !== null && finishedAt < to);
  await check(
    { finishedAfter: from, finishedBefore: to },
    ({ finishedAt }) => finishedAt !== null && finishedAt >= from && finishedAt < to,
  );
});

test('a source whose jobs never have the field is not asked', async () => {
  const counts = world.vendors.map(({ requests }) => requests.length);
  const { sources } = await page({ createdBy: ['somebody'] }, 5);
  const states = sources.map(({ source, state }) => `${source.id} ${state}`);
  assert.deepEqual(states, [
    'dc1 SKIPPED',
    'apps SKIPPED',
    'search SKIPPED',
    'backups SKIPPED',
    'deploys OK',
  ]);
  const asked = world.vendors.map(({ requests }, i) => requests.length > (counts[i] ?? 0));
  assert.deepEqual(asked.slice(0, 4), [false, false, false, false]);
});

test('a length of time counts from the first page, whenever the others are asked for', async (context) => {
  context.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  const times = all.flatMap(({ createdAt }) => createdAt ?? []);
  const middle = Date.parse(times[Math.floor(times.length / 2)] ?? '');
  const seconds = Math.ceil((Date.now() - middle) / 1_000);
  const filter = { createdWithin: `PT${seconds}S` };
  const from = Date.now() - seconds * 1_000;
  const wanted = all.filter(({ createdAt }) => createdAt !== null && Date.parse(createdAt) >= from);
  const first = await page(filter, 10);
  assert.deepEqual(first.nodes, wanted.slice(0, 10));
  context.mock.timers.tick(3_600_000);
  const rest: Job[] = [];
  for (let cursor = first.pageInfo.endCursor; cursor !== null; ) {
    const { nodes, pageInfo } = await page(filter, 10, cursor);
    rest.push(...nodes);
    cursor = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  }
  assert.deepEqual([...first.nodes, ...rest], wanted);
  assert.notDeepEqual(await page(filter, 500).then(({ nodes }) => nodes), wanted);
  const { sources } = first;
  for (const { pushedDown, residual } of sources)
    assert.deepEqual([...new Set([...pushedDown, ...residual])], ['createdWithin']);
});

test('a cursor of a length of time fits no other, and no list without one', async () => {
  const { pageInfo } = await page({ createdWithin: 'P300D' }, 3);
  for (const filter of [{ createdWithin: 'P301D' }, {}, { createdAfter: '2020-01-01T00:00:00Z' }]) {
    const { errors } = await world.query(QUERY, { filter, first: 3, after: pageInfo.endCursor });
    assert.equal(errors[0]?.extensions['code'], 'CURSOR_MISMATCH');
  }
  const plain = await page({}, 3);
  const { errors } = await world.query(QUERY, {
    filter: { createdWithin: 'P300D' },
    first: 3,
    after: plain.pageInfo.endCursor,
  });
  assert.equal(errors[0]?.extensions['code'], 'CURSOR_MISMATCH');
  const again = await page({ createdWithin: 'P300D' }, 3, pageInfo.endCursor);
  assert.equal(again.nodes.length, 3);
});
