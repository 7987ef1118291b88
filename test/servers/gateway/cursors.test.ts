import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startWorld, type World } from '../../support/start-world.ts';

interface Answer {
  readonly jobs: {
    readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly hasPreviousPage: boolean;
      readonly startCursor: string | null;
      readonly endCursor: string | null;
    };
  };
}

const FIELDS = 'edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
const NEXT = `query ($c: String, $n: Int) { jobs(first: $n, after: $c) { ${FIELDS} } }`;
const PREVIOUS = `query ($c: String, $n: Int) { jobs(last: $n, before: $c) { ${FIELDS} } }`;

let world: World;
let all: Answer['jobs']['edges'];
const ids = ({ jobs }: Answer): string[] => jobs.edges.map(({ node }) => node.id);

before(async () => {
  world = await startWorld({ jobs: 24 }, { server: { cursorKey: 'a key of the test gateway' } });
  all = (await world.query<Answer>(NEXT, { n: 500 })).data.jobs.edges;
  assert.equal(all.length, world.expected().length);
});
after(async () => world[Symbol.asyncDispose]());

async function codeOf(text: string, variables: Record<string, unknown>): Promise<unknown> {
  const { data, errors } = await world.query<{ readonly jobs: Answer['jobs'] | null }>(text, variables);
  return errors.length === 1 && data.jobs === null ? errors[0]?.extensions['code'] : [data, errors];
}

test('every edge has a cursor of its own that goes on behind it, and in front of it', async () => {
  assert.equal(new Set(all.map(({ cursor }) => cursor)).size, all.length);
  const wanted = all.map(({ node }) => node.id);
  for (let i = 0; i < all.length; i += 7) {
    const c = all[i]?.cursor;
    const next = await world.query<Answer>(NEXT, { c, n: 6 });
    assert.deepEqual(ids(next.data), wanted.slice(i + 1, i + 7));
    const previous = await world.query<Answer>(PREVIOUS, { c, n: 6 });
    assert.deepEqual(ids(previous.data), wanted.slice(Math.max(0, i - 6), i));
  }
});

test('the same cursor twice gives the same page, also at another gateway with the same key', async () => {
  const c = all[9]?.cursor;
  const first = await world.query<Answer>(NEXT, { c, n: 8 });
  const again = await world.query<Answer>(NEXT, { c, n: 8 });
  await using later = world.restart();
  const restarted = await later.query<Answer>(NEXT, { c, n: 8 });
  assert.deepEqual(ids(again.data), ids(first.data));
  assert.deepEqual(ids(restarted.data), ids(first.data));
});

test('pageInfo tells what is before and behind', async () => {
  const c = all[9]?.cursor;
  const { pageInfo, edges } = (await world.query<Answer>(NEXT, { c, n: 3 })).data.jobs;
  assert.equal(pageInfo.hasNextPage, true);
  assert.equal(pageInfo.hasPreviousPage, true);
  assert.equal(pageInfo.startCursor, edges[0]?.cursor);
  const last = (await world.query<Answer>(NEXT, { c: all.at(-2)?.cursor, n: 3 })).data.jobs;
  assert.deepEqual([last.edges.length, last.pageInfo.hasNextPage], [1, false]);
  const first = (await world.query<Answer>(NEXT, { n: 3 })).data.jobs;
  assert.equal(first.pageInfo.hasPreviousPage, false);
  const whole = (await world.query<Answer>(NEXT, { n: all.length })).data.jobs;
  assert.equal(whole.pageInfo.hasNextPage, false);
  const lastPage = (await world.query<Answer>(PREVIOUS, { n: all.length })).data.jobs;
  assert.equal(lastPage.pageInfo.hasPreviousPage, false);
});

test('endCursor goes on where the last edge does', async () => {
  const { pageInfo, edges } = (await world.query<Answer>(NEXT, { n: 5 })).data.jobs;
  const byEnd = await world.query<Answer>(NEXT, { c: pageInfo.endCursor, n: 5 });
  const byEdge = await world.query<Answer>(NEXT, { c: edges.at(-1)?.cursor, n: 5 });
  assert.deepEqual(ids(byEnd.data), ids(byEdge.data));
  assert.deepEqual(
    ids(byEnd.data),
    all.slice(5, 10).map(({ node }) => node.id),
  );
});

test('a cursor that is flipped in any one bit, cut or made longer is invalid', async () => {
  const cursor = all[3]?.cursor ?? '';
  const bytes = Buffer.from(cursor, 'base64url');
  const flipped = Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const copy = Buffer.from(bytes);
    copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    return copy.toString('base64url');
  });
  const broken = [...flipped, cursor.slice(0, -1), cursor.slice(1), `${cursor}A`, `${cursor}=`, '', 'x'];
  for (const c of broken) assert.equal(await codeOf(NEXT, { c, n: 1 }), 'CURSOR_INVALID', c);
  assert.equal(await codeOf(PREVIOUS, { c: broken[0], n: 1 }), 'CURSOR_INVALID');
});

const MISMATCHED: Readonly<Record<string, string>> = {
  'another order': 'orderBy: CREATED_AT_ASC',
  'a filter where there was none': 'filter: { statuses: [FAILED] }',
  'a time window where there was none': 'filter: { createdAfter: "2020-01-01T00:00:00Z" }',
};

for (const [name, args] of Object.entries(MISMATCHED)) {
  test(`a cursor with ${name} does not fit`, async () => {
    const text = `query ($c: String) { jobs(first: 1, after: $c, ${args}) { ${FIELDS} } }`;
    assert.equal(await codeOf(text, { c: all[3]?.cursor }), 'CURSOR_MISMATCH');
  });
}

test('a cursor fits a filter that says the same in other words', async () => {
  const asked = (statuses: string) =>
    `query ($c: String) { jobs(first: 3, after: $c, filter: { sources: null, statuses: ${statuses} }) { ${FIELDS} } }`;
  const first = await world.query<Answer>(asked('[SUCCEEDED, FAILED]'));
  const c = first.data.jobs.pageInfo.endCursor;
  const next = await world.query<Answer>(asked('[FAILED, SUCCEEDED]'), { c });
  assert.deepEqual(next.errors, []);
  assert.equal(next.data.jobs.edges.length, 3);
});

test('a cursor of another key is invalid', async () => {
  await using other = await startWorld({ jobs: 3 });
  const { data } = await other.query<Answer>(NEXT, { n: 1 });
  assert.equal(await codeOf(NEXT, { c: data.jobs.pageInfo.endCursor, n: 1 }), 'CURSOR_INVALID');
});
