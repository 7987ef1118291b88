import type { PlacedRow, Rank } from '../paging/row-order.ts';

/**
 * Rows that were met before the place at which a feed began to read, and were not given out: a cursor knows that place by the
 * order of the rows that were read then. Where that was wrong, and those rows have gone since, nothing else would show it.
 *
 * @param wanted from here on no row was given out
 */
export function straysBefore(from: Rank, wanted: Rank, met: readonly PlacedRow[]): readonly PlacedRow[] {
  return wanted < from ? met.filter(({ rank }) => rank >= wanted && rank < from) : [];
}
