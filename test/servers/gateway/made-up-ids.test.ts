import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { jobId, parseGlobalId, taskId } from '../../../src/model/global-id.ts';
import { createTestGateway, type TestGateway } from '../../support/create-test-gateway.ts';
import { SOURCE_IDS } from '../../support/fault-cells.ts';
import { startVendor, type VendorAnswer, type VendorRequest } from '../../support/start-vendor.ts';
import { startWorld, type World } from '../../support/start-world.ts';

interface Nodes {
  readonly nodes: readonly ({ readonly id: string } | null)[];
}

const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';

/** Texts that no vendor has ever given out as the id of anything. */
const IMPOSSIBLE = [
  '1,2,3',
  '1, 2',
  "1' or '1'='1",
  '"quoted"',
  '%00',
  '%2e%2e%2f',
  '100%',
  'a b',
  ' ',
  '\t\n',
  '..',
  '.',
  '../..',
  'a/b?c#d',
  'a&b=c',
  '<script>',
  'ключ',
  '任务',
  '🦊',
  'e\u0301',
  '\u0000',
  '\u202e1',
  'x'.repeat(900),
  '9'.repeat(400),
];

let world: World;
let good: string[];
before(async () => {
  world = await startWorld({ jobs: 12 });
  const { data } = await world.query<{ jobs: Nodes }>('{ jobs(first: 500) { nodes { id } } }');
  good = data.jobs.nodes.map((node) => node?.id ?? '');
});
after(async () => world[Symbol.asyncDispose]());

/** A good id with another native id in it, another origin, or both; and a task of each. */
function madeUp(id: string, text: string): string[] {
  const parsed = parseGlobalId(id);
  assert(parsed?.type === 'Job');
  const { key } = parsed;
  const jobs = [
    { ...key, nativeId: text },
    { ...key, originId: text },
    { ...key, originId: text, nativeId: text },
  ];
  return [...jobs.map(jobId), ...jobs.map((job) => taskId({ job, nativeId: text }))];
}

const firstOf = (sourceId: string): string =>
  good.find((id) => {
    const parsed = parseGlobalId(id);
    return parsed?.type === 'Job' && parsed.key.sourceId === sourceId;
  }) ?? assert.fail(`no job of ${sourceId}`);

for (const text of IMPOSSIBLE) {
  test(`ids made up of ${JSON.stringify(text.slice(0, 20))} hide no good one`, async () => {
    const bad = SOURCE_IDS.flatMap((sourceId) => madeUp(firstOf(sourceId), text));
    const ids = [...bad.slice(0, 15), ...good, ...bad.slice(15)];
    const { data, errors } = await world.query<Nodes>(NODES, { ids });
    assert.deepEqual(errors, []);
    assert.deepEqual(
      data.nodes.map((node) => node?.id ?? null),
      ids.map((id) => (good.includes(id) ? id : null)),
    );
  });
}

test('what cannot be an id is not asked for', async () => {
  for (const vendor of world.vendors) vendor.requests.length = 0;
  const ids = SOURCE_IDS.flatMap((sourceId) => madeUp(firstOf(sourceId), 'a b'));
  const { data } = await world.query<Nodes>(NODES, { ids });
  assert(data.nodes.every((node) => node === null));
  assert.deepEqual(
    world.vendors.map(({ requests }) => requests.length),
    SOURCE_IDS.map(() => 0),
  );
});

describe('a vendor that stumbles over one of many ids', () => {
  const row = (id: string) => ({
    id: Number(id),
    schedulerJobUuid: 'j1',
    startTime: 'Jan 1, 2026 12:00:00 AM',
    executeTime: 3,
    success: true,
  });

  const GONE = 60;
  const rowsOf = (wanted: readonly string[]) => wanted.map(row).filter(({ id }) => id !== GONE);

  const gatewayOf = (url: string): TestGateway => {
    const auth = { type: 'access-key', id: 'made-up', secret: 'made-up-secret' };
    const settings = { endpoint: url, timeZone: 'UTC', auth, retries: 0 };
    return createTestGateway([{ id: 'dc1', backend: 'zstack', settings }]);
  };
  const ids = Array.from({ length: 100 }, (_, i) =>
    jobId({ sourceId: 'dc1', originId: '', nativeId: String(i), createdAt: null }),
  );

  const wantedIn = ({ query }: VendorRequest): string[] =>
    query.getAll('q').flatMap((condition) => /^id\?=(.*)$/.exec(condition)?.[1]?.split(',') ?? []);

  const STUMBLES: Readonly<Record<string, (wanted: readonly string[]) => VendorAnswer>> = {
    'and refuses them all': () => ({
      status: 400,
      body: { error: { code: 'SYS.1007', description: 'invalid argument', details: 'no' } },
    }),
    'and answers with something else': () => ({ body: ['garbage'] }),
    'whose row cannot be read': (wanted) => ({
      body: { inventories: rowsOf(wanted).map((one) => (one.id === 37 ? { id: 'unreadable' } : one)) },
    }),
  };

  for (const [name, stumble] of Object.entries(STUMBLES)) {
    test(`${name}: the others are found`, async () => {
      await using vendor = await startVendor((request) => {
        const wanted = wantedIn(request);
        return wanted.includes('37') ? stumble(wanted) : { body: { inventories: rowsOf(wanted) } };
      });
      await using gateway = gatewayOf(vendor.url);
      const { data, errors } = await gateway.query<Nodes>(NODES, { ids });
      assert.deepEqual(
        data.nodes.map((node) => node?.id ?? null),
        ids.map((id, i) => (i === 37 || i === GONE ? null : id)),
      );
      assert.deepEqual(
        errors.map(({ path, extensions }) => [path, extensions['source']]),
        [[['nodes', 37], 'dc1']],
      );
      assert(vendor.requests.length <= 15, `${vendor.requests.length} requests`);
    });
  }
});
