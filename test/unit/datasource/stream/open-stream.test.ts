import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PagedJobs, TimeWindow } from '../../../../src/datasource/contract/backend-definition.ts';
import { END, START } from '../../../../src/datasource/paging/row-order.ts';
import { type Hint, NO_HINT, type WholeHint } from '../../../../src/datasource/stream/hint.ts';
import type { JobStream } from '../../../../src/datasource/stream/job-stream.ts';
import type { StreamEngine } from '../../../../src/datasource/stream/list-memory.ts';
import { openStream, outsetOf } from '../../../../src/datasource/stream/open-stream.ts';
import { createScanBudget } from '../../../../src/datasource/stream/residual-filter.ts';
import type { Bound } from '../../../../src/datasource/stream/row-feed.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { jobAt } from '../list-vendor.ts';
import { listEngine, SPEC } from './list-engine.ts';

const down = (time: number): number => -time;
const points = (...times: number[]) => times.map((time) => ({ from: time, to: time }));
const ALL = { first: START, last: END };

test('a list whose times nobody knows may begin anywhere', () => {
  assert.equal(outsetOf(null, down, ALL), START);
});

test('a list begins with the first of its times along the walk', () => {
  assert.equal(outsetOf(points(1, 3, 2), down, ALL), -3);
  assert.equal(
    outsetOf(points(1, 3, 2), (time) => time, ALL),
    1,
  );
});

test('times that are not wanted do not count, and those at the bounds do', () => {
  assert.equal(outsetOf(points(1, 2, 3), down, { first: -2, last: END }), -2);
  assert.equal(outsetOf(points(3), down, { first: START, last: -3 }), -3);
  assert.equal(outsetOf(points(1, 5), down, { first: -4, last: -2 }), END);
});

test('a list of which only bounds are known begins with the nearer one, or with what is wanted if that lies between', () => {
  const within = [{ from: 10, to: 20 }];
  assert.equal(outsetOf(within, down, ALL), -20);
  assert.equal(
    outsetOf(within, (time) => time, ALL),
    10,
  );
  assert.equal(outsetOf(within, down, { first: -15, last: END }), -15);
  assert.equal(outsetOf(within, down, { first: START, last: -20 }), -20);
  assert.equal(outsetOf(within, down, { first: START, last: -21 }), END);
  assert.equal(outsetOf(within, down, { first: -9, last: END }), END);
});

/** One page's stream of the list, from a place on; `window`: a part of the time. */
const openWith = (engine: StreamEngine, start: Bound | null, hint: Hint, window?: TimeWindow): JobStream =>
  openStream(
    engine,
    SPEC,
    {
      filter: {},
      plan: {
        isExcluded: false,
        query: [],
        pushedDown: [],
        residual: [],
        includes: () => true,
        ...(window && { window }),
      },
      direction: 'down',
      startOf: () => start,
      stopOf: () => null,
      hintOf: () => hint,
      need: () => ({ share: 10, most: 10 }),
      budget: createScanBudget(100),
      scope: sourceScope(),
      matches: null,
    },
    () => undefined,
  );

describe('of a list out of order it is said', () => {
  const said = async (order: PagedJobs['order']): Promise<string | undefined> => {
    const stream = openWith(listEngine(['j1', 'j9', 'j5'], { jobs: { order } }).engine, null, NO_HINT);
    await stream.advance();
    return stream.notes[0]?.error.message;
  };

  test('that it is not newest first, where nobody can choose: that may have been a guess', async () => {
    assert.match((await said('newest-first')) ?? '', /not newest first, as it was taken to be/);
  });

  test('that it is not as it was asked to be, where somebody can', async () => {
    assert.match((await said(() => [['sort', 'time']])) ?? '', /not in the order that was asked for/);
  });
});

test('a whole reading by another walk serves none that has not read the list whole itself', async () => {
  const { engine, asked } = listEngine(['j1', 'j9', 'j5']);
  const read = async (start: Bound | null, whole: WholeHint | null): Promise<number> => {
    const before = asked().length;
    await openWith(engine, start, { ...NO_HINT, whole }).advance();
    return asked().length - before;
  };
  const onTheWay = { key: jobAt('j9').key, isInclusive: false };
  assert((await read(null, null)) > 0);
  // Only now has it noticed that the list is not in order.
  assert((await read(onTheWay, null)) > 0);
  assert.equal(await read(onTheWay, { passed: null }), 0);
});

test('a whole reading of a part of the time serves no walk over another part', async () => {
  const { engine, asked } = listEngine(['j1', 'j9', 'j5']);
  const readPart = async (from: number, start: Bound | null): Promise<void> => {
    const hint = { ...NO_HINT, whole: { passed: null } };
    await openWith(engine, start, hint, { from, before: null }).advance();
  };
  const onTheWay = { key: jobAt('j9').key, isInclusive: false };
  await readPart(4, null);
  const first = asked().length;
  await readPart(4, onTheWay);
  assert.equal(asked().length, first);
  await readPart(0, onTheWay);
  assert(asked().length > first);
});
