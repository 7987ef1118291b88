import type { SortKey } from '../../model/sort-key.ts';
import type { PlacedRow } from '../paging/placed-row.ts';
import type { Rank } from '../paging/ranks.ts';
import type { Bound } from './bound.ts';
import type { Hint, Passed } from './hint.ts';

/** An index as a place along the walk. */
export type PlaceOf = (index: number) => number;

/** Of a walk that had begun in good faith, before its list was known to be out of order. */
export function passedBefore(hint: Hint | null, start: Bound | null): Passed | null {
  if (hint === null) return null;
  if (typeof hint !== 'number') return hint.passed;
  return start && { index: hint, until: start.key };
}

/** An index stands before the instant that the walk had come to; the rows of that instant which follow it were known. */
export function throughTie(
  { index, until }: Passed,
  rank: Rank,
  rows: readonly PlacedRow[],
  placeOf: PlaceOf,
): Passed {
  const ahead = rows
    .filter((row) => placeOf(row.index) > placeOf(index))
    .sort((a, b) => placeOf(a.index) - placeOf(b.index));
  const end = ahead.findIndex((row) => row.rank !== rank);
  const last = ahead.slice(0, end < 0 ? undefined : end).at(-1);
  return { index: last?.index ?? index, until };
}

/** Whether a row had not been given out: it stands behind in the list, or in the order. */
export function isUnpassed(
  { index, until }: Passed,
  row: PlacedRow,
  placeOf: PlaceOf,
  compare: (a: SortKey, b: SortKey) => number,
): boolean {
  return placeOf(row.index) > placeOf(index) || compare(row.key, until) > 0;
}
