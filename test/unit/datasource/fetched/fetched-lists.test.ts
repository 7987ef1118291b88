import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FetchedJobs, FetchedRow } from '../../../../src/datasource/contract/backend-definition.ts';
import { createFetchedLists } from '../../../../src/datasource/fetched/fetched-lists.ts';
import { unreadable } from '../../../../src/datasource/paging/read-answer.ts';
import { SourceError } from '../../../../src/model/source-error.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { fakeTransport } from '../fake-transport.ts';
import { fetchedRow } from './fetched-row.ts';

const HOUR = 3_600_000;
const SPEC = { key: 'j1', origin: null };
const scope = sourceScope();

/** Lists whose vendor answers what the test says, on a clock that the test moves. */
function watched(shareMs = 1_000) {
  const world = { now: 0, asked: 0, answer: (): FetchedRow[] => [], losesRows: false, gone: [] as string[] };
  const lists = createFetchedLists({
    transport: { ...fakeTransport(() => null), partition: ({ request }) => request.header('who') ?? '' },
    shareMs,
    now: () => world.now,
    onGone: ({ key }) => world.gone.push(key),
  });
  const jobs: FetchedJobs = {
    kind: 'fetched',
    settled: ['SUCCEEDED'],
    fetch: async (_, read) => {
      world.asked += 1;
      if (world.losesRows) await read.list(UNREADABLE);
      return world.answer();
    },
  };
  const notes: unknown[] = [];
  const read = (of = scope) => lists.read(jobs, SPEC, of, (note) => notes.push(note));
  return { world, lists, read, notes };
}

const UNREADABLE = {
  path: '/x',
  pager: { maxPageSize: 10, usesMarker: false, unpaged: true, query: () => [] },
  envelope: () => ({ rows: [{}], total: null }),
  read: (): never => {
    throw unreadable('id');
  },
};

test('what may still change serves all who ask for so long', async () => {
  const { world, read } = watched();
  world.answer = () => [fetchedRow({ status: 'RUNNING' })];
  await read();
  world.now = 999;
  assert.equal((await read())[0]?.row.fields.status, 'RUNNING');
  assert.equal(world.asked, 1);
  world.now = 1_000;
  await read();
  assert.equal(world.asked, 2);
});

test('what cannot change any more serves for an hour', async () => {
  const { world, read } = watched(0);
  world.answer = () => [fetchedRow({ status: 'SUCCEEDED' })];
  await read();
  world.now = HOUR - 1;
  await read();
  assert.equal(world.asked, 1);
  world.now = HOUR;
  await read();
  assert.equal(world.asked, 2);
});

test('one caller’s answer is for no other', async () => {
  const { world, read } = watched();
  await read(sourceScope({ headers: { who: 'a' } }));
  await read(sourceScope({ headers: { who: 'b' } }));
  assert.equal(world.asked, 2);
});

test('a failure is not kept', async () => {
  const { world, read } = watched();
  world.answer = () => {
    throw new SourceError({ code: 'UPSTREAM_TIMEOUT', message: 'slow' });
  };
  await assert.rejects(read(), { code: 'UPSTREAM_TIMEOUT' });
  world.answer = () => [];
  assert.deepEqual(await read(), []);
});

test('an answer of which rows are missing is not kept, so that everybody is told', async () => {
  const { world, read, notes, lists } = watched();
  world.losesRows = true;
  await read();
  await read();
  assert.deepEqual([world.asked, notes.length, world.gone], [2, 2, []]);
  assert.equal(lists.timesOf(SPEC, scope), null);
});

test('a list that has nothing any more is told of', async () => {
  const { world, read } = watched();
  await read();
  assert.deepEqual(world.gone, ['j1']);
});

test('times stay known when the rows do not', async () => {
  const { world, read, lists } = watched(0);
  assert.equal(lists.timesOf(SPEC, scope), null);
  world.answer = () => [fetchedRow({ status: 'RUNNING', createdAt: 7 })];
  await read();
  world.now = HOUR;
  assert.deepEqual(lists.timesOf(SPEC, scope), [7]);
  assert.equal(lists.timesOf(SPEC, sourceScope({ headers: { who: 'b' } })), null);
});
