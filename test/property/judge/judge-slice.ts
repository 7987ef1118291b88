import assert from 'node:assert/strict';
import type { DrawnWalk } from '../draw/drawn-walk.ts';
import type { PageRecord } from '../walk/page-record.ts';
import { walkSlice } from '../walk/walk-all.ts';
import type { World } from '../world/world.ts';
import { isCalm } from './is-calm.ts';

/** Between two rows of a walk stand those that came between them, whichever way that part is walked. */
export async function judgeSlice(
  drawn: DrawnWalk,
  world: World,
  pages: readonly PageRecord[],
): Promise<void> {
  const { slice, isForward } = drawn;
  if (slice === null || !isCalm(drawn)) return;
  const walked = pages.flatMap(({ edges, kept }) => edges.slice(0, kept));
  const given = isForward ? walked : walked.toReversed();
  const [first, last] = [slice.from, slice.to]
    .sort((a, b) => a - b)
    .map((share) => Math.floor(share * (given.length - 1)));
  const [after, before] = [given[first ?? 0]?.cursor ?? null, given[last ?? 0]?.cursor ?? null];
  if (first === last || after === null || before === null) return;
  const found = await walkSlice(drawn, world, { after, before, isForward: slice.isForward });
  const expected = given.slice((first ?? 0) + 1, last).map(({ id }) => id);
  assert.deepEqual(found, expected, 'a part between two cursors');
}
