import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkWindow } from '../../../../src/datasource/paging/check-window.ts';
import { DisorderError, START } from '../../../../src/datasource/paging/row-order.ts';
import { againstWindows } from '../../../../src/datasource/paging/walk-window.ts';
import { idsOf, listVendor, newestFirst } from '../list-vendor.ts';

test('two rows of one answer in the wrong order prove that a list is not in order, whatever the walk has passed', async () => {
  const { list } = listVendor(['j9', 'j7', 'j8', 'j6']);
  const window = await list.read(0, 4, START);
  for (const settled of [START, 0]) assert.throws(() => checkWindow(window, settled, 0), DisorderError);
  assert.doesNotThrow(() => checkWindow(window, START, 1));
});

test('so do two on two sides of a joint that was looked at again', async () => {
  const { list } = listVendor(['j9', 'j7', 'j8', 'j6'], { largestPage: 1 });
  const window = await list.joined(await list.read(0, 4, START), 4, START);
  assert.equal(window.rows.length, 4);
  assert.throws(() => checkWindow(window, START, 0), DisorderError);
});

test('rows that the walk has passed, and that came with two answers, prove nothing: the list may have moved', async () => {
  const vendor = listVendor(newestFirst(9), { largestPage: 1 });
  const first = await vendor.list.read(3, 9, -3);
  vendor.before(0, () => vendor.ids.unshift('j11', 'j10'));
  const window = await vendor.list.joined(first, 9, -3);
  assert.deepEqual(idsOf(window.rows).slice(0, 3), ['j6', 'j7', 'j6']);
  assert.doesNotThrow(() => checkWindow(window, -3, 0));
});

test('each answer is looked at the way the walk goes', async () => {
  const vendor = listVendor(newestFirst(30), { direction: 'up', partition: 5, counts: false });
  const windows = againstWindows(vendor.list);
  for (const index of [13, 17, 22, 26]) await windows.read(index, 9, START);
  const window = await windows.read(22, 12, START);
  assert(window.answers.length > 1, `${window.answers.length}`);
  assert.deepEqual(window.answers.flat(), window.rows);
  assert.doesNotThrow(() => checkWindow(window, START, 0));
});
