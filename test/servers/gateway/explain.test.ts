import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { startWorld, type World } from '../../support/start-world.ts';

const Explained = z.strictObject({
  requestId: z.string(),
  durationMs: z.number(),
  sources: z.array(
    z.strictObject({
      source: z.string(),
      lists: z.array(
        z.strictObject({
          state: z.string(),
          streams: z.number(),
          pushedDown: z.array(z.string()),
          pushedAs: z.array(z.string()),
          residual: z.array(z.string()),
          rowsReturned: z.number(),
        }),
      ),
      requests: z.array(
        z.strictObject({
          request: z.string(),
          purpose: z.string().optional(),
          from: z.enum(['vendor', 'shared', 'cache']),
          status: z.number().nullable(),
          rows: z.number().nullable(),
          ms: z.number().optional(),
          attempt: z.number().optional(),
          waitedMs: z.number().optional(),
          bytes: z.number().nullable().optional(),
          code: z.string().optional(),
          staleMs: z.number().optional(),
        }),
      ),
      requestsNotShown: z.number().optional(),
      requestsSent: z.number(),
      cacheHits: z.number(),
      rowsFetched: z.number(),
      rowsReturned: z.number(),
      durationMs: z.number(),
      waitedMs: z.number(),
    }),
  ),
});

/** Names of all properties, at any depth. */
const namesIn = (schema: unknown): string[] => {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema ? Object.keys(Object(schema.properties)) : [];
  return [...own, ...Object.values(schema).flatMap(namesIn)];
};

test('every field has its words in the documentation', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/operating.md'), 'utf8');
  const section = page.split('\n## What an answer took\n')[1]?.split('\n## ')[0] ?? '';
  const told = new Set(section.match(/(?<=`)\w+(?=[`:])/g));
  const names = new Set(namesIn(z.toJSONSchema(Explained)));
  assert(names.size > 20);
  assert.deepEqual(
    [...names].filter((name) => !told.has(name)),
    [],
  );
});

const FAILED = '{ jobs(first: 10, filter: { statuses: [FAILED] }) { nodes { id } } }';

async function explain(world: World, query: string) {
  const { text } = await world.query(query, {}, { 'x-jobweave-explain': '1' });
  const { extensions } = JSON.parse(text);
  const { sources } = Explained.parse(extensions.explain);
  return { text, of: (id: string) => sources.find(({ source }) => source === id) ?? assert.fail(id) };
}

test('without the header nothing is told', async () => {
  await using world = await startWorld({ jobs: 5 });
  const { text } = await world.query(FAILED);
  assert.equal(JSON.parse(text).extensions, undefined);
});

test('who has not the right is told so', async () => {
  const access = {
    allowAnonymous: true,
    anonymousRole: 'reader',
    roles: { reader: { sources: ['*'], explain: false } },
  };
  await using world = await startWorld({ jobs: 5 }, { access });
  const { text } = await world.query(FAILED, {}, { 'x-jobweave-explain': '1' });
  assert.equal(JSON.parse(text).extensions.explain.code, 'FORBIDDEN');
});

test('each request that a vendor got is told, and what came of it', async () => {
  await using world = await startWorld({ jobs: 40 });
  for (const vendor of world.vendors) vendor.requests.length = 0;
  const { of, text } = await explain(world, FAILED);
  for (const { id } of world.sources) {
    const { requests, requestsSent, rowsFetched, rowsReturned, lists } = of(id);
    const sent = requests.filter(({ from }) => from === 'vendor');
    assert.equal(sent.length, requestsSent, id);
    const reads = sent.filter(({ purpose }) => purpose === undefined);
    const got = world
      .vendor(id)
      .requests.filter(({ method }) => method === 'GET')
      .map(({ path }) => path);
    assert.deepEqual(
      reads.map(({ request }) => request.replace(/^GET /, '').split('?')[0]).sort(),
      got.sort(),
    );
    for (const read of reads) assert.deepEqual([read.status, read.attempt], [200, 1]);
    assert.equal(lists.length, 1);
    assert(rowsReturned <= rowsFetched);
  }
  const zstack = of('dc1');
  assert.deepEqual(
    zstack.lists[0]?.residual.includes('statuses') || zstack.lists[0]?.pushedDown.includes('statuses'),
    true,
  );
  const css = of('search');
  assert.deepEqual(css.lists[0]?.pushedDown, ['statuses']);
  assert.match(css.lists[0]?.pushedAs.join() ?? '', /FAIL/);
  assert.equal(css.requests.reduce((sum, { rows }) => sum + (rows ?? 0), 0) >= css.rowsFetched, true);
  assert.doesNotMatch(text, /127\.0\.0\.1|demo-token|[Pp]assword/);
});

test('attempts, failures and answers from the cache are told apart', async () => {
  await using world = await startWorld({ jobs: 10 }, { settings: { cacheSeconds: 60 } });
  await world.query(FAILED);
  world.vendor('dc1').fault = () => ({ kind: 'status', status: 503 });
  const { of } = await explain(world, FAILED);
  assert(of('search').requests.some(({ from }) => from === 'cache'));
  const { of: later } = await explain(world, '{ jobs(first: 7) { nodes { id } } }');
  const attempts = later('dc1').requests.filter(({ purpose }) => purpose === undefined);
  assert.deepEqual(
    attempts.slice(0, 2).map(({ attempt, status, code }) => [attempt, status, code]),
    [
      [1, 503, 'UPSTREAM_UNAVAILABLE'],
      [2, 503, 'UPSTREAM_UNAVAILABLE'],
    ],
  );
});
