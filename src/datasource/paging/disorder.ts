import type { PlacedRow } from './placed-row.ts';
import { isTimed, START, spanOf } from './ranks.ts';

/** A list is not in the order that its backend declares. */
export class DisorderError extends Error {
  override readonly name: string = 'DisorderError';
  /** How far a row stands behind one that should follow it, in milliseconds; `Infinity`: nothing tells. */
  readonly inversion: number;
  /** To read a little further would put it right. */
  readonly isSlight: boolean;

  constructor(inversion: number = Number.POSITIVE_INFINITY, isSlight = false) {
    super('The list is not in order.');
    this.inversion = inversion;
    this.isSlight = isSlight;
  }
}

/** A whole page of rows that cannot be read: nothing tells where in the order it stands. */
export class UnreadablePage extends DisorderError {}

/**
 * How far rows stand behind others that should follow them, at most; 0: they are in order; `Infinity`: some have no time and
 * stand among those that have one. Ties may stand in any order.
 */
export function largestInversion(rows: readonly PlacedRow[]): number {
  let highest = START;
  let largest = 0;
  for (const { rank } of rows) {
    if (rank >= highest) highest = rank;
    else if (isTimed(rank) && isTimed(highest)) largest = Math.max(largest, highest - rank);
    else return Number.POSITIVE_INFINITY;
  }
  return largest;
}

/** Whether a little further reading would put rows right: they stand less than half as far out of place as all of them span. */
export function isSlight(inversion: number, rows: readonly PlacedRow[]): boolean {
  return inversion * 2 <= spanOf(rows.map(({ rank }) => rank));
}
