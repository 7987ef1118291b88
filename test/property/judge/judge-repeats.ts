import assert from 'node:assert/strict';
import type { DrawnWalk } from '../draw/drawn-walk.ts';
import type { PageRecord } from '../walk/page-record.ts';
import { isCalm } from './is-calm.ts';

/** The same question has the same answer; the same cursors, too, where rows of one instant stay where they are. */
export function judgeRepeats(drawn: DrawnWalk, pages: readonly PageRecord[]): void {
  if (!isCalm(drawn)) return;
  const areSteady = drawn.world.vendors.every(({ traits }) => !traits.shufflesTies);
  for (const { differs } of pages)
    if (differs !== 'cursors' || areSteady) assert.equal(differs, null, 'asked again, a page differs');
}
