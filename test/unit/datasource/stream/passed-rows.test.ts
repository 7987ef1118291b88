import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_HINT } from '../../../../src/datasource/stream/hint.ts';
import { passedBefore } from '../../../../src/datasource/stream/passed-rows.ts';

const START = { key: { time: 9, sourceId: 'a', nativeId: 'a9', originId: '' }, isInclusive: false };

test('what a walk gave before its list proved out of order is told by its anchors', () => {
  const hint = { ...NO_HINT, index: 7, watermark: { time: 8 }, anchors: [1, 2] };
  assert.deepEqual(passedBefore(hint, START), { anchors: [1, 2], until: START.key });
});

test('where it had given nothing of the list, all of it is to come', () => {
  const hint = { ...NO_HINT, watermark: { time: 8 } };
  assert.deepEqual(passedBefore(hint, START), { anchors: [], until: START.key });
});

test('a cursor of a walk the other way says nothing: what lies behind it is not wanted', () => {
  assert.equal(passedBefore({ ...NO_HINT, index: 7 }, START), null);
});
