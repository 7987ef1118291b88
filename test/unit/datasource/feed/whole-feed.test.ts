import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_HINT } from '../../../../src/datasource/feed/hint.ts';
import {
  passedBefore,
  WholeFeed,
  type WholeFeedOptions,
} from '../../../../src/datasource/feed/whole-feed.ts';
import { END, type PlacedRow, rowMark, START } from '../../../../src/datasource/paging/row-order.ts';
import { compareKeys } from '../../../../src/model/sort-key.ts';
import { idsOf, jobAt, placed } from '../list-vendor.ts';

const feedOf = (ids: readonly string[], options: Partial<WholeFeedOptions> = {}): WholeFeed =>
  new WholeFeed({
    readWhole: async () => ({ rows: placed(ids), slack: Number.POSITIVE_INFINITY }),
    start: null,
    hint: NO_HINT,
    placeOf: (index) => index,
    compare: compareKeys,
    ...options,
  });

const after = (id: string) => ({ key: jobAt(id).key, isInclusive: false });
const markOf = (ids: readonly string[], id: string): number =>
  rowMark(placed(ids).find(({ key }) => key.nativeId === id) as PlacedRow);

test('all rows come at once, and nothing follows', async () => {
  const feed = feedOf(['j3', 'j9', 'j1']);
  assert.deepEqual([feed.frontier, feed.all], [START, null]);
  const { rows, isLast } = await feed.next();
  assert.deepEqual([idsOf(rows), isLast, feed.frontier], [['j3', 'j9', 'j1'], true, END]);
  assert.equal(feed.all?.length, 3);
});

test('where it is worth reading further only, a walk that has caught up is told from where, and what it has given out', async () => {
  const ids = ['j9', 'j7', 'j8', 'j5', 'j6', 'j3', 'j2'];
  const feed = feedOf(ids, { readWhole: async () => ({ rows: placed(ids), slack: 1 }) });
  assert.equal(feed.slack, Number.POSITIVE_INFINITY);
  await feed.next();
  assert.equal(feed.slack, 1);
  assert.equal(feed.hintAt(-6), 2, 'the last row that stands before all that may come');
  assert.deepEqual(
    feed.anchorsAt(jobAt('j6').key),
    ['j7', 'j8', 'j6'].map((id) => markOf(ids, id)),
  );
});

test('a walk that has read the list whole before goes on behind its key', async () => {
  const feed = feedOf(['j3', 'j9', 'j1'], {
    start: after('j5'),
    hint: { ...NO_HINT, whole: { passed: null } },
  });
  assert.deepEqual(idsOf((await feed.next()).rows), ['j3', 'j1']);
  assert.equal(feed.passedAt(null), null);
});

test('a walk that took the list to be in order gets what it passed over, and nothing twice', async () => {
  const ids = ['j9', 'j7', 'j8', 'j5'];
  const hint = { ...NO_HINT, index: 1, watermark: { time: 6 }, anchors: [markOf(ids, 'j7')] };
  const feed = feedOf(ids, { start: after('j7'), hint });
  assert.deepEqual(idsOf((await feed.next()).rows), ['j8', 'j5']);
  const passed = { anchors: hint.anchors, until: after('j7').key };
  assert.deepEqual(feed.passedAt(jobAt('j8').key), passed, 'until it has caught up');
  assert.equal(feed.passedAt(jobAt('j5').key), null);
});

const BEGUN = { key: { time: 9, sourceId: 'a', nativeId: 'a9', originId: '' }, isInclusive: false };

test('what a walk gave before its list proved out of order is told by its anchors', () => {
  const hint = { ...NO_HINT, index: 7, watermark: { time: 8 }, anchors: [1, 2] };
  assert.deepEqual(passedBefore(hint, BEGUN), { anchors: [1, 2], until: BEGUN.key });
});

test('where it had given nothing of the list, all of it is to come', () => {
  const hint = { ...NO_HINT, watermark: { time: 8 } };
  assert.deepEqual(passedBefore(hint, BEGUN), { anchors: [], until: BEGUN.key });
});

test('a cursor of a walk the other way says nothing: what lies behind it is not wanted', () => {
  assert.equal(passedBefore({ ...NO_HINT, index: 7 }, BEGUN), null);
});
