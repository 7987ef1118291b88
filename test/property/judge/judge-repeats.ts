import assert from 'node:assert/strict';
import type { DrawnWalk } from '../draw/drawn-walk.ts';
import type { PageRecord } from '../walk/page-record.ts';

/** The same question has the same answer; the same cursors, too, where rows of one instant stay where they are. */
export function judgeRepeats(drawn: DrawnWalk, pages: readonly PageRecord[]): void {
  if (!standsStill(drawn) || mayRememberScans(drawn)) return;
  // Where some rows cannot be read, the hint depends on how many were read at once, and so on what was known of the vendor.
  const areSteady = drawn.world.vendors.every(
    ({ traits, spoilt = [] }) => !traits.shufflesTies && spoilt.length === 0,
  );
  // How far a scan gets depends on which rows of one instant come first.
  for (const { differs, troubled } of pages)
    if (!(isScan(drawn) && troubled.length > 0) && (differs !== 'cursors' || areSteady))
      assert.equal(differs, null, 'asked again, a page differs');
}

const isScan = ({ world: { filter, vendors } }: DrawnWalk): boolean =>
  Object.keys(filter).length > 0 && vendors.some(({ traits }) => traits.shufflesTies);

/** Every vendor is well, and its lists stand still, in whatever order. */
const standsStill = ({ prelude, steps, world }: DrawnWalk): boolean =>
  (prelude ?? []).length === 0 &&
  steps.every(({ changes, midway, troubles }) => changes.length + midway.length + troubles.length === 0) &&
  !world.remembers &&
  world.vendors.every(({ traits }) => !traits.repeats);

/** Jobs of which it is known that they do not match are not read again: a scan gets further on what that saves. */
const mayRememberScans = ({ world: { filter, vendors } }: DrawnWalk): boolean =>
  filter.statuses !== undefined && vendors.some(({ traits }) => traits.kind === 'crawl');
