import type { SortKey } from '../../model/sort-key.ts';
import { type PlacedRow, rowMark } from '../paging/row-order.ts';
import type { Bound } from './bound.ts';
import type { Hint, Passed } from './hint.ts';

/** An index as a place along the walk. */
export type PlaceOf = (index: number) => number;

/** Of a walk that had begun in good faith, before its list was known to be out of order. `null`: all before `start`. */
export function passedBefore(hint: Hint, start: Bound | null): Passed | null {
  if (hint.whole !== null) return hint.whole.passed;
  return start === null || isUnknown(hint) ? null : { anchors: hint.anchors, until: start.key };
}

/** The cursor was too long to tell anything of the list, or comes from a walk the other way. */
const isUnknown = ({ watermark, anchors }: Hint): boolean => watermark === 'none' && anchors.length === 0;

/** Tells of each row of a list that was read whole whether it had been given out. */
export function passedTest(
  { anchors, until }: Passed,
  rows: readonly PlacedRow[],
  placeOf: PlaceOf,
  compare: (a: SortKey, b: SortKey) => number,
): (row: PlacedRow) => boolean {
  if (anchors.length === 0) return () => false;
  const last = lastPassed(anchors, rows, placeOf);
  return (row) => compare(row.key, until) <= 0 && (last === null || placeOf(row.index) <= last);
}

/** The place behind which nothing had been read; `null`: the rows that would tell have gone, the order alone decides. */
function lastPassed(anchors: readonly number[], rows: readonly PlacedRow[], placeOf: PlaceOf): number | null {
  const known = rows.filter((row) => anchors.includes(rowMark(row)));
  const [anchor] = known.sort((a, b) => placeOf(b.index) - placeOf(a.index));
  return anchor === undefined ? null : endOfTie(anchor, rows, placeOf);
}

/** Rows of one instant change places by themselves: those that follow the anchor were read with it. */
function endOfTie(anchor: PlacedRow, rows: readonly PlacedRow[], placeOf: PlaceOf): number {
  const ahead = rows
    .filter((row) => placeOf(row.index) >= placeOf(anchor.index))
    .sort((a, b) => placeOf(a.index) - placeOf(b.index));
  const end = ahead.findIndex((row) => row.rank !== anchor.rank);
  return placeOf((ahead[end < 0 ? ahead.length - 1 : end - 1] ?? anchor).index);
}
