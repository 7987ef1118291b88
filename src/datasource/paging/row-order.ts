import type { Instant, Job } from '../../model/job.ts';
import { isTerminal } from '../../model/job-status.ts';
import type { Direction, SortKey } from '../../model/sort-key.ts';
import type { TimeSpan } from '../contract/backend-definition.ts';

/** Grows along a walk; rows of one rank cannot be ordered by the vendor's own times. */
export type Rank = number;

/** Before every row. */
export const START: Rank = Number.NEGATIVE_INFINITY;
/** Behind every row. */
export const END: Rank = Number.POSITIVE_INFINITY;

/** The least that is higher, or a little more. */
export const behindRank = (rank: Rank): Rank =>
  rank === START ? START : rank + Math.max(Math.abs(rank) * Number.EPSILON, Number.MIN_VALUE);

export type TieOf = (time: Instant) => TimeSpan;

export const exactTie: TieOf = (time) => ({ from: time, to: time });

/**
 * Rows without a time stand last in a walk down and first in a walk up.
 *
 * @param tieOf default: each instant stands by itself
 */
export function rankOf(time: Instant | null, direction: Direction, tieOf?: TieOf): Rank {
  if (time === null) return direction === 'down' ? Number.MAX_VALUE : -Number.MAX_VALUE;
  if (tieOf === undefined) return direction === 'down' ? -time : time;
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

/** A job with its place in the one order of all jobs. */
export interface KeyedJob {
  readonly job: Job;
  readonly key: SortKey;
  /** A vendor's list may tell one row twice: of two with one identity, one is a repetition. */
  readonly identity: string;
}

export function keyed(job: Job): KeyedJob {
  const { createdAt, sourceId, nativeId, origin } = job;
  const key = { time: createdAt, sourceId, nativeId, originId: origin?.nativeId ?? '' };
  return { job, key, identity: `${key.originId}\n${nativeId}` };
}

/** A job at its place in the vendor's list as well. */
export interface PlacedRow extends KeyedJob {
  readonly rank: Rank;
  /** Counted from 0 in the vendor's order. */
  readonly index: number;
}

export const placedAt = (index: number, { job, key, identity }: KeyedJob, rank: Rank): PlacedRow => ({
  job,
  key,
  identity,
  rank,
  index,
});

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

/** Throws `DisorderError` where rows stand further behind others that should follow them than they may, in milliseconds. */
export function checkOrder(rows: readonly PlacedRow[], slack: number): void {
  const inversion = largestInversion(rows);
  if (inversion > slack) throw new DisorderError(inversion, isSlight(inversion, rows));
}

/** How many rows have a rank from `from` on, and below `before`. */
export function countBetween(rows: readonly PlacedRow[], from: Rank, before: Rank): number {
  let count = 0;
  for (const { rank } of rows) if (rank >= from && rank < before) count += 1;
  return count;
}

/** `START`: there is no row. */
export function highestRank(rows: readonly PlacedRow[]): Rank {
  let highest = START;
  for (const { rank } of rows) if (rank > highest) highest = rank;
  return highest;
}

export interface Mark {
  readonly mark: number;
  /** In the vendor's list; `null`: it was not met. */
  readonly index: number | null;
}

/**
 * The marks of so many rows that stand furthest along the walk. The same however rows of one rank change places, and whether or
 * not the earlier ones were met again: these keep their order.
 */
export function furthestMarks(
  earlier: readonly Mark[],
  given: readonly PlacedRow[],
  placeAt: (index: number | null) => number,
  most: number,
): number[] {
  const endOf = runEnds(given);
  let last = START;
  const known = earlier.map(({ mark, index }, i) => {
    const place = placeAt(index);
    last = Math.max(last, place);
    return { mark, place, end: last, number: i - earlier.length };
  });
  const marks = [
    ...known,
    ...given.map((row) => ({
      mark: rowMark(row),
      place: placeAt(row.index),
      end: placeAt(endOf(row)),
      number: 0,
    })),
  ];
  return [...new Map(marks.map((one) => [one.mark, one])).values()]
    .sort((a, b) => a.place - b.place || 0)
    .slice(-most)
    .sort((a, b) => a.end - b.end || a.number - b.number || a.mark - b.mark)
    .map(({ mark }) => mark);
}

/** The last index of the rows of one rank, where these stand together: they change places from one reading to the next. */
export function runEnds(rows: readonly PlacedRow[]): (row: PlacedRow) => number {
  const runs = new Map<Rank, { readonly first: number; readonly last: number; readonly count: number }>();
  for (const { rank, index } of rows) {
    const { first, last, count } = runs.get(rank) ?? { first: index, last: index, count: 0 };
    runs.set(rank, { first: Math.min(first, index), last: Math.max(last, index), count: count + 1 });
  }
  return ({ rank, index }) => {
    const run = runs.get(rank);
    return run !== undefined && run.last - run.first < run.count ? run.last : index;
  };
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** A short name for a row in a cursor: 32 bits (FNV-1a), which tell one row from its neighbours. */
export function rowMark({ identity }: PlacedRow): number {
  let hash = FNV_OFFSET;
  for (let at = 0; at < identity.length; at++) hash = Math.imul(hash ^ identity.charCodeAt(at), FNV_PRIME);
  return hash >>> 0;
}

/** Whether a job is over, as far as its status tells. */
export const isSettled = ({ job }: KeyedJob): boolean => isTerminal(job.status) === true;
