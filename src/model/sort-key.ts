import type { Instant } from './job.ts';
import type { JobOrder } from './job-filter.ts';

/** The place of a job in the one total order. */
export interface SortKey {
  /** `null`: the job's time is unknown; it stands behind all that have one. */
  readonly time: Instant | null;
  readonly sourceId: string;
  readonly nativeId: string;
  /** Tells jobs apart that have one native id under two origins; `''` where there is no origin. */
  readonly originId: string;
}

/** `down` runs from the newest job to the oldest, `up` is its exact reverse. */
export type Direction = 'down' | 'up';

export const directionOf = (order: JobOrder): Direction => (order === 'CREATED_AT_DESC' ? 'down' : 'up');

export const reverse = (direction: Direction): Direction => (direction === 'down' ? 'up' : 'down');

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The order `down`: newest first, a time that is unknown last; ties by source id, then by native id (code units), both
 * ascending. Negative: `a` comes first.
 */
export function compareKeys(a: SortKey, b: SortKey): number {
  if (a.time !== b.time) {
    if (a.time === null) return 1;
    return b.time === null ? -1 : b.time - a.time;
  }
  return (
    compareText(a.sourceId, b.sourceId) ||
    compareText(a.nativeId, b.nativeId) ||
    compareText(a.originId, b.originId)
  );
}

/** Negative: `a` is met first by a walk in this direction. */
export const keyComparator = (direction: Direction): ((a: SortKey, b: SortKey) => number) =>
  direction === 'down' ? compareKeys : (a, b) => compareKeys(b, a);

const LARGEST_TEXT = '\u{10FFFF}';

/** A key that a walk meets before those of all jobs of this time, and that is no job's own. */
export const firstKeyAt = (time: Instant | null, direction: Direction): SortKey => ({
  time,
  sourceId: direction === 'down' ? '' : LARGEST_TEXT,
  nativeId: '',
  originId: '',
});
