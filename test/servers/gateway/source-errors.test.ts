import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createTestGateway, type TestGateway } from '../../support/create-test-gateway.ts';
import { SOURCE_IDS } from '../../support/fault-cells.ts';
import { startWorld, type World } from '../../support/start-world.ts';

interface Answer {
  readonly jobs: {
    readonly nodes: readonly object[];
    readonly sources: readonly { readonly state: string; readonly error: { readonly code: string } | null }[];
  } | null;
}

const JOBS = 'query ($f: JobFilter) { jobs(filter: $f) { nodes { id } sources { state error { code } } } }';
const HEADER = 'x-jobweave-source-errors';
const SETTINGS = { retries: 0 };

let world: World;
let quiet: TestGateway;
before(async () => {
  world = await startWorld({ jobs: 10 }, { settings: SETTINGS });
  quiet = createTestGateway(world.sources, { settings: SETTINGS, server: { sourceErrors: 'report' } });
  await world.vendor('search').close();
});
after(async () => {
  await quiet[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

type Gateway = Pick<TestGateway, 'query'>;

/** The codes in `errors`; rows and the failed source's report are there in any case. */
async function codesOf(gateway: Gateway, header?: string): Promise<unknown[]> {
  const headers = header === undefined ? {} : { [HEADER]: header };
  const { data, errors } = await gateway.query<Answer>(JOBS, {}, headers);
  assert.equal(data.jobs?.nodes.length, 20);
  assert.deepEqual(
    data.jobs.sources.map(({ state, error }) => [state, error?.code]),
    SOURCE_IDS.map((id) => (id === 'search' ? ['FAILED', 'UPSTREAM_UNAVAILABLE'] : ['OK', undefined])),
  );
  return errors.map(({ extensions }) => extensions['code']);
}

const TOLD = ['UPSTREAM_UNAVAILABLE'];

test('the failure of one source stands in `errors` unless the caller says otherwise', async () => {
  assert.deepEqual(await codesOf(world), TOLD);
  assert.deepEqual(await codesOf(world, 'errors'), TOLD);
  assert.deepEqual(await codesOf(world, 'report'), []);
  assert.deepEqual(await codesOf(world, ' REPORT '), []);
});

test('the configuration says what holds for callers who do not', async () => {
  assert.deepEqual(await codesOf(quiet), []);
  assert.deepEqual(await codesOf(quiet, 'report'), []);
  assert.deepEqual(await codesOf(quiet, 'errors'), TOLD);
});

test('a list of which no source could answer is an error all the same', async () => {
  const { data, errors } = await quiet.query<Answer>(JOBS, { f: { sources: ['search'] } });
  assert.equal(data.jobs, null);
  assert.deepEqual(
    errors.map(({ path, extensions }) => [path, extensions['code']]),
    [[['jobs'], 'UPSTREAM_UNAVAILABLE']],
  );
});

test('a field that cannot be read is an error all the same', async () => {
  const { errors } = await quiet.query('{ source(id: "search") { origins { nodes { id } } } }');
  assert.deepEqual(
    errors.map(({ path, extensions }) => [path, extensions['code']]),
    [[['source', 'origins'], 'UPSTREAM_UNAVAILABLE']],
  );
});

test('a header that says neither is refused, and nobody is asked', async () => {
  for (const vendor of world.vendors) vendor.requests.length = 0;
  const { data, errors } = await world.query<Answer>(JOBS, {}, { [HEADER]: 'none' });
  assert.equal(data.jobs, null);
  assert.equal(errors.length, 1);
  assert.equal(errors[0]?.extensions['code'], 'BAD_USER_INPUT');
  assert.match(errors[0]?.message ?? '', /`x-jobweave-source-errors` is "none"; send errors or report/);
  assert(world.vendors.every(({ requests }) => requests.length === 0));
});
