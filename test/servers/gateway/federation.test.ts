import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { printSchema } from '../../../src/cli/print-schema.ts';
import { jobId, originId, resourceId } from '../../../src/model/global-id.ts';
import { SOURCE_IDS } from '../../support/fault-cells.ts';
import { startWorld, type World } from '../../support/start-world.ts';

interface Entity {
  readonly __typename: string;
  readonly id: string;
  readonly nativeId?: string;
  readonly jobs?: { readonly nodes: readonly { readonly id: string }[] };
}

interface Entities {
  readonly _entities: readonly (Entity | null)[];
}

const ENTITIES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    __typename
    ... on Job { id nativeId } ... on Task { id nativeId } ... on Origin { id nativeId } ... on Source { id }
    ... on CloudResource { id nativeId }
  }
}`;

let world: World;
before(async () => {
  world = await startWorld({ jobs: 40 }, { federation: { typePrefix: '' } });
});
after(async () => world[Symbol.asyncDispose]());

const ask = (representations: readonly object[]) => world.query<Entities>(ENTITIES, { representations });

test('the schema that it tells is the one that the command prints', async () => {
  const { data } = await world.query<{ _service: { sdl: string } }>('{ _service { sdl } }');
  assert.equal(data._service.sdl, printSchema({ federation: true, typePrefix: null }));
});

test('without federation there are no such fields', async () => {
  await using plain = await startWorld({ jobs: 5 });
  for (const field of ['_service { sdl }', '_entities(representations: []) { __typename }']) {
    const { errors } = await plain.query(`{ ${field} }`);
    assert.match(errors[0]?.message ?? '', /Cannot query field/);
  }
});

const THINGS = `{
  jobs(first: 500) { nodes {
    __typename id origin { __typename id } resource { __typename id } source { __typename id }
    tasks(first: 2) { nodes { __typename id resource { __typename id } } }
  } }
}`;

test('whatever the gateway gives out is found by its id, as an entity and as a node', async () => {
  const { data } = await world.query<object>(THINGS);
  const things = thingsIn(data);
  const types = new Set(things.map(({ __typename: type }) => type));
  assert.deepEqual([...types].sort(), ['CloudResource', 'Job', 'Origin', 'Source', 'Task']);
  const found = await ask(things);
  assert.deepEqual(found.errors, []);
  const gone = things.filter((_, i) => found.data._entities[i] === null);
  assert(
    gone.every(({ __typename: type }) => type === 'Origin'),
    'only an origin may be gone',
  );
  const there = things.filter((thing) => !gone.includes(thing));
  assert.deepEqual(
    found.data._entities.flatMap((one) => (one === null ? [] : [{ __typename: one.__typename, id: one.id }])),
    there,
  );
  for (let i = 0; i < things.length; i += 500) {
    const some = things.slice(i, i + 500);
    const { data: again } = await world.query<{ nodes: (Entity | null)[] }>(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }',
      { ids: some.map(({ id }) => id) },
    );
    assert.deepEqual(
      again.nodes,
      some.map((one) => (gone.includes(one) ? null : one)),
    );
  }
});

/** Every object of an answer that has an id, each once. */
function thingsIn(value: unknown): Entity[] {
  const found = new Map<string, Entity>();
  const visit = (one: unknown): void => {
    if (typeof one !== 'object' || one === null) return;
    if ('id' in one && '__typename' in one) {
      const { __typename, id } = one as Entity;
      found.set(`${__typename} ${id}`, { __typename, id });
    }
    for (const part of Object.values(one)) visit(part);
  };
  visit(value);
  return [...found.values()];
}

test('a hundred ZStack jobs are one request', async () => {
  await using big = await startWorld({ jobs: 200 }, { federation: { typePrefix: '' } });
  const { data } = await big.query<{ jobs: { nodes: Entity[] } }>(
    '{ jobs(first: 100, filter: { sources: ["dc1"] }) { nodes { __typename id } } }',
  );
  assert.equal(data.jobs.nodes.length, 100);
  const before = big.vendor('dc1').requests.length;
  const found = await big.query<Entities>(ENTITIES, { representations: data.jobs.nodes });
  assert.deepEqual(
    found.data._entities.map((one) => one?.id),
    data.jobs.nodes.map(({ id }) => id),
  );
  assert.equal(big.vendor('dc1').requests.length - before, 1);
});

test('a bad or foreign representation is null with one error in its place, and costs the others nothing', async () => {
  const { data } = await world.query<{ jobs: { nodes: Entity[] } }>(
    '{ jobs(first: 2) { nodes { __typename id } } }',
  );
  const [one, two] = data.jobs.nodes;
  assert(one && two);
  const foreign = { sourceId: 'elsewhere', nativeId: '1' };
  const bad: readonly (readonly [given: unknown, code: string])[] = [
    [{ __typename: 'Server', id: '1' }, 'BAD_USER_INPUT'],
    [{ __typename: 'constructor', id: '1' }, 'BAD_USER_INPUT'],
    [{ __typename: 'Job' }, 'BAD_USER_INPUT'],
    [{ __typename: 'Job', id: 7 }, 'BAD_USER_INPUT'],
    [{ __typename: 'Job', id: 'rubbish' }, 'BAD_USER_INPUT'],
    [{ __typename: 'Task', id: one.id }, 'BAD_USER_INPUT'],
    [{ __typename: 'Source', id: 'elsewhere' }, 'BAD_USER_INPUT'],
    [{ __typename: 'CloudResource' }, 'BAD_USER_INPUT'],
    [{ __typename: 'CloudResource', nativeId: '' }, 'BAD_USER_INPUT'],
    [{ id: one.id }, 'BAD_USER_INPUT'],
    ['Job', 'BAD_USER_INPUT'],
    [[one], 'BAD_USER_INPUT'],
    [{ __typename: 'CloudResource', ...foreign }, 'NOT_FOUND'],
    [{ __typename: 'CloudResource', id: resourceId(foreign) }, 'NOT_FOUND'],
    [{ __typename: 'Origin', id: originId(foreign) }, 'NOT_FOUND'],
    [{ __typename: 'Job', id: jobId({ ...foreign, originId: '', createdAt: null }) }, 'NOT_FOUND'],
  ];
  const given = [one, ...bad.map(([representation]) => representation), two] as object[];
  const { data: found, errors } = await ask(given);
  assert.deepEqual(
    found._entities.map((entity) => entity?.id ?? null),
    [one.id, ...bad.map(() => null), two.id],
  );
  assert.deepEqual(
    errors
      .map(({ path, extensions }) => ({ path, code: extensions['code'] }))
      .sort((a, b) => Number(a.path?.[1]) - Number(b.path?.[1])),
    bad.map(([, code], i) => ({ path: ['_entities', i + 1], code })),
  );
});

test('what hangs under a source, an origin or a resource are the jobs that a filter finds', async () => {
  const { data } = await world.query<{ jobs: { nodes: Record<string, never>[] } }>(
    '{ jobs(first: 500) { nodes { id source { id } origin { id } resource { id nativeId sourceId } } } }',
  );
  const jobs = data.jobs.nodes as unknown as {
    id: string;
    source: { id: string };
    origin: { id: string } | null;
    resource: { id: string; nativeId: string; sourceId: string } | null;
  }[];
  const ids = (isIt: (job: (typeof jobs)[number]) => boolean) => jobs.filter(isIt).map(({ id }) => id);
  const nodes = 'jobs(first: 500) { nodes { id } }';
  const list = async (representation: object): Promise<string[]> => {
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Source { ${nodes} } ... on Origin { ${nodes} source { id } } ... on CloudResource { ${nodes} } } }`;
    const { data: found, errors } = await world.query<Entities>(query, { representations: [representation] });
    assert.deepEqual(errors, []);
    return found._entities[0]?.jobs?.nodes.map(({ id }) => id) ?? assert.fail('nothing is there');
  };
  for (const sourceId of SOURCE_IDS) {
    assert.deepEqual(
      await list({ __typename: 'Source', id: sourceId }),
      ids(({ source }) => source.id === sourceId),
    );
    const some = jobs.find(({ source, origin }) => source.id === sourceId && origin !== null)?.origin?.id;
    if (some !== undefined && sourceId !== 'dc1')
      assert.deepEqual(
        await list({ __typename: 'Origin', id: some }),
        ids(({ origin }) => origin?.id === some),
      );
  }
  const resources = new Map(jobs.flatMap(({ resource }) => (resource ? [[resource.id, resource]] : [])));
  assert(resources.size > 3);
  for (const { id, nativeId, sourceId } of [...resources.values()].slice(0, 8)) {
    const there = ids(({ resource }) => resource?.id === id);
    assert.deepEqual(await list({ __typename: 'CloudResource', id }), there);
    assert.deepEqual(await list({ __typename: 'CloudResource', sourceId, nativeId }), there);
    assert.deepEqual(await list({ __typename: 'CloudResource', nativeId }), there);
    const elsewhere = SOURCE_IDS.find((other) => other !== sourceId);
    assert.deepEqual(await list({ __typename: 'CloudResource', sourceId: elsewhere, nativeId }), []);
  }
});

test('a cursor of a list under something goes on there, and fits no other list', async () => {
  const page = async (list: string) => {
    const { data, errors } = await world.query<{ source: { jobs: JobList | null } }>(
      `{ source(id: "dc1") { jobs(${list}) { nodes { id } pageInfo { endCursor } } } }`,
    );
    return { list: data.source.jobs, code: errors[0]?.extensions['code'], path: errors[0]?.path };
  };
  const all = await page('first: 10');
  const first = await page('first: 4');
  const cursor = first.list?.pageInfo.endCursor;
  const second = await page(`first: 6, after: "${cursor}"`);
  assert.deepEqual([...(first.list?.nodes ?? []), ...(second.list?.nodes ?? [])], all.list?.nodes);
  const other = await world.query(`{ jobs(after: "${cursor}") { nodes { id } } }`);
  assert.equal(other.errors[0]?.extensions['code'], 'CURSOR_MISMATCH');
  const narrower = await page(`first: 4, after: "${cursor}", filter: { statuses: [FAILED] }`);
  assert.deepEqual(narrower, { list: null, code: 'CURSOR_MISMATCH', path: ['source', 'jobs'] });
});

interface JobList {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly endCursor: string | null };
}

test('with a prefix, names are the same in the SDL, in fragments and in __typename', async () => {
  await using prefixed = await startWorld({ jobs: 5 }, { federation: { typePrefix: 'Jobweave' } });
  const { data: told } = await prefixed.query<{ _service: { sdl: string } }>('{ _service { sdl } }');
  assert.equal(told._service.sdl, printSchema({ federation: true, typePrefix: 'Jobweave' }));
  const representation = { __typename: 'JobweaveSource', id: 'dc1' };
  const query = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) { __typename ... on JobweaveSource { id } }
    node(id: "dc1") { __typename ... on JobweaveSource { id backend } }
  }`;
  const { data, errors } = await prefixed.query(query, { representations: [representation] });
  assert.deepEqual(errors, []);
  assert.deepEqual(data, {
    _entities: [representation],
    node: { ...representation, backend: 'zstack' },
  });
  const plain = await prefixed.query<Entities>(query, {
    representations: [{ __typename: 'Source', id: 'dc1' }],
  });
  assert.deepEqual(plain.errors[0]?.path, ['_entities', 0]);
});

test('a hundred jobs of all vendors cost as few requests as each vendor allows', async () => {
  await using big = await startWorld({ jobs: 120 }, { federation: { typePrefix: '' } });
  const jobs: Entity[] = [];
  for (const source of SOURCE_IDS) {
    const { data } = await big.query<{ jobs: { nodes: Entity[] } }>(
      'query ($source: ID!) { jobs(first: 20, filter: { sources: [$source] }) { nodes { __typename id } } }',
      { source },
    );
    jobs.push(...data.jobs.nodes);
  }
  // Routers send them in any order.
  const representations = jobs.map((_, i) => jobs[(i * 37) % jobs.length] ?? {});
  for (const { requests } of big.vendors) requests.length = 0;
  const { data, errors } = await big.query<Entities>(ENTITIES, { representations });
  assert.deepEqual(errors, []);
  assert.deepEqual(
    data._entities.map((one) => one?.id),
    representations.map((one) => 'id' in one && one.id),
  );
  const spent = Object.fromEntries(
    SOURCE_IDS.map((source) => [source, big.vendor(source).requests.filter(isRead).length]),
  );
  const most: Record<string, number> = { dc1: 1, apps: 4, search: 4, backups: 4, deploys: 40 };
  for (const [source, requests] of Object.entries(spent))
    assert(requests <= (most[source] ?? 0), JSON.stringify(spent));
});

const isRead = ({ method }: { readonly method: string }): boolean => method === 'GET';
