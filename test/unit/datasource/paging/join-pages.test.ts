import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinPages } from '../../../../src/datasource/paging/join-pages.ts';
import type { PagewiseList } from '../../../../src/datasource/paging/list-page.ts';
import { START } from '../../../../src/datasource/paging/row-order.ts';
import { idsOf, listVendor, newestFirst } from '../list-vendor.ts';

const UP_TO_NINE = { limit: 9, settled: START };

/** A vendor whose pages end at each multiple of 5, and a page that came so. */
async function cutPage(
  ids: readonly string[],
  { partition = 5, counts = true, deadlineAt = Number.POSITIVE_INFINITY } = {},
) {
  const vendor = listVendor(ids, { partition, counts, deadlineAt });
  const page = await vendor.list.page(3, 9);
  const before = vendor.sent.length;
  return { ...vendor, page, requests: () => vendor.sent.length - before };
}

test('pages that end at a fixed place are joined by the row in front of it, which still stands there, as does the one behind it', async () => {
  const { list, page, requests } = await cutPage(newestFirst(30));
  assert.equal(page.places, 2);
  const joined = await joinPages(list, page, UP_TO_NINE);
  assert.deepEqual(idsOf(joined.rows), newestFirst(30).slice(3, 12));
  assert.deepEqual([joined.from, joined.places, joined.isTail, requests()], [3, 9, false, 5]);
});

test('they end where the list does', async () => {
  const { list, page } = await cutPage(newestFirst(8));
  const joined = await joinPages(list, page, UP_TO_NINE);
  assert.deepEqual([idsOf(joined.rows).length, joined.isTail], [5, true]);
  const last = await cutPage(newestFirst(5), { counts: false });
  assert.deepEqual(await joinPages(last.list, last.page, UP_TO_NINE), {
    ...last.page,
    isFollowedByNone: true,
  });
});

test('where the list changes meanwhile, a page is left as it is', async () => {
  const vendor = await cutPage(newestFirst(30));
  const reading = joinPages(vendor.list, vendor.page, UP_TO_NINE);
  vendor.ids.shift();
  assert.equal(await reading, vendor.page);
});

test('so it is where one row goes before the rows behind it are read, and another comes right after them', async () => {
  const vendor = await cutPage(newestFirst(30));
  vendor.before(0, () => vendor.ids.shift());
  vendor.before(1, () => vendor.ids.unshift('j31'));
  assert.equal(await joinPages(vendor.list, vendor.page, UP_TO_NINE), vendor.page);
});

test('so is one that ends amid the rows of an instant, for they may have changed places', async () => {
  const { list, page } = await cutPage(['a9', 'b8', 'c7', 'd6', 'e5', 'f5', 'g4', 'h3']);
  assert.equal(await joinPages(list, page, UP_TO_NINE), page);
});

test('but what the walk has passed may change places', async () => {
  const vendor = await cutPage(['a9', 'b8', 'c7', 'd6', 'e5', 'f5', 'g4', 'h3']);
  const reading = joinPages(vendor.list, vendor.page, { limit: 9, settled: -4 });
  vendor.ids.splice(4, 2, 'f5', 'e5');
  assert.deepEqual(idsOf((await reading).rows).slice(-2), ['g4', 'h3']);
});

test('of a vendor that gives the same rows wherever it is asked nothing is joined', async () => {
  const { list, page } = await cutPage(newestFirst(30));
  const stuck: PagewiseList = {
    maxPageSize: 100,
    total: null,
    trust: list.trust,
    isUncounted: true,
    parts: list.parts,
    cap: list.cap,
    deadlineAt: list.deadlineAt,
    page: async () => ({ ...page, from: 5 }),
    reaches: async () => true,
    isKnownEnd: () => false,
  };
  assert.equal(await joinPages(stuck, page, UP_TO_NINE), page);
});

test('where time is short, so many are joined as leave the time to look at them once more', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 0 });
  const vendor = await cutPage(newestFirst(60), { deadlineAt: 600 });
  for (let request = 0; request < 20; request += 1) vendor.before(request, () => t.mock.timers.tick(60));
  const { places } = await joinPages(vendor.list, vendor.page, { limit: 60, settled: START });
  assert.equal(places, 2 + 4 * 5);
  assert(Date.now() <= 600, `at ${Date.now()}`);
});
