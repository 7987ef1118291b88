import assert from 'node:assert/strict';
import { test } from 'node:test';
import { END, START } from '../../../../src/datasource/paging/row-order.ts';
import type { RowFeed } from '../../../../src/datasource/stream/row-feed.ts';
import { UntimedFeed } from '../../../../src/datasource/stream/untimed-feed.ts';
import type { Direction } from '../../../../src/model/sort-key.ts';
import { idsOf, placed } from '../list-vendor.ts';

/** One batch of rows that have a time. */
const timed = (direction: Direction): RowFeed => ({
  next: async () => ({ rows: placed(['a9', 'b5'], direction), isLast: true }),
  frontier: 5,
  slack: 3,
  search: null,
  hintAt: () => 7,
  indexOf: (mark) => mark,
});

const feedOf = (direction: Direction, first = START, last = END): UntimedFeed =>
  new UntimedFeed({
    feed: timed(direction),
    untimed: async () => placed(['x', 'y'], direction),
    direction,
    first,
    last,
  });

async function batches(feed: UntimedFeed): Promise<string[][]> {
  const all: string[][] = [];
  for (;;) {
    const { rows, isLast } = await feed.next(10);
    all.push(idsOf(rows));
    if (isLast) return all;
  }
}

test('rows without a time come last on the way down, and first on the way up', async () => {
  assert.deepEqual(await batches(feedOf('down')), [
    ['a9', 'b5'],
    ['x', 'y'],
  ]);
  assert.deepEqual(await batches(feedOf('up')), [
    ['x', 'y'],
    ['a9', 'b5'],
  ]);
});

test('a page that ends before them does not read them, one that begins behind the others reads nothing else', async () => {
  assert.deepEqual(await batches(feedOf('down', START, -3)), [['a9', 'b5']]);
  assert.deepEqual(await batches(feedOf('down', Number.MAX_VALUE)), [['x', 'y']]);
  assert.deepEqual(await batches(feedOf('up', 4)), [['a9', 'b5']]);
});

test('what was given out is told by the part that is read', async () => {
  const feed = feedOf('down');
  assert.deepEqual([feed.frontier, feed.slack, feed.hintAt(1)], [5, 3, 7]);
  await feed.next(10);
  assert.equal(feed.frontier, Number.MAX_VALUE);
  await feed.next(10);
  assert.equal(feed.frontier, END);
});
