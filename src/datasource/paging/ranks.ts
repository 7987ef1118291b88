import type { Instant } from '../../model/job.ts';
import type { Direction } from '../../model/sort-key.ts';
import type { Tie } from '../contract/backend-definition.ts';

/** Grows along a walk; rows of one rank cannot be ordered by the vendor's own times. */
export type Rank = number;

/** Before every row. */
export const START: Rank = Number.NEGATIVE_INFINITY;
/** Behind every row. */
export const END: Rank = Number.POSITIVE_INFINITY;

export type TieOf = (time: Instant) => Tie;

export const exactTie: TieOf = (time) => ({ from: time, to: time });

/** Rows without a time stand last in a walk down and first in a walk up. */
export function rankOf(time: Instant | null, direction: Direction, tieOf: TieOf): Rank {
  if (time === null) return direction === 'down' ? Number.MAX_VALUE : -Number.MAX_VALUE;
  const tie = tieOf(time);
  return direction === 'down' ? -tie.to : tie.from;
}

/** Whether rows of this rank have a time. */
export const isTimed = (rank: Rank): boolean => Math.abs(rank) < Number.MAX_VALUE;

/** How much time lies between rows; those that have none stand outside of it. */
export function spanOf(ranks: readonly Rank[]): number {
  const timed = ranks.filter(isTimed);
  return timed.length === 0 ? 0 : Math.max(...timed) - Math.min(...timed);
}

/** The first time along the walk that a row of this rank, or of a higher one, can have; `null`: it has none. */
export function timeOf(rank: Rank, direction: Direction): Instant | null {
  if (!isTimed(rank)) return null;
  return direction === 'down' ? -rank : rank;
}
