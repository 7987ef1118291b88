import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needNow } from '../../../../src/connection/page/page-need.ts';

test('a stream that is alone is asked for all that is missing', () => {
  assert.deepEqual(needNow({ streams: 1, missing: 21 }), { share: 21, most: 21 });
});

test('each of a few is asked for twice its share', () => {
  assert.deepEqual(needNow({ streams: 4, missing: 101 }), { share: 51, most: 101 });
});

test('each of many for ten, where so many are missing', () => {
  assert.deepEqual(needNow({ streams: 1_000, missing: 21 }), { share: 10, most: 21 });
  assert.deepEqual(needNow({ streams: 1_000, missing: 3 }), { share: 3, most: 3 });
});

test('before any stream is known, as of one', () => {
  assert.deepEqual(needNow({ streams: 0, missing: 21 }), { share: 21, most: 21 });
});
