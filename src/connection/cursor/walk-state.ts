import { createHash } from 'node:crypto';
import type { Hint } from '../../datasource/feed/hint.ts';
import type { Bound } from '../../datasource/feed/row-feed.ts';
import type { Instant } from '../../model/job.ts';
import type { JobOrder } from '../../model/job-filter.ts';
import type { Direction, SortKey } from '../../model/sort-key.ts';

/** A place between two rows of a list, or at one; sides are those of the list's own order. */
export type Position =
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'key'; readonly key: SortKey; readonly side: 'before' | 'at' | 'after' };

/**
 * What a cursor remembers of a walk. Most streams stand at one common place; one that could not answer in time is behind,
 * at a place of its own. Marks are short names of streams.
 */
export interface WalkState {
  /** Which way the walk went: hints say nothing to one that goes the other way. */
  readonly direction: Direction;
  readonly common: Position;
  readonly behind: ReadonlyMap<number, Position>;
  /** Losing them costs requests; of a list that proves out of order later on, also the knowledge what was given out. The last anchor is never left out. */
  readonly hints: ReadonlyMap<number, Hint>;
  /** All streams that the walk has met: one that is not among them has given nothing yet, wherever the walk stands. */
  readonly roster: ReadonlySet<number>;
  /** Rows that the walk has given out. */
  readonly given: number;
  /** Rows that the whole list is known to have, at least. */
  readonly atLeast: number;
}

export const LIST_START: Position = { kind: 'start' };
export const LIST_END: Position = { kind: 'end' };

/** Before a walk begins. */
export const unwalked = (common: Position, direction: Direction): WalkState => ({
  direction,
  common,
  behind: new Map(),
  hints: new Map(),
  roster: new Set(),
  given: 0,
  atLeast: 0,
});

/** In the stead of a mark: the place is that of a cursor's late row, and says nothing of any stream. */
export const NO_STREAM = 0;

/**
 * Where a cursor stands in the order for whoever comes to it from elsewhere: at its row, if that is late, else where the streams
 * stand together. Rows that were owed there lie before it all the same.
 */
export const placeInOrder = ({ behind, common }: WalkState): Position =>
  [...behind.values()].find((place) => place.kind === 'key' && place.side === 'at') ?? common;

/** As its walk goes on from a cursor: its row has been passed, so that none but the row of a later cursor is stood at. */
export function leavingRow(state: WalkState, passedSide: 'before' | 'after'): WalkState {
  const left = (place: Position): Position =>
    place.kind === 'key' && place.side === 'at' ? { ...place, side: passedSide } : place;
  const behind = new Map([...state.behind].map(([mark, place]) => [mark, left(place)] as const));
  const roster = new Set(state.roster);
  for (const marks of [behind, roster]) marks.delete(NO_STREAM);
  return { ...state, common: left(state.common), behind, roster };
}

const LARGEST_INSTANT: Instant = 8.64e15;
const LARGEST_TEXT = '\u{10FFFF}';

/** Keys before and behind every row, in the order newest first. */
const FIRST_KEY: SortKey = { time: LARGEST_INSTANT, sourceId: '', nativeId: '', originId: '' };
const LAST_KEY: SortKey = { time: null, sourceId: LARGEST_TEXT, nativeId: '', originId: '' };

/** The bound of the rows that come after a position; `null`: all rows do. */
export function boundAfter(position: Position, order: JobOrder): Bound | null {
  if (position.kind === 'start') return null;
  if (position.kind === 'end') return outermost(order === 'CREATED_AT_DESC' ? LAST_KEY : FIRST_KEY);
  return { key: position.key, isInclusive: position.side === 'before' };
}

/** The bound of the rows that come before a position; `null`: all rows do. */
export function boundBefore(position: Position, order: JobOrder): Bound | null {
  if (position.kind === 'end') return null;
  if (position.kind === 'start') return outermost(order === 'CREATED_AT_DESC' ? FIRST_KEY : LAST_KEY);
  return { key: position.key, isInclusive: position.side === 'after' };
}

const outermost = (key: SortKey): Bound => ({ key, isInclusive: false });

const MARK_BYTES = 5;
const MOST_KEPT = 10_000;
const kept = new Map<string, number>();

/** A short name for a stream in a cursor: 40 bits, of which two streams of thousands hardly ever share all. */
export function streamMark(id: string): number {
  const known = kept.get(id);
  if (known !== undefined) return known;
  const mark = createHash('sha256').update(id).digest().readUIntBE(0, MARK_BYTES);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(id, mark);
  return mark;
}
