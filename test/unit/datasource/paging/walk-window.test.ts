import assert from 'node:assert/strict';
import { test } from 'node:test';
import { START } from '../../../../src/datasource/paging/row-order.ts';
import { againstWindows } from '../../../../src/datasource/paging/walk-window.ts';
import { idsOf, listVendor, newestFirst } from '../list-vendor.ts';

test('along the order of the vendor a window is a page', async () => {
  const windows = listVendor(newestFirst(5)).list;
  const window = await windows.read(null, 3, START);
  assert.deepEqual(idsOf(window.rows), ['j5', 'j4', 'j3']);
  assert.deepEqual([window.opensAtEdge, window.closesAtEdge, window.start, window.end], [true, false, -1, 3]);
  assert.equal((await windows.read(3, 3, START)).opensAtEdge, false);
});

test('against it a window is a page that ends at the index, turned round', async () => {
  const windows = againstWindows(listVendor(newestFirst(5), { direction: 'up' }).list);
  const window = await windows.read(4, 3, START);
  assert.deepEqual(idsOf(window.rows), ['j1', 'j2', 'j3']);
  // A full page does not tell that nothing stands behind it.
  assert.deepEqual([window.opensAtEdge, window.closesAtEdge], [false, false]);
  const rest = await windows.read(1, 3, START);
  assert.deepEqual([idsOf(rest.rows), rest.opensAtEdge, rest.closesAtEdge], [['j4', 'j5'], false, true]);
});

test('places count along the walk, and lead back to the index', () => {
  for (const windows of [listVendor([]).list, againstWindows(listVendor([]).list)]) {
    const [near, far] = windows.runsAlong ? [2, 7] : [7, 2];
    assert(windows.placeOf(near) < windows.placeOf(far));
    assert.equal(windows.indexAt(windows.placeOf(7)), 7);
  }
});
