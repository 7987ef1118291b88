import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestGateway, type TestGateway } from '../../support/create-test-gateway.ts';
import { type BuildbotRow, buildbotSkip, type RunningBuildbot, startBuildbot } from './start-buildbot.ts';

/**
 * Whose turn it is when a build is asked for. A build costs the server a quarter of a second of work, a request that is skipped
 * or waits behind one that hangs costs hardly any: half of the requests are such.
 */
const TURNS = [
  'succeeds',
  'fails',
  'skips',
  'warns',
  'hangs',
  'raises',
  'skips',
  'retries',
  'hangs',
  'skips',
];
const REQUESTS = 60;
/** For a machine that has much else to do; the server itself needs some 20 s. */
const LIMIT_MS = 420_000;

interface Node {
  readonly id: string;
  readonly nativeId: string;
  readonly status: string;
  readonly createdAt: string;
  readonly [field: string]: unknown;
}

interface Sources {
  readonly sources: readonly {
    readonly origins: { readonly nodes: readonly Pick<Node, 'id' | 'nativeId'>[] };
  }[];
}

interface Page {
  readonly jobs: {
    readonly nodes: readonly Node[];
    readonly pageInfo: Readonly<Record<string, boolean | string | null>>;
    readonly sources: readonly { readonly state: string; readonly error: unknown }[];
  };
}

const FIELDS = `id nativeId name status nativeStatus createdAt startedAt finishedAt createdBy origin { nativeId kind name }
  details { ... on BuildbotJobDetails { reason builderId } }`;

const LIST = `query ($first: Int, $after: String, $last: Int, $before: String, $order: JobOrder!, $filter: JobFilter) {
  jobs(first: $first, after: $after, last: $last, before: $before, orderBy: $order, filter: $filter) {
    nodes { ${FIELDS} } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } sources { state error { code message } }
  }
}`;

/** Numbers under `results`, written down a second time (docs/vendors/buildbot.md#status). */
const ENDS = ['SUCCEEDED', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'FAILED', 'FAILED', 'CANCELED'];

const iso = (seconds: unknown): string | null =>
  typeof seconds === 'number' ? new Date(seconds * 1_000).toISOString() : null;

function statusOf({ complete, claimed, results }: BuildbotRow): string {
  if (complete !== true) return claimed === true ? 'RUNNING' : 'QUEUED';
  return ENDS[Number(results)] ?? 'UNKNOWN';
}

/** A request of the server's own list, in our words. */
const inOurWords = (row: BuildbotRow, builders: ReadonlyMap<unknown, unknown>) => ({
  nativeId: String(row['buildrequestid']),
  status: statusOf(row),
  createdAt: iso(row['submitted_at']),
  startedAt: iso(row['claimed_at']),
  finishedAt: iso(row['complete_at']),
  origin: {
    nativeId: String(row['builderid']),
    kind: 'builder',
    name: builders.get(row['builderid']),
  },
});

const withoutRest = ({ nativeId, status, createdAt, startedAt, finishedAt, origin }: Node) => ({
  nativeId,
  status,
  createdAt,
  startedAt,
  finishedAt,
  origin,
});

describe('a real Buildbot', { skip: buildbotSkip }, () => {
  let server: RunningBuildbot;
  let gateway: TestGateway;
  let builders: ReadonlyMap<unknown, unknown>;
  let forced = 0;

  /** A build of the next builder in turn; behind one that hangs all others of its builder wait. */
  const force = async (): Promise<number> => {
    const name = TURNS[forced % TURNS.length];
    const [id] = [...builders].find(([, known]) => known === name) ?? [];
    forced += 1;
    return server.force(Number(id), `reason ${forced}`);
  };

  before(async () => {
    server = await startBuildbot();
    builders = new Map((await server.rows('/builders')).map((row) => [row['builderid'], row['name']]));
    assert.deepEqual(new Set(builders.values()), new Set(TURNS));
    // However busy the machine is: this is no test of time.
    const settings = { endpoint: server.url, auth: { type: 'none' }, timeoutMs: 60_000, deadlineMs: 120_000 };
    gateway = createTestGateway([{ id: 'ci', backend: 'buildbot', settings }]);
    while (forced < REQUESTS) await force();
  });

  after(async () => {
    await gateway?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  const ask = async (variables: Readonly<Record<string, unknown>>): Promise<Page['jobs']> => {
    const { data, errors } = await gateway.query<Page>(LIST, { order: 'CREATED_AT_DESC', ...variables });
    assert.deepEqual(errors, []);
    for (const { state, error } of data.jobs.sources)
      assert(['OK', 'SKIPPED'].includes(state) && error === null, state);
    return data.jobs;
  };

  /** In the order of the list. `between`: what happens between two pages. */
  async function walk(
    size: number,
    order: string,
    isForward: boolean,
    { filter, between }: { readonly filter?: object; readonly between?: () => Promise<unknown> } = {},
  ): Promise<Node[]> {
    const found: (readonly Node[])[] = [];
    for (let place: unknown = null; ; ) {
      const part = isForward ? { first: size, after: place } : { last: size, before: place };
      const { nodes, pageInfo } = await ask({ ...part, order, filter });
      found.push(nodes);
      if (!pageInfo[isForward ? 'hasNextPage' : 'hasPreviousPage']) break;
      place = pageInfo[isForward ? 'endCursor' : 'startCursor'];
      if (found.length === 2) await between?.();
    }
    return (isForward ? found : found.reverse()).flat();
  }

  for (const order of ['CREATED_AT_DESC', 'CREATED_AT_ASC']) {
    for (const isForward of [true, false]) {
      for (const size of [5, 7, 100]) {
        test(`${order}, ${isForward ? 'first/after' : 'last/before'}, ${size} at a time, while builds are forced and run`, async () => {
          const known = new Set(
            (await server.rows('/buildrequests')).map((row) => String(row['buildrequestid'])),
          );
          const found = await walk(size, order, isForward, { between: force });
          const ids = found.map(({ nativeId }) => nativeId);
          assert.equal(new Set(ids).size, ids.length, 'none twice');
          assert.deepEqual(
            [...known].filter((id) => !ids.includes(id)),
            [],
            'none missing',
          );
          const times = found.map(({ createdAt }) => Date.parse(createdAt));
          const sorted = times.toSorted((a, b) => (order === 'CREATED_AT_ASC' ? a - b : b - a));
          assert.deepEqual(times, sorted);
        });
      }
    }
  }

  describe('once nothing is built any more', () => {
    let rows: readonly BuildbotRow[];

    before(async () => {
      await settle(server);
      rows = await server.rows('/buildrequests?order=-submitted_at&order=-buildrequestid');
      assert(rows.length >= REQUESTS);
    });

    test('each request has the status, the times and the origin that the server has', async () => {
      const found = await walk(25, 'CREATED_AT_DESC', true);
      const byId = (a: { nativeId: string }, b: { nativeId: string }): number =>
        Number(a.nativeId) - Number(b.nativeId);
      assert.deepEqual(
        found.map(withoutRest).sort(byId),
        rows.map((row) => inOurWords(row, builders)).sort(byId),
      );
      const seen = new Set(found.map(({ status }) => status));
      assert.deepEqual(seen, new Set(['SUCCEEDED', 'FAILED', 'SKIPPED', 'CANCELED']));
      for (const { nativeId, name, createdBy, details } of found) {
        assert.match(String(name), /^reason \d+$/, nativeId);
        assert.equal(createdBy, 'Ann Other <ann@example.org>');
        assert.equal((details as BuildbotRow)['reason'], name);
      }
    });

    test('a filter on statuses, origins or times finds what the server says, and nothing else', async () => {
      const matching = async (filter: object): Promise<string[]> =>
        (await walk(7, 'CREATED_AT_DESC', true, { filter })).map(({ nativeId }) => nativeId).sort();
      const wanted = (is: (row: BuildbotRow) => boolean): string[] =>
        rows
          .filter(is)
          .map((row) => String(row['buildrequestid']))
          .sort();
      for (const status of ['FAILED', 'SUCCEEDED', 'SKIPPED', 'CANCELED', 'RUNNING', 'QUEUED', 'TIMED_OUT'])
        assert.deepEqual(
          await matching({ statuses: [status] }),
          wanted((row) => statusOf(row) === status),
          status,
        );
      assert(wanted((row) => statusOf(row) === 'FAILED').length > 10);
      const [builder] = builders.keys();
      const { data } = await gateway.query<Sources>('{ sources { origins { nodes { id nativeId } } } }');
      const origins = data.sources.flatMap((source) => source.origins.nodes);
      const origin = origins.find(({ nativeId }) => nativeId === String(builder));
      assert.deepEqual(
        await matching({ origins: [origin?.id] }),
        wanted((row) => row['builderid'] === builder),
      );
      const middle = Number(rows[Math.floor(rows.length / 2)]?.['submitted_at']);
      const [createdAfter, createdBefore] = [iso(middle - 3), iso(middle + 3)];
      assert.deepEqual(
        await matching({ createdAfter, createdBefore }),
        wanted((row) => Math.abs(Number(row['submitted_at']) - middle + 0.5) < 3),
      );
      assert.deepEqual(await matching({ kinds: ['any'] }), []);
    });

    test('each request is found by its id, with the steps of all of its builds as tasks', async () => {
      const found = await walk(100, 'CREATED_AT_DESC', true);
      const ids = found.filter((_, i) => i % 4 === 0).map(({ id }) => id);
      const { data, errors } = await gateway.query<{
        nodes: readonly (Node & { tasks: { nodes: readonly BuildbotRow[] } })[];
      }>(
        `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Job { ${FIELDS}
           tasks(first: 100) { nodes { nativeId index name status createdAt finishedAt } totalCount { value precision } } } } }`,
        { ids },
      );
      assert.deepEqual(errors, []);
      assert.deepEqual(
        data.nodes.map(({ id }) => id),
        ids,
      );
      let most = 0;
      for (const job of data.nodes) {
        const builds = await server.rows(`/buildrequests/${job.nativeId}/builds?order=buildid`);
        most = Math.max(most, builds.length);
        const steps: BuildbotRow[] = [];
        for (const build of builds)
          steps.push(...(await server.rows(`/builds/${build['buildid']}/steps?order=number`)));
        assert.deepEqual(
          job.tasks.nodes,
          steps.map((step) => ({
            nativeId: String(step['stepid']),
            index: step['number'],
            name: step['name'],
            status: ENDS[Number(step['results'])],
            createdAt: iso(step['started_at']),
            finishedAt: iso(step['complete_at']),
          })),
          `request ${job.nativeId}`,
        );
      }
      assert.equal(most, 2, 'a request that was tried twice is among them');
    });

    test('an id that is none, a path that is none, and a server that is down', async () => {
      const { data } = await gateway.query<{ nodes: readonly unknown[] }>(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
        {
          ids: [(await walk(100, 'CREATED_AT_DESC', true))[0]?.id.replace(/./g, 'x')],
        },
      );
      assert.deepEqual(data.nodes, [null]);
      await using lost = createTestGateway([
        {
          id: 'ci',
          backend: 'buildbot',
          settings: { endpoint: `${server.url}/elsewhere`, auth: { type: 'none' } },
        },
      ]);
      const { errors } = await lost.query(LIST, { first: 1, order: 'CREATED_AT_DESC' });
      assert.equal(errors[0]?.extensions['code'], 'UPSTREAM_REJECTED');
    });
  });
});

/** Waits until all is built that ever ends, then stops what hangs; what waits behind it is called off. */
async function settle(server: RunningBuildbot): Promise<void> {
  const [hanging] = (await server.rows('/builders?name__eq=hangs')).map((row) => row['builderid']);
  for (const until = Date.now() + LIMIT_MS; ; await sleep(500)) {
    const open = await server.rows('/buildrequests?complete__eq=false');
    if (open.every((row) => row['builderid'] === hanging)) break;
    assert(Date.now() < until, `${open.length} requests are still open`);
  }
  for (const row of await server.rows('/buildrequests?complete__eq=false&claimed__eq=false'))
    await server.control(`/buildrequests/${row['buildrequestid']}`, 'cancel');
  for (const row of await server.rows('/builds?complete__eq=false'))
    await server.control(`/builds/${row['buildid']}`, 'stop');
  for (
    const until = Date.now() + LIMIT_MS;
    (await server.rows('/buildrequests?complete__eq=false')).length > 0;
  ) {
    assert(Date.now() < until, 'what was stopped goes on');
    await sleep(200);
  }
}
