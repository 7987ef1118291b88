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
    if (isExact && standsStill) assert.equal(atLeast, knownRows, 'an exact count is wrong');
    if (isExact) continue;
    assert.ok(atLeast <= (standsStill ? knownRows : world.book.everCount), 'a lower bound is too high');
    assert.ok(atLeast >= bound, `a lower bound shrinks from ${bound} to ${atLeast}`);
    bound = atLeast;
  }
}

const isStill = ({ prelude, steps }: DrawnWalk): boolean =>
  (prelude ?? []).length === 0 && steps.every(({ changes, midway }) => changes.length + midway.length === 0);
