import assert from 'node:assert/strict';
import { directionOf, keyComparator, reverse, type SortKey } from '../../../src/model/sort-key.ts';
import type { DrawnWalk } from '../draw/drawn-walk.ts';
import type { EdgeRecord, PageRecord } from '../walk/page-record.ts';
import type { World } from '../world/world.ts';

/** What the client has, all pages together. */
const givenIn = (pages: readonly PageRecord[]): EdgeRecord[] =>
  pages.flatMap(({ edges, kept }) => edges.slice(0, kept));

/** Every row that was there throughout came once, and no row came twice. */
export function judgeRows(world: World, pages: readonly PageRecord[]): void {
  const ids = givenIn(pages).map(({ id }) => id);
  const given = new Set(ids);
  assert.equal(given.size, ids.length, `repeated: ${ids.filter((id, i) => ids.indexOf(id) !== i)}`);
  const hasSaid = new Set(pages.flatMap(({ troubled }) => troubled));
  // Nobody gets at what stands behind a page that comes again and again.
  const isBeyondReach = (id: string): boolean =>
    world.vendors.some(
      (vendor) => vendor.traits.repeats && hasSaid.has(vendor.id) && id.startsWith(`${vendor.id}/`),
    );
  const missing = world.book.due().filter((id) => !given.has(id) && !isBeyondReach(id));
  assert.deepEqual(missing, [], 'lost');
}

/** Rows that are not late come in the one order, as the walk goes. */
export function judgeOrder({ world: { order }, isForward }: DrawnWalk, pages: readonly PageRecord[]): void {
  const direction = isForward ? directionOf(order) : reverse(directionOf(order));
  const compare = keyComparator(direction);
  let last: SortKey | null = null;
  for (const { key, isLate } of givenIn(pages)) {
    if (isLate) continue;
    assert.ok(last === null || compare(last, key) < 0, `out of order: ${JSON.stringify([last, key])}`);
    last = key;
  }
}
