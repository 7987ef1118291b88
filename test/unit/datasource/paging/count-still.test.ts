import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { countStill } from '../../../../src/datasource/paging/count-still.ts';
import type { ListPage } from '../../../../src/datasource/paging/list-page.ts';
import { START } from '../../../../src/datasource/paging/row-order.ts';
import { listVendor, newestFirst } from '../list-vendor.ts';

/** Of a vendor whose pages end at each multiple of 5: the pages that begin there, in this order. */
async function piecesAt(froms: readonly number[], ids: readonly string[] = newestFirst(30)) {
  const vendor = listVendor(ids, { partition: 5 });
  const pieces: ListPage[] = [];
  for (const from of froms) pieces.push(await vendor.list.page(from, 5, true));
  const before = vendor.sent.length;
  return { ...vendor, pieces, requests: () => vendor.sent.length - before };
}

describe('pages that stand side by side belong together', () => {
  for (const [way, froms] of [
    ['up', [5, 10, 15]],
    ['down', [15, 10, 5]],
  ] as const) {
    test(`${way} the list, at a request for each`, async () => {
      const { list, pieces, requests } = await piecesAt(froms);
      assert.deepEqual([await countStill(list, pieces, START), requests()], [3, 3]);
    });

    test(`${way} the list, as far as it stands still`, async () => {
      for (const [request, still] of [
        [0, 1],
        [1, 1],
        [2, 2],
      ] as const) {
        const vendor = await piecesAt(froms);
        vendor.before(request, () => vendor.ids.shift());
        assert.equal(await countStill(vendor.list, vendor.pieces, START), still);
      }
    });

    test(`${way} the list, where rows of one instant change places on one side of a joint`, async () => {
      const ids = newestFirst(30);
      ids.splice(8, 2, 'a21', 'b21');
      ids.splice(10, 2, 'c20', 'd20');
      const vendor = await piecesAt(froms, ids);
      vendor.ids.splice(8, 4, 'b21', 'a21', 'd20', 'c20');
      assert.equal(await countStill(vendor.list, vendor.pieces, START), 3);
    });
  }
});

test('down a list that shows both sides of a joint at once, one that moves in step with all requests does not deceive', async () => {
  const vendor = listVendor(newestFirst(30), { largestPage: 3, counts: false });
  const { list, ids } = vendor;
  for (const from of [12, 20]) await list.page(from, 9);
  const last = await list.page(6, 3, true);
  ids.shift();
  const pieces = [last, await list.page(3, 3, true)];
  ids.unshift('j30');
  vendor.before(1, () => ids.shift());
  assert.equal(await countStill(list, pieces, START), 1);
});

test('what the walk has passed need not be looked at', async () => {
  const { list, pieces, requests } = await piecesAt([5, 10, 15]);
  assert.deepEqual([await countStill(list, pieces, -10), requests()], [3, 0]);
});
