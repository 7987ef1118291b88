import assert from 'node:assert/strict';
import { directionOf, keyComparator } from '../../../src/model/sort-key.ts';
import type { DrawnWalk } from '../draw/drawn-walk.ts';
import type { EdgeRecord, PageRecord } from '../walk/page-record.ts';
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
  if (slice === null || !isKnown(drawn)) return;
  const walked = pages.flatMap(({ edges, kept }) => edges.slice(0, kept)).filter(({ isLate }) => !isLate);
  const given = isForward ? walked : walked.toReversed();
  const [from, to] = [slice.from, slice.to]
    .sort((a, b) => a - b)
    .map((share) => Math.floor(share * (given.length - 1)));
  const [first, last] = [given[from ?? 0], given[to ?? 0]];
  if (first === undefined || last === undefined || first === last) return;
  const [after, before] = [first.cursor, last.cursor];
  if (after === null || before === null) return;
  const { isForward: isSliceForward, rows: size } = slice;
  const found = await walkSlice(drawn, world, { after, before, isForward: isSliceForward, size });
  if (isCalm(drawn))
    assert.deepEqual(
      found,
      given.slice((from ?? 0) + 1, to).map(({ id }) => id),
      'a part between two cursors',
    );
  else judgeRestless(drawn, world, found, [first, last]);
}

/** Every list keeps its order, and what the vendors say is new. */
const isKnown = ({ world }: DrawnWalk): boolean =>
  !world.remembers && world.vendors.every(({ order }) => order === 'exact');

/** Nobody gets at what stands behind a page that comes again and again. */
const isBeyondReach = ({ vendors }: World, id: string): boolean =>
  vendors.some((vendor) => vendor.traits.repeats && id.startsWith(`${vendor.id}/`));

/**
 * What was there all the time and stands between the two comes once, also where it was late in the walk that gave their cursors;
 * what came meanwhile may come.
 */
function judgeRestless(
  { world: { order } }: DrawnWalk,
  world: World,
  found: readonly string[],
  [first, last]: readonly [EdgeRecord, EdgeRecord],
): void {
  const compare = keyComparator(directionOf(order));
  const missing = world.book
    .due()
    .filter((id) => ![...found, first.id, last.id].includes(id) && !isBeyondReach(world, id))
    .filter((id) => {
      const key = world.keyOf(id);
      return key !== null && compare(first.key, key) < 0 && compare(key, last.key) < 0;
    });
  assert.deepEqual(missing, [], 'lost between two cursors');
  assert.equal(new Set(found).size, found.length, 'repeated between two cursors');
}
