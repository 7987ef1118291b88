import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { backends } from '../../../src/backends/index.ts';
import { connectSource, openSource } from '../../../src/create-gateway.ts';
import type {
  BackendDefinition,
  UnpagedListing,
} from '../../../src/datasource/contract/backend-definition.ts';
import { envelopeOf } from '../../../src/datasource/paging/read-answer.ts';
import { guardSource } from '../../../src/datasource/source/guard-source.ts';
import type { JobSource } from '../../../src/datasource/source/job-source.ts';
import type { AnswerError, TestGateway } from '../../support/create-test-gateway.ts';
import { createTestGateway } from '../../support/create-test-gateway.ts';
import { startWorld, type World } from '../../support/start-world.ts';

type Boom = () => never;
type Filter = Readonly<Record<string, unknown>>;

interface Plant {
  readonly what: string;
  /** The source in which it is. */
  readonly ill: string;
  readonly definition?: (definition: BackendDefinition, boom: Boom) => BackendDefinition;
  readonly source?: (source: JobSource, boom: Boom) => JobSource;
  /** Of the list that is asked for. */
  readonly filter?: Filter;
  readonly state: 'OK' | 'FAILED' | 'PARTIAL';
  readonly code?: string;
}

const INTERNAL = 'INTERNAL_SERVER_ERROR';
const UNREADABLE = 'UPSTREAM_BAD_RESPONSE';

type Paged = BackendDefinition['jobs'] & { readonly kind: 'paged' };

/** The same backend with another list of jobs. */
function withJobs(definition: BackendDefinition, change: (jobs: Paged) => Partial<Paged>): BackendDefinition {
  const { jobs } = definition;
  return jobs.kind === 'paged' ? { ...definition, jobs: { ...jobs, ...change(jobs) } } : assert.fail();
}

const withListing = (
  definition: BackendDefinition,
  change: <Item>(listing: UnpagedListing<Item>) => UnpagedListing<Item>,
): BackendDefinition =>
  withJobs(definition, ({ listing }) => ({ listing: (stream) => change(listing(stream)) }));

const SINCE = { createdAfter: '2000-01-01T00:00:00Z' };

const IN_LISTS: readonly Plant[] = [
  {
    what: 'discovery',
    ill: 'search',
    definition: (of, boom) => ({ ...of, discover: boom }),
    state: 'FAILED',
  },
  {
    what: 'the envelope',
    ill: 'apps',
    definition: (of, boom) => withListing(of, (listing) => ({ ...listing, envelope: boom })),
    state: 'FAILED',
    code: UNREADABLE,
  },
  {
    what: 'the count of the envelope',
    ill: 'apps',
    definition: (of, boom) =>
      withListing(of, (listing) => ({
        ...listing,
        envelope: (body) => ({
          rows: envelopeOf(listing, body).rows,
          get total() {
            return boom();
          },
        }),
      })),
    state: 'FAILED',
    code: UNREADABLE,
  },
  {
    what: 'the reader of rows',
    ill: 'search',
    definition: (of, boom) => withListing(of, (listing) => ({ ...listing, read: boom })),
    state: 'PARTIAL',
    code: UNREADABLE,
  },
  {
    what: 'the reader of faults',
    ill: 'backups',
    definition: (of, boom) => ({ ...of, readFault: boom }),
    state: 'FAILED',
    code: UNREADABLE,
  },
  {
    what: 'filter planning',
    ill: 'deploys',
    definition: (of, boom) => ({
      ...of,
      get listsPer() {
        return boom();
      },
    }),
    filter: SINCE,
    state: 'FAILED',
  },
  {
    what: 'what is pushed down',
    ill: 'search',
    definition: (of, boom) => withJobs(of, () => ({ pushDown: { statuses: boom } })),
    filter: { statuses: ['SUCCEEDED'] },
    state: 'FAILED',
  },
  {
    what: 'the window of time',
    ill: 'dc1',
    definition: (of, boom) => withJobs(of, () => ({ within: boom })),
    filter: SINCE,
    state: 'FAILED',
  },
  {
    what: 'the order',
    ill: 'dc1',
    definition: (of, boom) => withJobs(of, () => ({ order: boom })),
    state: 'FAILED',
  },
  {
    what: 'the ties of times',
    ill: 'dc1',
    definition: (of, boom) => withJobs(of, () => ({ tieOf: boom })),
    state: 'FAILED',
  },
  {
    what: 'the query of a page',
    ill: 'apps',
    definition: (of, boom) => withJobs(of, ({ pager }) => ({ pager: { ...pager, query: boom } })),
    state: 'FAILED',
  },
  {
    what: 'the fetching of a job',
    ill: 'deploys',
    definition: (of, boom) => ({ ...of, jobs: { kind: 'fetched', settled: [], fetch: boom } }),
    state: 'FAILED',
  },
  { what: 'tasks', ill: 'apps', definition: (of, boom) => ({ ...of, tasks: boom }), state: 'PARTIAL' },
  {
    what: 'names',
    ill: 'dc1',
    definition: (of, boom) => ({ ...of, names: { origin: { max: 100, listing: boom } } }),
    state: 'PARTIAL',
  },
  {
    what: 'the count of a list',
    ill: 'backups',
    source: (of, boom) => ({
      ...of,
      openJobs: async (request) => {
        const { streams, ...found } = await of.openJobs(request);
        return {
          ...found,
          streams: streams.map((stream) => Object.assign(stream, { count: async () => boom() })),
        };
      },
    }),
    state: 'PARTIAL',
  },
  {
    what: 'the key of a job',
    ill: 'search',
    source: (of, boom) => ({ ...of, keyOf: boom }),
    state: 'FAILED',
  },
  { what: 'health', ill: 'backups', source: (of, boom) => ({ ...of, health: boom }), state: 'OK' },
  {
    what: 'capabilities',
    ill: 'apps',
    source: (of, boom) => ({
      ...of,
      get capabilities() {
        return boom();
      },
    }),
    state: 'OK',
  },
];

const IN_LOOK_UPS: readonly Omit<Plant, 'state'>[] = [
  { what: 'the list of a job', ill: 'dc1', definition: (of, boom) => ({ ...of, streamOf: boom }) },
  { what: 'the list of a job', ill: 'deploys', definition: (of, boom) => ({ ...of, streamOf: boom }) },
  {
    what: 'a query by ids',
    ill: 'dc1',
    definition: (of, boom) => withJobs(of, () => ({ byIds: { max: 10, query: boom } })),
  },
  {
    what: 'the listing in which a job is sought',
    ill: 'apps',
    definition: (of, boom) => withJobs(of, () => ({ listing: boom })),
  },
];

const SAID = 'planted hush';

/** Whatever JavaScript lets anybody throw; each time a new one, as in life. */
const THROWN: Readonly<Record<string, () => unknown>> = {
  Error: () => new Error(SAID),
  RangeError: () => new RangeError(SAID),
  TypeError: () => new TypeError(SAID),
  URIError: () => new URIError(SAID),
  'a text': () => SAID,
  undefined: () => undefined,
};

const connecting =
  ({ ill, definition = (same) => same, source = (same) => same }: Omit<Plant, 'state'>, boom: Boom) =>
  (...[entry, listeners = {}]: Parameters<typeof connectSource>): JobSource => {
    const backend = backends.find(({ name }) => name === entry.backend) ?? assert.fail(entry.backend);
    if (entry.id !== ill) return connectSource(entry, listeners);
    const connection = backend.connect(entry.settings);
    const planted = { ...connection, definition: definition(connection.definition, boom) };
    return guardSource(source(openSource(entry.id, planted, listeners), boom));
  };

interface Node {
  readonly id: string;
  readonly name: string | null;
  readonly source: { readonly id: string };
  readonly tasks: { readonly nodes: readonly { readonly id: string }[] };
}

interface Answer {
  readonly jobs: {
    readonly nodes: readonly Node[];
    readonly totalCount: { readonly value: number } | null;
    readonly sources: readonly {
      readonly source: { readonly id: string };
      readonly state: string;
      readonly error: { readonly code: string } | null;
    }[];
  };
  readonly sources: readonly { readonly id: string }[];
}

const JOBS = `query ($filter: JobFilter) {
  jobs(first: 500, filter: $filter) {
    nodes { id name source { id } tasks(first: 2) { nodes { id name } } }
    totalCount { value }
    sources { source { id } state error { code message } }
  }
  sources { id state lastError { code } capabilities { pageSizeMax } origins { nodes { id name } } }
}`;

const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Job { id source { id } } } }';

/** One line, with the stack where there is one, however many rows met the defect. */
function assertToldOnce(log: TestGateway['log'], ill: string, isError: boolean): void {
  assert.equal(log.length, 1, JSON.stringify(log));
  const { event, source, reason } = { event: '', source: '', reason: '', ...log[0] };
  assert.deepEqual([event, source], ['source-defect', ill]);
  assert.match(reason, isError ? /Error: planted hush\n {4}at / : /^thrown: ('planted hush'|undefined)$/);
}

const assertAbout = (errors: readonly AnswerError[], ill: string): void =>
  assert(
    errors.every(({ extensions }) => extensions['source'] === ill && extensions['code'] !== undefined),
    JSON.stringify(errors),
  );

describe('an exception costs its own source’s part, and no other’s', () => {
  let world: World;
  const healthy = new Map<string, Answer>();

  before(async () => {
    world = await startWorld({ jobs: 12 });
  });
  after(() => world[Symbol.asyncDispose]());

  async function withoutPlant(filter: Filter): Promise<Answer> {
    const key = JSON.stringify(filter);
    const { data } = healthy.has(key) ? { data: undefined } : await world.query<Answer>(JOBS, { filter });
    if (data !== undefined) healthy.set(key, data);
    return healthy.get(key) ?? assert.fail();
  }

  const open = (plant: Omit<Plant, 'state'>, thrown: () => unknown): TestGateway => {
    const boom = (): never => {
      throw thrown();
    };
    return createTestGateway(world.sources, { connect: connecting(plant, boom) });
  };

  for (const plant of IN_LISTS)
    for (const [name, thrown] of Object.entries(THROWN))
      test(`${name} in ${plant.what} of ${plant.ill}`, async () => {
        const { ill, filter = {}, state, code = INTERNAL } = plant;
        const whole = await withoutPlant(filter);
        await using gateway = open(plant, thrown);
        const { data, errors, status } = await gateway.query<Answer>(JOBS, { filter });
        assert.equal(status, 200);
        const others = ({ jobs }: Answer): Node[] => jobs.nodes.filter(({ source }) => source.id !== ill);
        assert.deepEqual(others(data), others(whole));
        const report = data.jobs.sources.find(({ source }) => source.id === ill);
        assert.deepEqual(
          [report?.state, report?.error?.code],
          [state, state === 'OK' ? undefined : code],
          JSON.stringify(report),
        );
        const isWhole = data.jobs.nodes.length === whole.jobs.nodes.length;
        assert.equal(isWhole, state !== 'FAILED' && code === INTERNAL);
        assert.equal(data.sources.length, 5);
        assertAbout(errors, ill);
        assert.doesNotMatch(JSON.stringify({ data, errors }), /hush/);
        assertToldOnce(gateway.log, ill, name.endsWith('Error'));
      });

  for (const plant of IN_LOOK_UPS)
    for (const [name, thrown] of Object.entries(THROWN))
      test(`${name} in ${plant.what} of ${plant.ill}, looked up by id`, async () => {
        const { jobs } = await withoutPlant({});
        const ids = [...Map.groupBy(jobs.nodes, ({ source }) => source.id).values()].flatMap((some) =>
          some.slice(0, 2).map(({ id }) => id),
        );
        await using gateway = open(plant, thrown);
        const { data, errors } = await gateway.query<{ nodes: (Pick<Node, 'id'> | null)[] }>(NODES, { ids });
        const isIll = (id: string): boolean =>
          jobs.nodes.find((node) => node.id === id)?.source.id === plant.ill;
        assert.deepEqual(
          data.nodes.map((node) => node?.id ?? null),
          ids.map((id) => (isIll(id) ? null : id)),
        );
        assert.deepEqual(
          errors.map(({ extensions }) => extensions['code']),
          ids.filter(isIll).map(() => INTERNAL),
        );
        assertAbout(errors, plant.ill);
        assert.doesNotMatch(JSON.stringify({ data, errors }), /hush/);
        assertToldOnce(gateway.log, plant.ill, name.endsWith('Error'));
      });

  test('a list that cannot even be opened costs itself, and not its neighbours', async () => {
    const ill = 'apps';
    const definition = (of: BackendDefinition): BackendDefinition => ({
      ...of,
      discover: async (read) => [
        // Half of a surrogate pair, which no path can hold.
        { key: '\ud800', origin: { nativeId: '\ud800', name: null } },
        ...(await of.discover(read)),
      ],
    });
    const whole = await withoutPlant({});
    await using gateway = createTestGateway(world.sources, {
      connect: connecting({ what: '', ill, definition }, assert.fail),
    });
    const { data } = await gateway.query<Answer>(JOBS, {});
    assert.deepEqual(data.jobs.nodes, whole.jobs.nodes);
    const report = data.jobs.sources.find(({ source }) => source.id === ill);
    assert.deepEqual([report?.state, report?.error?.code], ['PARTIAL', INTERNAL]);
    assert.equal(gateway.log.length, 1);
    assert.match(JSON.stringify(gateway.log), /URIError/);
  });
});
