import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SimulatedFault } from '../../../src/simulator/kit/simulator.ts';
import { SOURCE_IDS } from '../../support/fault-cells.ts';
import { startWorld, type World } from '../../support/start-world.ts';

interface Answer {
  readonly jobs: {
    readonly edges: readonly {
      readonly late: boolean;
      readonly node: { readonly nativeId: string; readonly source: { readonly id: string } };
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly sources: readonly {
      readonly source: { readonly id: string };
      readonly state: string;
      readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean } | null;
    }[];
  };
}

const JOBS = `query ($first: Int, $after: String) {
  jobs(first: $first, after: $after) {
    edges { late node { nativeId source { id } } }
    pageInfo { hasNextPage endCursor }
    sources { source { id } state error { code message retryable } }
  }
}`;

const ONCE = { settings: { retries: 0, timeoutMs: 1_000, deadlineMs: 5_000 } };

interface Case {
  readonly name: string;
  readonly break: (world: World, sourceId: string) => void | Promise<void>;
  readonly state: string;
  readonly code: string;
  readonly settings?: Readonly<Record<string, unknown>>;
}

const faulty =
  (fault: SimulatedFault): Case['break'] =>
  (world, id) => {
    world.vendor(id).fault = ({ path }) => (path.endsWith('/login') ? null : fault);
  };

test('a vendor that refuses every token it gives is not signed in to by every request', async () => {
  await using world = await startWorld({ jobs: 8 });
  await world.query(JOBS, { first: 20 });
  const node = world.vendor('dc1');
  node.requests.length = 0;
  faulty({ kind: 'status', status: 401, body: '', headers: {} })(world, 'dc1');
  for (let asked = 0; asked < 50; asked += 1) {
    const { data } = await world.query<Answer>(JOBS, { first: 20 });
    const report = data.jobs.sources.find(({ source }) => source.id === 'dc1');
    assert.equal(report?.error?.code, 'UPSTREAM_AUTH_FAILED');
  }
  const logins = node.requests.filter(({ path }) => path.endsWith('/login')).length;
  // A few until that is understood, and two each time that it is tried again, after 1 s, 2 s, 4 s.
  assert(logins >= 1 && logins <= 9, `${logins} logins`);
});

const CASES: readonly Case[] = [
  {
    name: 'is down',
    break: (world, id) => world.vendor(id).close(),
    state: 'FAILED',
    code: 'UPSTREAM_UNAVAILABLE',
  },
  {
    name: 'hangs beyond the time-out',
    break: faulty({ kind: 'hang' }),
    state: 'FAILED',
    code: 'UPSTREAM_TIMEOUT',
  },
  {
    name: 'hangs beyond the deadline',
    break: faulty({ kind: 'hang' }),
    state: 'LATE',
    code: 'UPSTREAM_LATE',
    settings: { timeoutMs: 60_000, deadlineMs: 1_500 },
  },
  {
    name: 'answers 401 for ever',
    break: faulty({ kind: 'status', status: 401 }),
    state: 'FAILED',
    code: 'UPSTREAM_AUTH_FAILED',
  },
  {
    name: 'answers with a body that is too large',
    break: faulty({ kind: 'huge', bytes: 2_000_000 }),
    state: 'FAILED',
    code: 'UPSTREAM_BAD_RESPONSE',
    settings: { maxBodyBytes: 500_000 },
  },
];

const idsOf = ({ jobs }: Answer): string[][] => jobs.edges.map(({ node }) => [node.source.id, node.nativeId]);

for (const { name, state, code, settings, break: breakIt } of CASES) {
  for (const ill of ['dc1', 'apps', 'search', 'backups', 'deploys']) {
    test(`${ill} ${name}: the rows of the others come, and a report`, async () => {
      await using world = await startWorld(
        { jobs: 20, seed: 5 },
        { settings: { ...ONCE.settings, ...settings } },
      );
      const others = world.expected().filter(({ sourceId }) => sourceId !== ill);
      await breakIt(world, ill);
      const { data, errors, status } = await world.query<Answer>(JOBS, { first: 15 });
      assert.equal(status, 200);
      assert.deepEqual(
        idsOf(data),
        others.slice(0, 15).map(({ sourceId, nativeId }) => [sourceId, nativeId]),
      );
      const reports = data.jobs.sources.map(({ source, error, ...report }) => [
        source.id,
        report.state,
        error?.code,
      ]);
      const expected = ['dc1', 'apps', 'search', 'backups', 'deploys'].map((id) =>
        id === ill ? [id, state, code] : [id, 'OK', undefined],
      );
      assert.deepEqual(reports, expected);
      assert.equal(errors.length, 1);
      assert.deepEqual(errors[0]?.path, ['jobs']);
      assert.equal(errors[0]?.extensions['code'], code);
      assert.equal(errors[0]?.extensions['source'], ill);
      assert.doesNotMatch(JSON.stringify([errors, data.jobs.sources]), /127\.0\.0\.1|demo-token|password/);
      assert.deepEqual(world.log, []);
    });
  }
}

test('where every source is down, the field is an error that names them all, and takes nothing with it', async () => {
  await using world = await startWorld({ jobs: 5 }, ONCE);
  await Promise.all(world.vendors.map((vendor) => vendor.close()));
  const { data, errors } = await world.query<{ jobs: null; sources: { id: string }[] }>(
    '{ jobs { nodes { id } } sources { id } }',
  );
  assert.deepEqual(data, { jobs: null, sources: SOURCE_IDS.map((id) => ({ id })) });
  assert.equal(errors.length, 1);
  assert.deepEqual(errors[0]?.path, ['jobs']);
  assert.equal(errors[0]?.extensions['code'], 'UPSTREAM_UNAVAILABLE');
  assert.equal(errors[0]?.extensions['retryable'], true);
  const sources = errors[0]?.extensions['sources'];
  assert(Array.isArray(sources));
  assert.deepEqual(
    sources.map(({ source, code }) => [source, code]),
    SOURCE_IDS.map((id) => [id, 'UPSTREAM_UNAVAILABLE']),
  );
  assert.deepEqual(world.log, []);
});

test('an identity service that is down fails the sources that sign in there, and no others', async () => {
  await using world = await startWorld({ jobs: 5 }, ONCE);
  world.iam.fault = () => ({ kind: 'status', status: 503 });
  const { data } = await world.query<Answer>(JOBS, { first: 100 });
  assert.deepEqual(
    data.jobs.sources.map(({ source, state }) => [source.id, state]),
    [
      ['dc1', 'OK'],
      ['apps', 'FAILED'],
      ['search', 'FAILED'],
      ['backups', 'OK'],
      ['deploys', 'FAILED'],
    ],
  );
  assert.equal(new Set(data.jobs.edges.map(({ node }) => node.source.id)).size, 2);
});

test('sessions and tokens that expire between two pages are replaced, with no error', async () => {
  await using world = await startWorld({ jobs: 20 }, ONCE);
  const first = await world.query<Answer>(JOBS, { first: 30 });
  for (const vendor of world.vendors) vendor.expireCredentials();
  const second = await world.query<Answer>(JOBS, {
    first: 500,
    after: first.data.jobs.pageInfo.endCursor,
  });
  assert.deepEqual(second.errors, []);
  assert.deepEqual(
    [...idsOf(first.data), ...idsOf(second.data)],
    world.expected().map(({ sourceId, nativeId }) => [sourceId, nativeId]),
  );
});

test('a source that is down on pages 1 to 3 gives all of its rows from page 4 on, marked late', async () => {
  await using world = await startWorld({ jobs: 20 }, ONCE);
  const ill = world.vendor('search');
  ill.fault = () => ({ kind: 'status', status: 500 });
  const edges: Answer['jobs']['edges'][number][] = [];
  for (let page = 1, after: string | null = null; ; page += 1) {
    if (page === 4) ill.fault = null;
    const answer: { readonly data: Answer } = await world.query<Answer>(JOBS, { first: 10, after });
    const { jobs } = answer.data;
    edges.push(...jobs.edges);
    after = jobs.pageInfo.endCursor;
    if (!jobs.pageInfo.hasNextPage) break;
  }
  const idOf = ({ node }: (typeof edges)[number]): string => `${node.source.id} ${node.nativeId}`;
  const expected = world.expected().map(({ sourceId, nativeId }) => `${sourceId} ${nativeId}`);
  assert.deepEqual(edges.map(idOf).sort(), expected.toSorted());
  const late = edges.filter((edge) => edge.late);
  assert(late.length > 0);
  assert(late.every(({ node }) => node.source.id === 'search'));
  const onTime = edges.filter((edge) => !edge.late).map(idOf);
  assert.deepEqual(
    onTime,
    expected.filter((id) => onTime.includes(id)),
  );
});
