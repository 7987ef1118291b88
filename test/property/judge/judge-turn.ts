import assert from 'node:assert/strict';
import type { JobPage } from '../../../src/connection/page/job-page.ts';
import { keyed } from '../../../src/datasource/paging/row-order.ts';
import { directionOf, keyComparator, type SortKey } from '../../../src/model/sort-key.ts';
import type { DrawnTurn } from '../draw/drawn-turn.ts';
import { Gateway } from '../walk/gateway.ts';
import { walkSlice } from '../walk/walk-all.ts';
import { rowId } from '../world/row-book.ts';
import { World } from '../world/world.ts';

/** From a row of a page on which a walk turned, while vendors failed, come all rows behind it, and no other. */
export async function judgeTurn(drawn: DrawnTurn): Promise<void> {
  const world = new World(drawn.world);
  const gateway = new Gateway(world);
  const { isForward, size, turnedSize, troubles } = drawn;
  const at = await edgeOf(await gateway.page({ size, isForward }), drawn.from);
  if (at === null) return;
  for (const [i, vendor] of world.vendors.entries())
    vendor.face(troubles.filter((trouble) => trouble.vendor % world.vendors.length === i));
  const back = { size: turnedSize, isForward: !isForward, [isForward ? 'before' : 'after']: at.cursor };
  const edge = await edgeOf(await gateway.page(back), drawn.turnedFrom);
  if (edge === null) return;
  const { cursor } = edge;
  const [after, before] = isForward ? [cursor, null] : [null, cursor];
  const found = await walkSlice(drawn, world, { after, before, isForward });
  assert.deepEqual(found, rowsBeside(world, edge, isForward));
}

async function edgeOf(page: JobPage | null, share: number) {
  const edges = page?.edges() ?? [];
  const edge = edges[Math.floor(share * (edges.length - 1))];
  if (edge === undefined) return null;
  const { sourceId, nativeId } = edge.job;
  return { id: rowId(sourceId, nativeId), key: keyed(edge.job).key, cursor: await edge.cursor() };
}

/** All rows on one side of a row, in the list's order. */
function rowsBeside(world: World, beside: { id: string; key: SortKey }, isBehind: boolean): string[] {
  const compare = keyComparator(directionOf(world.drawn.order));
  return world.book
    .known()
    .flatMap((id) => {
      const key = world.keyOf(id);
      return key === null || id === beside.id ? [] : [{ id, key }];
    })
    .filter(({ key }) => (isBehind ? compare(beside.key, key) < 0 : compare(key, beside.key) < 0))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ id }) => id);
}
