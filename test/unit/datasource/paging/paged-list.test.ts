import assert from 'node:assert/strict';
import { test } from 'node:test';
import { START } from '../../../../src/datasource/paging/row-order.ts';
import { idsOf, listVendor, newestFirst } from '../list-vendor.ts';

test('a page has its rows at their places, and tells how many the vendor counts', async () => {
  const { list } = listVendor(newestFirst(9));
  const page = await list.page(2, 3);
  assert.deepEqual(idsOf(page.rows), ['j7', 'j6', 'j5']);
  assert.deepEqual(
    page.rows.map(({ index, rank }) => [index, rank]),
    [
      [2, -7],
      [3, -6],
      [4, -5],
    ],
  );
  assert.deepEqual([page.from, page.places, page.isTail, list.total], [2, 3, false, 9]);
});

test('a short page is the last one where the vendor is known to count lists; without a count nobody knows', async () => {
  const counted = listVendor(newestFirst(5)).list;
  await counted.page(0, 3);
  assert.equal((await counted.page(3, 3)).isTail, true);
  const uncounted = listVendor(newestFirst(5), { counts: false }).list;
  assert.equal((await uncounted.page(3, 3)).isTail, null);
});

test('whether a row stands behind a page is asked for', async () => {
  for (const [size, isThere] of [
    [3, false],
    [4, true],
  ] as const) {
    const { list } = listVendor(newestFirst(size), { counts: false });
    assert.equal(await list.reaches(await list.page(0, 3), START), isThere);
  }
});

test('a row that moved up into a page while nobody looked is found behind it', async () => {
  const { list, ids } = listVendor(newestFirst(4), { counts: false });
  const page = await list.page(0, 3);
  ids.splice(0, 1);
  assert.equal(await list.reaches(page, START), true);
});

test('no page is larger than the vendor allows, or than is good for anybody', () => {
  assert.equal(listVendor([], { maxPageSize: 7 }).list.maxPageSize, 7);
  assert.equal(listVendor([], { maxPageSize: 1e9 }).list.maxPageSize, 10_000);
});

test('two pages that were cut at the same row do not end a list of which the vendor counts more', async () => {
  const { list, ids } = listVendor(newestFirst(9));
  await list.page(0, 3);
  const page = await list.page(0, 5);
  const cut = { ...page, rows: page.rows.slice(0, 3), places: 3, isTail: null };
  const vendor = { cuts: true };
  const slice = ids.slice.bind(ids);
  // Its next page ends with the very row that the one before was cut at.
  ids.slice = (from, to) => {
    const rows = slice(from, vendor.cuts ? 3 : to);
    vendor.cuts = false;
    return rows;
  };
  assert.equal(await list.reaches(cut, START), true);
});

test('pages that happen to begin with the same row are no sign that paging does not advance', async () => {
  const { list, ids } = listVendor(['a5', 'b5', 'c5', 'd5', 'e5', 'f5', 'g5', 'h5']);
  for (const from of [0, 1, 2, 3, 4]) {
    ids.splice(from, 1, 'a5');
    const { rows } = await list.page(from, 3);
    assert.equal(idsOf(rows)[0], 'a5');
  }
});

test('pages that are all the same are', async () => {
  const { list, ids } = listVendor(newestFirst(8));
  const slice = ids.slice.bind(ids);
  ids.slice = (from, to) => slice(0, (to ?? 0) - (from ?? 0));
  const read = async (): Promise<void> => {
    for (const from of [0, 2, 4, 6]) await list.page(from, 3);
  };
  await assert.rejects(read(), /does not advance/);
});

test('and rows are that stand where no list goes', async () => {
  const { list, ids } = listVendor(newestFirst(8));
  const slice = ids.slice.bind(ids);
  ids.slice = () => slice(0, 3);
  await list.page(0, 1);
  await assert.rejects(list.page(2 ** 60, 3), { message: /does not advance/, retryable: false });
});

test('nor are pages of a list that moves in step with them, for it does not move to and fro as well', async () => {
  const { list, ids } = listVendor(newestFirst(40));
  const slice = ids.slice.bind(ids);
  let moved = 0;
  ids.slice = (from = 0, to = 0) => {
    const rows = slice(Math.max(0, from - moved), Math.max(0, to - moved));
    moved += 1;
    return rows;
  };
  const read = async (): Promise<void> => {
    for (const from of [0, 1]) await list.page(from, 3);
    moved = 2;
    for (const from of [2, 3, 4, 5, 6, 7, 8]) {
      moved = from;
      await list.page(from, 3);
    }
  };
  await assert.rejects(read(), { message: /changes faster than it can be read/, retryable: true });
});

test('a vendor that goes to a multiple of ten has pages that do not advance, though other rows stand further on', async () => {
  const { list, ids } = listVendor(newestFirst(70));
  const slice = ids.slice.bind(ids);
  ids.slice = (from = 0, to = 0) => slice(from - (from % 10), to - (from % 10));
  await list.page(0, 5);
  await assert.rejects(list.page(2, 5), { message: /does not advance/, retryable: false });
});

test('a page by marker begins where it was asked to, whether the vendor begins with the marker or behind it', async () => {
  for (const marker of ['inclusive', 'exclusive'] as const)
    for (const limit of [3, 1]) {
      const { list } = listVendor(newestFirst(9), { marker });
      await list.page(0, 4);
      const page = await list.page(4, limit);
      assert.deepEqual([page.from, page.isTail], [4, false]);
      assert.deepEqual(idsOf(page.rows).slice(0, 2), limit === 3 ? ['j5', 'j4'] : ['j5']);
    }
});

test('a reader that asks for one page again and again does not go on for ever', async () => {
  const { list, sent } = listVendor(newestFirst(8));
  const read = async (): Promise<void> => {
    for (let i = 0; i < 100; i++) await list.page(2, 3);
  };
  await assert.rejects(read(), { message: /changes faster than it can be read/, retryable: true });
  assert(sent.length <= 25, `${sent.length}`);
});
