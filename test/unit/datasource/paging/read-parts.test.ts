import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readParts } from '../../../../src/datasource/paging/read-parts.ts';
import { START } from '../../../../src/datasource/paging/row-order.ts';
import { idsOf, listVendor, newestFirst } from '../list-vendor.ts';

/** A vendor whose pages end at each multiple of 7, as two of them have shown. */
async function partedList(ids: readonly string[] = newestFirst(100)) {
  const vendor = listVendor(ids, { partition: 7, counts: false });
  for (const from of [2, 16]) await vendor.list.page(from, 20, true);
  assert.equal(vendor.list.parts.size, 7);
  const before = vendor.sent.length;
  return { ...vendor, requests: () => vendor.sent.length - before };
}

test('part by part down the list, and each once more', async () => {
  const { list, requests } = await partedList();
  const read = await readParts(list, { to: 51, limit: 20, settled: START });
  assert.deepEqual(idsOf(read?.page.rows ?? []), newestFirst(100).slice(32, 52));
  assert.deepEqual([read?.isEnd, read?.isBroken, requests()], [false, false, 8]);
});

test('a place behind the end leads to the last rows', async () => {
  const { list } = await partedList();
  const read = await readParts(list, { to: 103, limit: 12, settled: START });
  assert.deepEqual([read?.page.from, read?.page.places, read?.isEnd], [88, 12, true]);
});

test('no more is asked for at once than was wanted', async () => {
  const { list, sent } = await partedList();
  const begun = sent.length;
  await readParts(list, { to: 103, limit: 40, settled: START });
  const limits = sent.slice(begun).map(({ query = [] }) => Number(new Map(query).get('limit')));
  assert(Math.max(...limits) <= 40, `${limits}`);
});

test('rows of one instant on two sides of a joint are where it ends', async () => {
  const ids = newestFirst(100);
  ids.splice(41, 2, 'a58', 'b58');
  const { list, requests } = await partedList(ids);
  const read = await readParts(list, { to: 51, limit: 20, settled: START });
  assert.deepEqual([read?.page.from, read?.isBroken, requests()], [42, true, 5]);
});

test('where pages go on across such a place, the page that does is enough', async () => {
  const vendor = await partedList();
  const whole = listVendor(newestFirst(100)).list;
  const list = Object.assign(Object.create(vendor.list), {
    page: whole.page.bind(whole),
    parts: vendor.list.parts,
  }) as typeof vendor.list;
  const read = await readParts(list, { to: 51, limit: 20, settled: START });
  assert.deepEqual([read?.page.from, read?.page.places, read?.isBroken], [42, 10, false]);
});

test('nor is it the end of the list where rows have come at the head since that was found', async () => {
  const vendor = await partedList();
  for (const comes of [false, true]) {
    const whole = listVendor(newestFirst(100), { counts: false });
    let isProven = false;
    const list = Object.assign(Object.create(whole.list), {
      parts: vendor.list.parts,
      page: whole.list.page.bind(whole.list),
      reaches: async (...asked: Parameters<typeof whole.list.reaches>) => {
        const goesOn = await whole.list.reaches(...asked);
        if (!isProven && comes) whole.ids.unshift('j101');
        isProven = true;
        return goesOn;
      },
    }) as typeof whole.list;
    const read = await readParts(list, { to: 100, limit: 20, settled: START });
    assert.deepEqual([read?.page.from, read?.isEnd], [91, !comes]);
  }
});
