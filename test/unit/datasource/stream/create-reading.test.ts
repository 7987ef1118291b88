import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Note } from '../../../../src/datasource/contract/note.ts';
import { START } from '../../../../src/datasource/paging/row-order.ts';
import { createReading, type ReadingRequest } from '../../../../src/datasource/stream/create-reading.ts';
import { ShapeError } from '../../../../src/datasource/wire/shape-error.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { idsOf, newestFirst } from '../list-vendor.ts';
import { type EngineOptions, fetchedEngine, listEngine, SPEC } from './list-engine.ts';

function readingOf(
  ids: readonly string[],
  options: EngineOptions = {},
  fields: Partial<ReadingRequest> = {},
) {
  const { engine, asked } = listEngine(ids, options);
  const notes: Note[] = [];
  const request: ReadingRequest = { plan: { query: [] }, direction: 'down', scope: sourceScope(), ...fields };
  return { reading: createReading(engine, SPEC, request, notes), asked, notes };
}

const wordsOf = (query: readonly (readonly [string, string])[] = []): string[] =>
  query.filter(([name]) => name !== 'offset' && name !== 'limit').map((word) => word.join('='));

describe('a list that the vendor pages', () => {
  test('is read along the vendor’s order or against it', async () => {
    const down = readingOf(newestFirst(5)).reading;
    assert.deepEqual(idsOf((await down.windows?.read(null, 2, START))?.rows ?? []), ['j5', 'j4']);
    const up = readingOf(newestFirst(5), {}, { direction: 'up' }).reading;
    assert.equal(up.windows?.runsAlong, false);
    assert.deepEqual(idsOf((await up.windows?.read(4, 2, START))?.rows ?? []), ['j1', 'j2']);
    assert.deepEqual([down.placeOf(3), up.placeOf(3)], [3, -3]);
  });

  test('or whole, in the vendor’s order, wherever the walk goes', async () => {
    const { reading } = readingOf(newestFirst(5), {}, { direction: 'up' });
    assert.deepEqual(idsOf(await reading.whole()), newestFirst(5));
  });

  test('in the order that is asked for, of what is asked for', async () => {
    const jobs = { order: (direction: string) => [['sort', direction]] as const };
    const { reading, asked } = readingOf(
      ['j1'],
      { jobs },
      { direction: 'up', plan: { query: [['status', 'x']] } },
    );
    assert.equal(reading.windows?.runsAlong, true);
    await reading.windows?.read(null, 2, START);
    assert.deepEqual(wordsOf(asked()[0]), ['status=x', 'sort=up']);
  });

  test('a bound in time is sent for a filter alone: behind one that a walk had set, rows out of order would be hidden', async () => {
    const jobs = {
      within: ({ from, before }: { from: number | null; before: number | null }) =>
        [['within', `${from}..${before}`]] as const,
    };
    const window = { from: 2, before: null };
    const { reading, asked } = readingOf(newestFirst(5), { jobs }, { plan: { query: [], window } });
    await reading.windows?.read(null, 2, -3);
    assert.deepEqual(wordsOf(asked()[0]), ['within=2..null']);
    const unfiltered = readingOf(newestFirst(5), { jobs });
    await unfiltered.reading.windows?.read(null, 2, -3);
    assert.deepEqual(wordsOf(unfiltered.asked()[0]), []);
  });

  test('and a row that cannot be read is noted once, however often it is met', async () => {
    const listing = () => ({
      path: '/rows',
      envelope: { rows: 'rows', total: 'total' },
      read: (): never => {
        throw new ShapeError('id: is missing');
      },
    });
    const { reading, notes } = readingOf(['j1'], { jobs: { listing } });
    for (const _ of ['once', 'twice']) await reading.windows?.read(null, 2, START);
    assert.deepEqual(
      notes.map(({ losesRows }) => losesRows),
      [true],
    );
  });
});

test('a list that is fetched in one go has no windows, and its times are known once it was read', async () => {
  const engine = fetchedEngine(['j3', 'j1']);
  const request: ReadingRequest = { plan: { query: [] }, direction: 'down', scope: sourceScope() };
  const first = createReading(engine, SPEC, request, []);
  assert.deepEqual([first.windows, first.times], [null, null]);
  assert.deepEqual(idsOf(await first.whole()), ['j3', 'j1']);
  assert.equal(createReading(engine, SPEC, request, []).times?.length, 2);
});
