import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, beforeEach, describe, test } from 'node:test';
import { jobId, originId, parseGlobalId, resourceId, taskId } from '../../../src/model/global-id.ts';
import { startWorld, type World } from '../../support/start-world.ts';

const OWN = 'search';
const FOREIGN = ['dc1', 'apps', 'backups', 'deploys'] as const;
/** As long as a name that is there: nothing about it may be told by its length. */
const NEVER = 'nil';

const sha256 = (key: string): string => createHash('sha256').update(key).digest('hex');

const ACCESS = {
  roles: {
    one: { sources: [OWN] },
    all: { sources: ['*'], raw: true, introspection: true },
  },
  apiKeys: [
    { name: 'one', role: 'one', sha256: sha256('of one') },
    { name: 'all', role: 'all', sha256: sha256('of all') },
  ],
};

const ONE = { 'x-api-key': 'of one' };
const ALL = { 'x-api-key': 'of all' };

interface Edge {
  readonly cursor: string;
  readonly node: {
    readonly id: string;
    readonly name: string | null;
    readonly source: { readonly id: string };
    readonly resource: { readonly id: string } | null;
    readonly tasks: {
      readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
    };
  };
}

interface List {
  readonly jobs: {
    readonly edges: readonly Edge[];
    readonly totalCount: { readonly value: number; readonly precision: string } | null;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly sources: readonly { readonly source: { readonly id: string } }[];
  };
}

interface Sources {
  readonly sources: readonly {
    readonly id: string;
    readonly origins: {
      readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
    };
  }[];
}

const LIST = `query ($after: String, $filter: JobFilter) {
  jobs(first: 40, after: $after, filter: $filter) {
    edges { cursor node { id name source { id } resource { id } tasks(first: 2) { edges { cursor node { id } } } } }
    totalCount { value precision }
    pageInfo { hasNextPage endCursor }
    sources { source { id } }
  }
}`;
const SOURCES = '{ sources { id origins(first: 2) { edges { cursor node { id } } } } }';

/** As a router asks for an entity by its id. */
const entities = (type: string): string =>
  `query ($id: ID!) { _entities(representations: [{ __typename: "${type}", id: $id }]) { __typename } }`;

describe('a caller who may see one source of five', () => {
  let world: World;
  /** What the caller was told, all of it. */
  const told: string[] = [];
  /** All that there is, as one sees it who may see all. */
  let edges: readonly Edge[];
  let origins: Sources['sources'];

  const asOne = async <Data>(text: string, variables: Record<string, unknown> = {}) => {
    const answer = await world.query<Data>(text, variables, ONE);
    told.push(answer.text);
    return answer;
  };

  before(async () => {
    world = await startWorld({ jobs: 12 }, { access: ACCESS, federation: { typePrefix: '' } });
    edges = await walk((variables) => world.query<List>(LIST, variables, ALL));
    origins = (await world.query<Sources>(SOURCES, {}, ALL)).data.sources;
  });
  after(async () => world[Symbol.asyncDispose]());

  beforeEach(() => {
    for (const vendor of world.vendors) vendor.requests.length = 0;
  });

  const askedOfOthers = (): number => FOREIGN.reduce((sum, id) => sum + world.vendor(id).requests.length, 0);

  const idsOf = (kind: 'Job' | 'Task' | 'Origin' | 'CloudResource', sourceId: string): string[] => {
    const own = edges.filter(({ node }) => node.source.id === sourceId);
    if (kind === 'Job') return own.map(({ node }) => node.id).slice(0, 2);
    if (kind === 'CloudResource') return own.flatMap(({ node }) => node.resource?.id ?? []).slice(0, 2);
    if (kind === 'Task')
      return own.flatMap(({ node }) => node.tasks.edges.map((task) => task.node.id)).slice(0, 2);
    return origins
      .filter(({ id }) => id === sourceId)
      .flatMap((one) => one.origins.edges.map(({ node }) => node.id));
  };

  test('the others are there, with jobs, tasks and origins', () => {
    const seen = new Set(edges.map(({ node }) => node.source.id));
    assert.deepEqual([...seen].sort(), [OWN, ...FOREIGN].sort());
    for (const id of FOREIGN) assert(idsOf('Job', id).length > 0, id);
    assert(FOREIGN.some((id) => idsOf('Task', id).length > 0));
    assert(FOREIGN.some((id) => idsOf('Origin', id).length > 0));
  });

  test('walks through the jobs of one, which are all that are counted and reported', async () => {
    const own = await walk((variables) => asOne<List>(LIST, variables));
    const wanted = edges.filter(({ node }) => node.source.id === OWN).map(({ node }) => node.id);
    assert.deepEqual(
      own.map(({ node }) => node.id),
      wanted,
    );
    const { data } = await asOne<List>(LIST);
    const filtered = await world.query<List>(LIST, { filter: { sources: [OWN] } }, ALL);
    assert.deepEqual(data.jobs.totalCount, filtered.data.jobs.totalCount);
    assert.deepEqual(data.jobs.sources, [{ source: { id: OWN } }]);
    assert.equal(askedOfOthers(), 0);
  });

  test('sees one source, and of the others what it sees of one that never was', async () => {
    const { data } = await asOne<Sources>(SOURCES);
    assert.deepEqual(
      data.sources.map(({ id }) => id),
      [OWN],
    );
    const never = await asOne(`{ source(id: "${NEVER}") { id } }`);
    for (const id of FOREIGN) {
      const { text } = await asOne(`{ source(id: "${id}") { id state origins { nodes { id } } } }`);
      assert.equal(text, never.text);
    }
  });

  for (const field of ['sources', 'backends'] as const) {
    test(`a filter by ${field} that names another is answered like one that names none`, async () => {
      const ask = (name: string) =>
        asOne('query ($f: JobFilter) { jobs(filter: $f) { nodes { id } } }', { f: { [field]: [name] } });
      const never = await ask(NEVER);
      assert.equal(never.errors[0]?.extensions['code'], 'BAD_USER_INPUT');
      for (const id of FOREIGN) {
        const name = field === 'sources' ? id : world.vendor(id).backend;
        assert.equal(
          (await ask(name)).text.replace(`\\"${name}\\"`, 'X'),
          never.text.replace(`\\"${NEVER}\\"`, 'X'),
        );
      }
      assert.equal(askedOfOthers(), 0);
    });
  }

  test('a filter by origins of another is answered like one by origins that never were', async () => {
    const ask = (id: string) =>
      asOne(
        'query ($f: JobFilter) { jobs(filter: $f) { nodes { id } totalCount { value precision } sources { state source { id } } } }',
        { f: { origins: [id] } },
      );
    const never = await ask(originId({ sourceId: NEVER, nativeId: 'x' }));
    for (const id of FOREIGN)
      for (const origin of idsOf('Origin', id)) assert.equal((await ask(origin)).text, never.text);
    assert.equal(askedOfOthers(), 0);
  });

  /** The same id, of a source that never was. */
  function ofNever(id: string): string {
    const parsed = parseGlobalId(id);
    if (parsed?.type === 'Job') return jobId({ ...parsed.key, sourceId: NEVER });
    if (parsed?.type === 'Task')
      return taskId({ ...parsed.key, job: { ...parsed.key.job, sourceId: NEVER } });
    if (parsed?.type === 'Origin') return originId({ ...parsed.key, sourceId: NEVER });
    if (parsed?.type === 'CloudResource') return resourceId({ ...parsed.key, sourceId: NEVER });
    throw new TypeError(id);
  }

  for (const [kind, query] of [
    ['Job', 'query ($id: ID!) { job(id: $id) { id name raw } }'],
    ['Job', 'query ($id: ID!) { node(id: $id) { id ... on Job { name } } }'],
    ['Job', 'query ($id: ID!) { nodes(ids: [$id, $id]) { id } }'],
    ['Job', 'query ($id: ID!) { task(id: $id) { id } }'],
    ['Task', 'query ($id: ID!) { task(id: $id) { id name job { id } } }'],
    ['Task', 'query ($id: ID!) { node(id: $id) { id } }'],
    ['Task', 'query ($id: ID!) { nodes(ids: [$id]) { id } }'],
    ['Origin', 'query ($id: ID!) { node(id: $id) { id } }'],
    ['Origin', 'query ($id: ID!) { nodes(ids: [$id]) { id } }'],
    [
      'CloudResource',
      'query ($id: ID!) { node(id: $id) { id ... on CloudResource { jobs { nodes { id } sources { source { id } } } } } }',
    ],
    ['Job', entities('Job')],
    ['Task', entities('Task')],
    ['Origin', entities('Origin')],
    ['CloudResource', entities('CloudResource')],
    [
      'CloudResource',
      `${entities('CloudResource')} # and its jobs`.replace(
        '__typename }',
        '... on CloudResource { jobs { nodes { id } } } }',
      ),
    ],
  ] as const) {
    test(`${query} with the id of a foreign ${kind} is answered like one of a source that never was`, async () => {
      for (const sourceId of FOREIGN) {
        for (const id of idsOf(kind, sourceId)) {
          const { text } = await asOne(query, { id });
          const never = await asOne(query, { id: ofNever(id) });
          const shape = (answer: string, name: string, own: string): string =>
            answer.replaceAll(own, 'ID').replaceAll(own.slice(0, 60), 'ID').replaceAll(name, 'SOURCE');
          assert.equal(shape(text, sourceId, id), shape(never.text, NEVER, ofNever(id)));
        }
      }
      assert.equal(askedOfOthers(), 0);
    });
  }

  test('a foreign source is no node, and no entity, like one that never was', async () => {
    for (const query of ['query ($id: ID!) { node(id: $id) { id } }', entities('Source')]) {
      const never = await asOne(query, { id: NEVER });
      assert.match(never.text, /"errors"/);
      for (const id of FOREIGN)
        assert.equal(
          (await asOne(query, { id })).text.replaceAll(id, 'X'),
          never.text.replaceAll(NEVER, 'X'),
        );
    }
  });

  test('a resource by the vendor’s id alone, and at a source, has its jobs at one source only', async () => {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on CloudResource { jobs(first: 40) { nodes { id } sources { source { id } } } } } }`;
    for (const id of FOREIGN.flatMap((sourceId) => idsOf('CloudResource', sourceId))) {
      const parsed = parseGlobalId(id);
      assert(parsed?.type === 'CloudResource');
      const { nativeId, sourceId } = parsed.key;
      const alone = await asOne<{ _entities: { jobs: { nodes: unknown[]; sources: unknown[] } }[] }>(query, {
        of: [{ __typename: 'CloudResource', nativeId }],
      });
      assert.deepEqual(alone.data._entities[0]?.jobs, { nodes: [], sources: [{ source: { id: OWN } }] });
      const at = async (source: string | null) =>
        (await asOne(query, { of: [{ __typename: 'CloudResource', nativeId, sourceId: source }] })).text;
      assert.equal(
        (await at(sourceId)).replaceAll(`${sourceId}`, 'X'),
        (await at(NEVER)).replaceAll(NEVER, 'X'),
      );
    }
    assert.equal(askedOfOthers(), 0);
  });

  test('cursors of those who see more are like any that are broken', async () => {
    const broken = (await asOne<List>(LIST, { after: 'nonsense' })).text;
    assert.match(broken, /CURSOR_INVALID/);
    for (const { cursor } of edges) assert.equal((await asOne<List>(LIST, { after: cursor })).text, broken);
    const own = edges.find(({ node }) => node.source.id === OWN && node.tasks.edges.length > 0);
    const place = origins.find(({ id }) => id === OWN)?.origins.edges[0]?.cursor;
    const text = `query ($after: String) { sources { origins(after: $after) { nodes { id } } } }`;
    assert.match((await asOne(text, { after: place })).text, /CURSOR_INVALID/);
    assert.match(
      own === undefined
        ? 'CURSOR_INVALID'
        : (
            await asOne(
              'query ($id: ID!, $after: String) { job(id: $id) { tasks(after: $after) { nodes { id } } } }',
              { id: own.node.id, after: own.node.tasks.edges[0]?.cursor },
            )
          ).text,
      /CURSOR_INVALID/,
    );
    assert.equal(askedOfOthers(), 0);
  });

  test('cursors of its own are none to those who see more: nothing is learnt from what they would show', async () => {
    const { data } = await asOne<List>(LIST);
    const { errors } = await world.query(LIST, { after: data.jobs.edges[0]?.cursor }, ALL);
    assert.equal(errors[0]?.extensions['code'], 'CURSOR_INVALID');
  });

  test('does not notice that the others are down', async () => {
    const before = await asOne<List>(LIST);
    for (const id of FOREIGN) world.vendor(id).fault = () => ({ kind: 'status', status: 503 });
    const { text } = await asOne<List>(LIST);
    for (const id of FOREIGN) world.vendor(id).fault = null;
    assert.equal(text, before.text);
  });

  test('sees no rows as they were received, and is told so once', async () => {
    const { data, errors } = await asOne<{ jobs: { nodes: { raw: unknown }[] } }>(
      '{ jobs { nodes { raw tasks { nodes { raw } } } } }',
    );
    assert(data.jobs.nodes.length > 0);
    assert(data.jobs.nodes.every(({ raw }) => raw === null));
    assert.deepEqual(
      errors.map(({ extensions }) => extensions['code']),
      ['FORBIDDEN'],
    );
  });

  test('sees neither the schema nor metrics', async () => {
    assert.match((await asOne('{ _service { sdl } }')).text, /FORBIDDEN/);
    assert.match((await asOne('{ __schema { types { name } } }')).text, /FORBIDDEN/);
    const metrics = await world.metrics(ONE);
    assert.match(metrics, /FORBIDDEN/);
    assert.match(await world.metrics(ALL), /jobweave_/);
    told.push(metrics);
  });

  test('was told nothing of the others in any of this', () => {
    assert(told.length > 100);
    /** Their names stand in ids and questions of the caller's own, which are answered with them. */
    const words = edges
      .filter(({ node }) => node.source.id !== OWN)
      .flatMap(({ node }) => [node.id, node.name ?? node.id]);
    const own = new Set(edges.filter(({ node }) => node.source.id === OWN).map(({ node }) => node.name));
    const all = told.join('\n');
    for (const word of new Set(words)) if (!own.has(word)) assert(!all.includes(`"${word}"`), word);
  });
});

type Ask = (variables: Record<string, unknown>) => Promise<{ readonly data: List }>;

/** Every page of the list. */
async function walk(ask: Ask): Promise<Edge[]> {
  const all: Edge[] = [];
  for (let after: string | null = null; ; ) {
    const { jobs }: List = (await ask({ after })).data;
    all.push(...jobs.edges);
    if (!jobs.pageInfo.hasNextPage) return all;
    after = jobs.pageInfo.endCursor;
  }
}
