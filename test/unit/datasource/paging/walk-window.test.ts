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

test('against it, a page that was cut is read so that it ends at the index, and one is enough that ends with what is passed', async () => {
  const vendor = listVendor(newestFirst(40), { direction: 'up', largestPage: 7, counts: false });
  const windows = againstWindows(vendor.list);
  const read = async (index: number, settled: number): Promise<readonly string[]> => {
    const before = vendor.sent.length;
    const { rows } = await windows.read(index, 20, settled);
    return [...idsOf(rows), `${vendor.sent.length - before} requests`];
  };
  assert.deepEqual(await read(29, START), ['j11', 'j12', 'j13', 'j14', 'j15', 'j16', 'j17', '2 requests']);
  const passed = againstWindows(listVendor(newestFirst(40), { direction: 'up', largestPage: 7 }).list);
  // It ends before the index, and nothing behind it is wanted.
  assert.equal((await passed.read(29, 20, 40)).rows.length, 7);
});

test('against it, nothing more is asked for at once than the vendor was seen to give, twice', async () => {
  const vendor = listVendor(newestFirst(40), { direction: 'up', largestPage: 7, counts: false });
  const windows = againstWindows(vendor.list);
  for (const [index, requests] of [
    [30, 2],
    [24, 2],
    [18, 1],
  ] as const) {
    const before = vendor.sent.length;
    assert.equal((await windows.read(index, 20, START)).rows.length, 7);
    assert.equal(vendor.sent.length - before, requests);
  }
  assert.equal(windows.most, 7);
});

test('against it, where no count will tell where a list ends, the first window holds as much as a search would', async () => {
  for (const [counts, asked, given] of [
    [false, 100, 20],
    [true, 4, 4],
  ] as const) {
    const { list, sent } = listVendor(newestFirst(20), { direction: 'up', counts });
    if (counts) list.trust.learn(20, 0, 4);
    const { rows, opensAtEdge } = await againstWindows(list).read(null, 4, START);
    const limit = new Map(sent[0]?.query).get('limit');
    assert.deepEqual([limit, rows.length, opensAtEdge], [String(asked), given, !counts]);
  }
});

test('against it, the page that came first is the window where both end with the list', async () => {
  const vendor = listVendor(newestFirst(7), { direction: 'up', counts: false });
  const window = await againstWindows(vendor.list).read(12, 13, START);
  assert.deepEqual([window.rows.length, window.opensAtEdge, window.closesAtEdge], [7, true, true]);
});

test('against it, a place far behind the list leads to its end', async () => {
  const vendor = listVendor(newestFirst(20), { direction: 'up', counts: false });
  const window = await againstWindows(vendor.list).read(30, 20, START);
  assert.deepEqual([window.rows.length, window.opensAtEdge], [9, true]);
});

test('against it, a page that lacks one row is taken for a cut one where the vendor counts more', async () => {
  for (const [counts, given, requests] of [
    [true, 10, 2],
    [false, 11, 3],
  ] as const) {
    const vendor = listVendor(newestFirst(40), { direction: 'up', largestPage: 10, counts });
    const { rows } = await againstWindows(vendor.list).read(30, 11, START);
    assert.deepEqual([rows.length, vendor.sent.length], [given, requests]);
  }
});

test('against it, a window across a place at which pages end is put together', async () => {
  const vendor = listVendor(newestFirst(102), { direction: 'up', partition: 7 });
  const { rows } = await againstWindows(vendor.list).read(98, 12, START);
  // Row 98 begins a part of its own, and 91 the part before it.
  assert.deepEqual(
    idsOf(rows),
    newestFirst(102)
      .slice(91 - 4, 99)
      .toReversed(),
  );
});

test('against it, pages that seem to end at fixed places, for the list ends at such a one, do not lead in a circle', async () => {
  const vendor = listVendor(newestFirst(39), { direction: 'up', largestPage: 10, counts: false });
  const list = vendor.list;
  const page = list.page.bind(list);
  list.page = (...asked) => (vendor.sent.length > 20 ? assert.fail('it does not get on') : page(...asked));
  const { rows, opensAtEdge } = await againstWindows(list).read(40, 25, START);
  assert.deepEqual([rows.at(0)?.key.nativeId, opensAtEdge], ['j1', true]);
});
