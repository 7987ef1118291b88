import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookBack } from '../../../../src/datasource/feed/look-back.ts';
import { DisorderError } from '../../../../src/datasource/paging/row-order.ts';
import { listVendor, newestFirst } from '../list-vendor.ts';

const SETTLED = -4;

/** Reads one row after six others, and looks at the one before it. */
async function read(ids: readonly string[]) {
  const vendor = listVendor(ids, { largestPage: 1 });
  const window = await vendor.list.read(6, 9, SETTLED);
  return { vendor, looked: () => lookBack(vendor.list, window, SETTLED, 0) };
}

test('a row that stands before others that it should follow proves that a list is not in order, though it came with no other', async () => {
  const { looked } = await read(['j20', 'j19', 'j18', 'j17', 'j16', 'j2', 'j5', 'j1']);
  await assert.rejects(looked(), DisorderError);
});

test('one that was moved up there meanwhile does not', async () => {
  const { vendor, looked } = await read(newestFirst(12));
  vendor.before(0, () => vendor.ids.splice(0, 3));
  await assert.rejects(looked(), { message: /changes faster than it can be read/, retryable: true });
});

test('nor does one that moves up when both are looked at again', async () => {
  const { vendor, looked } = await read(newestFirst(12));
  vendor.before(0, () => vendor.ids.splice(0, 3));
  vendor.before(1, () => vendor.ids.unshift('j15', 'j14', 'j13'));
  await assert.rejects(looked(), { message: /changes faster than it can be read/ });
});

test('a list in order is looked at once', async () => {
  const { vendor, looked } = await read(newestFirst(12));
  const before = vendor.sent.length;
  await looked();
  assert.equal(vendor.sent.length - before, 1);
});
