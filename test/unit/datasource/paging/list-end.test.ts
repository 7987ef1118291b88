import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { joinPages } from '../../../../src/datasource/paging/join-pages.ts';
import type { ListPage } from '../../../../src/datasource/paging/list-page.ts';
import { START } from '../../../../src/datasource/paging/row-order.ts';
import { type ListVendor, listVendor, newestFirst } from '../list-vendor.ts';

const uncounted = (ids: readonly string[]): ListVendor => listVendor(ids, { counts: false });

async function costOf({ sent }: ListVendor, work: () => Promise<unknown>): Promise<number> {
  const before = sent.length;
  await work();
  return sent.length - before;
}

test('pages that end with the same row, wherever they begin, do not end a list', async () => {
  const { list, ids } = uncounted(newestFirst(9));
  const slice = ids.slice.bind(ids);
  // Rows of two shards never come at once.
  ids.slice = (from = 0, to = 0) => slice(from, from < 5 ? Math.min(to, 5) : to);
  const page = await list.page(2, 7);
  assert.deepEqual([page.places, page.isTail], [3, null]);
  assert.equal(await list.reaches(page, START), true);
});

test('nor does an empty place behind them, where a row goes before it is asked for and another comes after', async () => {
  const vendor = listVendor(newestFirst(6), { counts: false, partition: 5 });
  const page = await vendor.list.page(2, 7);
  vendor.before(0, () => vendor.ids.shift());
  vendor.before(1, () => vendor.ids.unshift('j7'));
  assert.equal(await vendor.list.reaches(page, START), true);
});

test('nor does an empty place that was asked for before they were, where a row comes in between and another goes after', async () => {
  const vendor = listVendor(newestFirst(6), { counts: false, largestPage: 1 });
  vendor.ids.unshift('j7');
  const page = { ...(await vendor.list.page(5, 9)), isFollowedByNone: true, isBehindOlder: true };
  vendor.before(1, () => vendor.ids.shift());
  assert.equal(await vendor.list.reaches(page, START), true);
});

test('nor does a single row that is pushed to each place that is asked for', async () => {
  const vendor = listVendor(newestFirst(9), { counts: false, largestPage: 1 });
  const page = await vendor.list.page(0, 9);
  for (let request = 0; request < 9; request++)
    vendor.before(request, () => vendor.ids.unshift(`j${10 + request}`));
  assert.equal(await vendor.list.reaches(page, START), true);
});

test('but one that comes wherever it is asked for does', async () => {
  const { list, ids } = uncounted(newestFirst(1));
  const page = await list.page(0, 9);
  ids.slice = () => ['j1'];
  assert.equal(await list.reaches(page, START), false);
});

test('a page that was joined from several ends a list where the last of them does', async () => {
  const { list } = listVendor(newestFirst(17), { counts: false, partition: 6 });
  const page = await joinPages(list, await list.page(5, 20), { limit: 20, settled: START });
  assert.deepEqual([page.places, page.isFollowedByNone], [12, true]);
  assert.equal(await list.reaches(page, START), false);
});

test('nor is it one that is read in pieces, where its last row has gone and another stands in its place for a while', async () => {
  const vendor = listVendor(newestFirst(4), { counts: false, largestPage: 1 });
  const { list, ids } = vendor;
  const page = await joinPages(list, await list.page(0, 9), { limit: 9, settled: START, most: 3 });
  assert.deepEqual([page.places, page.isTail], [3, null]);
  vendor.before(0, () => ids.splice(2, 1));
  vendor.before(2, () => ids.unshift('j5'));
  vendor.before(3, () => ids.shift());
  assert.equal(await list.reaches(page, START), true);
});

test('of a vendor that may count pages or lists, the place behind a page tells which, and then no more than it takes', async () => {
  for (const [counts, requests] of [
    ['page', 3],
    [true, 1],
  ] as const) {
    const vendor = listVendor(newestFirst(6), { counts });
    const page = await vendor.list.page(0, 9);
    assert.equal(await costOf(vendor, () => vendor.list.reaches(page, START)), requests);
  }
});

describe('an end that is proven', () => {
  const atEnd = async ({ list }: ListVendor): Promise<ListPage> => {
    const page = await list.page(3, 9);
    assert.equal(await list.reaches(page, START), false);
    return page;
  };

  test('is known for all pages that have the last rows', async () => {
    const vendor = uncounted(newestFirst(6));
    await atEnd(vendor);
    vendor.ids.unshift('j7');
    const page = await vendor.list.page(1, 9);
    assert.equal(await costOf(vendor, () => vendor.list.reaches(page, START)), 0);
  });

  for (const [what, change] of [
    ['the last row is gone', (ids: string[]) => ids.pop()],
    ['another row stands behind it', (ids: string[]) => ids.push('j0')],
  ] as const)
    test(`is proven anew where ${what}`, async () => {
      const vendor = uncounted(newestFirst(6));
      await atEnd(vendor);
      change(vendor.ids);
      const page = await vendor.list.page(1, 9);
      assert((await costOf(vendor, () => vendor.list.reaches(page, START))) > 0);
    });

  test('and where rows of its instant may stand before the page: they change places', async () => {
    const vendor = uncounted(['a9', 'b5', 'c5', 'd5', 'e5']);
    const page = await atEnd(vendor);
    assert((await costOf(vendor, () => vendor.list.reaches(page, START))) > 0);
  });
});

test('of a list of one row that is counted, an empty place behind it tells the end, and what it counts', async () => {
  const vendor = listVendor(['j1']);
  const page = await vendor.list.page(0, 12);
  assert.equal(await costOf(vendor, () => vendor.list.reaches(page, START)), 1);
  const shrunk = listVendor(['j2', 'j1'], { largestPage: 1, counts: false });
  const cut = await shrunk.list.page(0, 12);
  shrunk.ids.shift();
  assert.equal(await shrunk.list.reaches(cut, START), true);
});
