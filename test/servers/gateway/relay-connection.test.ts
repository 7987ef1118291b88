import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startWorld, type World } from '../../support/start-world.ts';

/** The Relay cursor connections specification, read as a test: what any client of any connection may rely upon. */

interface Edge {
  readonly cursor: string;
  readonly node: { readonly id: string };
}

interface Connection {
  readonly edges: readonly Edge[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

interface Arguments {
  readonly first?: number;
  readonly last?: number;
  readonly after?: string;
  readonly before?: string;
  readonly orderBy?: string;
}

const FIELDS = 'edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

let world: World;
before(async () => {
  world = await startWorld({ jobs: 20, origins: 2 });
});
after(async () => world[Symbol.asyncDispose]());

async function read(given: Arguments): Promise<Connection> {
  const text = `query ($first: Int, $last: Int, $after: String, $before: String, $orderBy: JobOrder = CREATED_AT_DESC) {
    jobs(first: $first, last: $last, after: $after, before: $before, orderBy: $orderBy) { ${FIELDS} } }`;
  const { data, errors } = await world.query<{ jobs: Connection }>(text, { ...given });
  assert.deepEqual(errors, []);
  return data.jobs;
}

const idsOf = (edges: readonly Edge[]): string[] => edges.map(({ node }) => node.id);

/** §4.4 and §5.1: the cursors of the page are those of its first and last edge, and no edge is without one. */
function assertPageInfo({ edges, pageInfo }: Connection): void {
  assert.equal(pageInfo.startCursor, edges[0]?.cursor ?? null);
  assert.equal(pageInfo.endCursor, edges.at(-1)?.cursor ?? null);
  assert.equal(new Set(edges.map(({ cursor }) => cursor)).size, edges.length);
}

for (const orderBy of ['CREATED_AT_DESC', 'CREATED_AT_ASC']) {
  test(`${orderBy}: every slice is what ApplyCursorsToEdges and EdgesToReturn make of the whole`, async () => {
    const { edges } = await read({ first: 500, orderBy });
    const whole = idsOf(edges);
    assert.ok(whole.length > 60);
    const at = (index: number): string => edges[index]?.cursor ?? '';
    for (const [from, to] of [
      [10, 40],
      [0, whole.length - 1],
      [25, 26],
      [30, 31],
    ] as const) {
      const between = whole.slice(from + 1, to);
      for (const size of [0, 1, 7, 50]) {
        const first = await read({ first: size, after: at(from), before: at(to), orderBy });
        assertPageInfo(first);
        assert.deepEqual(idsOf(first.edges), between.slice(0, size));
        assert.equal(first.pageInfo.hasPreviousPage, true);
        const last = await read({ last: size, after: at(from), before: at(to), orderBy });
        assertPageInfo(last);
        assert.deepEqual(idsOf(last.edges), size === 0 ? [] : between.slice(-size));
        assert.equal(last.pageInfo.hasNextPage, true);
      }
    }
  });

  test(`${orderBy}: walks in both directions give the whole, and pageInfo is true on every page`, async () => {
    const whole = idsOf((await read({ first: 500, orderBy })).edges);
    for (const size of [1, 13, whole.length - 1, whole.length, whole.length + 1]) {
      assert.deepEqual(await walk(size, orderBy, true, whole.length), whole);
      assert.deepEqual(await walk(size, orderBy, false, whole.length), whole);
    }
  });
}

async function walk(size: number, orderBy: string, isForward: boolean, length: number): Promise<string[]> {
  let ids: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const place = cursor === null ? {} : isForward ? { after: cursor } : { before: cursor };
    const page = await read({ ...(isForward ? { first: size } : { last: size }), ...place, orderBy });
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    assertPageInfo(page);
    assert.equal(isForward ? hasPreviousPage : hasNextPage, cursor !== null);
    ids = isForward ? [...ids, ...idsOf(page.edges)] : [...idsOf(page.edges), ...ids];
    assert.equal(
      isForward ? hasNextPage : hasPreviousPage,
      ids.length < length,
      `after ${ids.length} of ${length}`,
    );
    if (ids.length >= length) return ids;
    cursor = isForward ? endCursor : startCursor;
  }
}

test('the types of connection, edge and page info are those of the specification', async () => {
  const { data } = await world.query<{ __schema: { types: readonly TypeShape[] } }>(
    '{ __schema { types { name fields { name type { kind name ofType { kind name ofType { kind name } } } } } } }',
  );
  const types = new Map(data.__schema.types.map((type) => [type.name, type]));
  const connections = [...types.keys()].filter((name) => name.endsWith('Connection'));
  assert.deepEqual(connections.sort(), ['JobConnection', 'OriginConnection', 'TaskConnection']);
  for (const name of connections) {
    const edge = name.replace('Connection', 'Edge');
    assert.equal(kindOf(types.get(name), 'edges'), 'NON_NULL LIST NON_NULL');
    assert.equal(kindOf(types.get(name), 'pageInfo'), 'NON_NULL PageInfo');
    assert.equal(kindOf(types.get(edge), 'cursor'), 'NON_NULL String');
    assert.ok(types.get(edge)?.fields?.some((field) => field.name === 'node'));
  }
  assert.equal(kindOf(types.get('PageInfo'), 'hasNextPage'), 'NON_NULL Boolean');
  assert.equal(kindOf(types.get('PageInfo'), 'hasPreviousPage'), 'NON_NULL Boolean');
  assert.equal(kindOf(types.get('PageInfo'), 'startCursor'), 'String');
  assert.equal(kindOf(types.get('PageInfo'), 'endCursor'), 'String');
});

interface TypeRef {
  readonly kind: string;
  readonly name: string | null;
  readonly ofType?: TypeRef | null;
}

interface TypeShape {
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly type: TypeRef }[] | null;
}

function kindOf(type: TypeShape | undefined, field: string): string {
  const words: string[] = [];
  let ref: TypeRef | null | undefined = type?.fields?.find(({ name }) => name === field)?.type;
  for (; ref; ref = ref.ofType) words.push(ref.name ?? ref.kind);
  return words.join(' ');
}
