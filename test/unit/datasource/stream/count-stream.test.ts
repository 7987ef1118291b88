import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NO_HINT } from '../../../../src/datasource/feed/hint.ts';
import type { FilterPlan } from '../../../../src/datasource/filter/plan-filter.ts';
import { countStream } from '../../../../src/datasource/stream/count-stream.ts';
import { createReading } from '../../../../src/datasource/stream/create-reading.ts';
import type { StreamEngine } from '../../../../src/datasource/stream/list-memory.ts';
import type { StreamRequest } from '../../../../src/datasource/stream/open-request.ts';
import { createScanBudget } from '../../../../src/datasource/stream/residual-filter.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { newestFirst } from '../list-vendor.ts';
import { type EngineOptions, fetchedEngine, listEngine, SPEC } from './list-engine.ts';

const PLAN: FilterPlan = { isExcluded: false, query: [], pushedDown: [], residual: [], includes: () => true };

const requestOf = (fields: Partial<StreamRequest> = {}): StreamRequest => ({
  filter: {},
  plan: PLAN,
  direction: 'down',
  startOf: () => null,
  stopOf: () => null,
  hintOf: () => NO_HINT,
  need: () => ({ share: 10, most: 10, given: 0 }),
  budget: createScanBudget(100),
  scope: sourceScope(),
  matches: null,
  ...fields,
});

function count(engine: StreamEngine, fields: Partial<StreamRequest> = {}, seen = { rows: 2, isAll: false }) {
  const request = requestOf(fields);
  return countStream(engine, SPEC, request, seen, createReading(engine, SPEC, request, []));
}

const exactly = (atLeast: number) => ({ atLeast, isExact: true });
const atLeast = (rows: number) => ({ atLeast: rows, isExact: false });

test('a list that was read to its end has what was seen, whatever the vendor says', async () => {
  const { engine, asked } = listEngine(newestFirst(9));
  assert.deepEqual(await count(engine, {}, { rows: 4, isAll: true }), exactly(4));
  assert.equal(asked().length, 0);
});

describe('where the filter leaves nothing to us', () => {
  test('the vendor is asked, for a single row', async () => {
    const { engine, asked } = listEngine(newestFirst(9));
    assert.deepEqual(await count(engine), exactly(9));
    assert.deepEqual(
      asked().map((query) => Object.fromEntries(query)),
      [{ offset: '0', limit: '1' }],
    );
  });

  test('one that counts its pages is found out by what stands behind the first row', async () => {
    const pages = { total: (page: readonly string[]) => page.length };
    assert.deepEqual(await count(listEngine(newestFirst(9), pages).engine), atLeast(2));
    assert.deepEqual(
      await count(listEngine(['j1'], pages).engine, {}, { rows: 0, isAll: false }),
      exactly(1),
    );
  });

  test('one that says nothing is not relied upon', async () => {
    assert.deepEqual(await count(listEngine(newestFirst(9), { total: () => null }).engine), atLeast(2));
  });

  test('nor is one that counts fewer rows than were seen', async () => {
    const { engine } = listEngine(newestFirst(9), { total: () => 2 });
    assert.deepEqual(await count(engine, {}, { rows: 5, isAll: false }), atLeast(5));
  });

  describe('it is not asked again for what came with the page', () => {
    const readFromMiddle = async (total: number | null, fields: Partial<EngineOptions> = {}) => {
      const { engine, asked } = listEngine(newestFirst(9), { total: () => total, ...fields });
      const request = requestOf();
      const reading = createReading(engine, SPEC, request, []);
      await reading.windows?.read(4, 2, -5);
      const counted = await countStream(engine, SPEC, request, { rows: 2, isAll: false }, reading);
      return { counted, requests: asked().length };
    };

    test('a count, wherever in the list the page begins', async () => {
      assert.deepEqual(await readFromMiddle(9), { counted: exactly(9), requests: 1 });
    });

    test('or none', async () => {
      assert.deepEqual(await readFromMiddle(null), { counted: atLeast(2), requests: 1 });
    });

    test('but where a count must be asked for, and was not', async () => {
      const { requests } = await readFromMiddle(null, { jobs: { countQuery: [['count', 'yes']] } });
      assert.equal(requests, 2);
    });
  });

  test('in words of its own, where it must be asked to count', async () => {
    const { engine, asked } = listEngine(newestFirst(9), { jobs: { countQuery: [['count', 'yes']] } });
    await count(engine);
    assert.deepEqual(
      asked()[0]?.filter(([name]) => name === 'count'),
      [['count', 'yes']],
    );
  });
});

test('where it leaves something, or the vendor does not count, what was seen is a lower bound', async () => {
  const { engine, asked } = listEngine(newestFirst(9));
  assert.deepEqual(await count(engine, { plan: { ...PLAN, residual: ['statuses'] } }), atLeast(2));
  assert.deepEqual(await count(listEngine(newestFirst(9), { jobs: { counts: false } }).engine), atLeast(2));
  assert.equal(asked().length, 0);
});

test('a list that is fetched anyway is counted row by row', async () => {
  assert.deepEqual(await count(fetchedEngine(['j3', 'j2', 'j1'])), exactly(3));
  const matches = ({ nativeId }: { readonly nativeId: string }): boolean => nativeId !== 'j2';
  assert.deepEqual(await count(fetchedEngine(['j3', 'j2', 'j1']), { matches }), exactly(2));
});
