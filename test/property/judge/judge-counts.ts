import assert from 'node:assert/strict';
import type { DrawnWalk } from '../draw/drawn-walk.ts';
import type { PageRecord } from '../walk/page-record.ts';
import type { World } from '../world/world.ts';

/** An exact count is right where the lists stand still; a lower bound is one, and does not shrink along a walk. */
export function judgeCounts(drawn: DrawnWalk, world: World, pages: readonly PageRecord[]): void {
  const standsStill = isStill(drawn);
  let bound = 0;
  for (const { count, knownRows } of pages) {
    if (count === null) continue;
    const { atLeast, isExact } = count;
    if (isExact && standsStill && !hasUnreadable(drawn))
      assert.equal(atLeast, knownRows, 'an exact count is wrong');
    if (isExact) continue;
    const most = standsStill && !hasUnreadable(drawn) ? knownRows : world.book.everCount;
    assert.ok(atLeast <= most, 'a lower bound is too high');
    assert.ok(atLeast >= bound, `a lower bound shrinks from ${bound} to ${atLeast}`);
    bound = atLeast;
  }
}

const isStill = ({ prelude, steps }: DrawnWalk): boolean =>
  (prelude ?? []).length === 0 && steps.every(({ changes, midway }) => changes.length + midway.length === 0);

/** A vendor counts its rows whether they can be read or not. */
const hasUnreadable = ({ steps, world }: DrawnWalk): boolean =>
  world.vendors.some(({ spoilt = [] }) => spoilt.length > 0) ||
  steps.some(({ changes, midway }) => [...changes, ...midway].some(({ kind }) => kind === 'spoil'));
