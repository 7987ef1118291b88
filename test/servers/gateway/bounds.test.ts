import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createTestGateway, type TestGateway } from '../../support/create-test-gateway.ts';
import { SOURCE_IDS } from '../../support/fault-cells.ts';
import { OLDER_SERVICESTAGE, startWorld, type World } from '../../support/start-world.ts';

interface Row {
  readonly id: string;
  readonly nativeId: string;
  readonly source: { readonly id: string };
  readonly origin: { readonly id: string; readonly nativeId: string };
  readonly tasks: { readonly nodes: readonly { readonly id: string }[] };
}

interface List {
  readonly jobs: { readonly nodes: readonly Row[]; readonly sources: readonly { readonly state: string }[] };
}

const LIST = `query ($f: JobFilter) { jobs(first: 500, filter: $f) {
  nodes { id nativeId source { id } origin { id nativeId } tasks(first: 1) { nodes { id } } } sources { state }
} }`;

/** Two gateways in front of the same vendors: one shows all, the other one origin of each source. */
let world: World;
let bounded: TestGateway;
let rows: readonly Row[];
const mine = new Map<string, string>();

before(async () => {
  world = await startWorld({ jobs: 24, origins: 3, only: OLDER_SERVICESTAGE });
  rows = (await world.query<List>(LIST)).data.jobs.nodes;
  for (const { source, origin } of rows) mine.set(source.id, mine.get(source.id) ?? origin.nativeId);
  const sources = world.sources.map(({ id, backend, settings }) => ({
    id,
    backend,
    settings: { ...settings, origins: [mine.get(id)], jobs: undefined },
  }));
  bounded = createTestGateway(sources);
});
after(async () => {
  await bounded[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const isMine = ({ source, origin }: Row): boolean => origin.nativeId === mine.get(source.id);

const lookUp = async (field: string, id: string): Promise<unknown> => {
  const { data, errors } = await bounded.query<Record<string, { id: string } | null>>(
    `query ($id: ID!) { ${field}(id: $id) { id } }`,
    { id },
  );
  assert.deepEqual(errors, []);
  return data[field]?.id ?? null;
};

for (const sourceId of SOURCE_IDS) {
  describe(`${sourceId}, bounded to one origin`, () => {
    const own = () => rows.filter(({ source }) => source.id === sourceId);

    test('has others', () => assert.deepEqual(new Set(own().map(isMine)), new Set([true, false])));

    test('shows no job and no task beyond it', async () => {
      for (const row of own()) {
        const expected = (id: string): string | null => (isMine(row) ? id : null);
        assert.equal(await lookUp('job', row.id), expected(row.id));
        assert.equal(await lookUp('node', row.id), expected(row.id));
        for (const { id } of row.tasks.nodes) assert.equal(await lookUp('task', id), expected(id));
      }
    });

    test('shows none of many at once', async () => {
      const ids = own().map(({ id }) => id);
      const { data, errors } = await bounded.query<{ nodes: ({ id: string } | null)[] }>(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
        { ids },
      );
      assert.deepEqual(errors, []);
      assert.deepEqual(
        data.nodes.map((node) => node?.id ?? null),
        own().map((row) => (isMine(row) ? row.id : null)),
      );
    });

    test('is not asked about another origin', async () => {
      const foreign = own().find((row) => !isMine(row))?.origin.id;
      for (const vendor of world.vendors) vendor.requests.length = 0;
      const { data } = await bounded.query<List>(LIST, { f: { origins: [foreign] } });
      assert.deepEqual(data.jobs.nodes, []);
      assert(data.jobs.sources.every(({ state }) => state === 'SKIPPED'));
      assert(world.vendors.every(({ requests }) => requests.length === 0));
    });
  });
}

test('an id that tells its origin is not asked for beyond the bounds', async () => {
  const telling = rows.filter((row) => !isMine(row) && !['dc1', 'deploys'].includes(row.source.id));
  for (const vendor of world.vendors) vendor.requests.length = 0;
  for (const { id } of telling) assert.equal(await lookUp('job', id), null);
  assert(world.vendors.every(({ requests }) => requests.length === 0));
});

test('a job that the configuration names is shown whatever it hangs under', async () => {
  const deploys = world.sources.find(({ id }) => id === 'deploys') ?? assert.fail();
  const foreign = rows.filter((row) => row.source.id === 'deploys' && !isMine(row));
  const [named, other] = foreign;
  assert(named !== undefined && other !== undefined);
  const settings = { ...deploys.settings, origins: [mine.get('deploys')], jobs: [named.nativeId] };
  await using gateway = createTestGateway([{ ...deploys, settings }]);
  const { data } = await gateway.query<{ nodes: ({ id: string } | null)[] }>(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    { ids: [named.id, other.id] },
  );
  assert.deepEqual(data.nodes, [{ id: named.id }, null]);
  const list = await gateway.query<List>(LIST, { f: { origins: [named.origin.id] } });
  assert.deepEqual(
    list.data.jobs.nodes.map(({ id }) => id),
    [named.id],
  );
});
