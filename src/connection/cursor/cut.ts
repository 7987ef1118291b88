import type { Bound } from '../../datasource/stream/bound.ts';
import type { Hint } from '../../datasource/stream/hint.ts';
import type { Instant } from '../../model/job.ts';
import type { JobOrder } from '../../model/job-filter.ts';
import type { SortKey } from '../../model/sort-key.ts';
import { streamMark } from './stream-mark.ts';

/** A place between two rows of a list, or at one; sides are those of the list's own order. */
export type Position =
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'key'; readonly key: SortKey; readonly side: 'before' | 'at' | 'after' };

/**
 * Divides every stream into what comes before and what comes after: what a cursor means. Most streams are divided at one
 * common place; a stream that could not answer in time is behind, at a place of its own.
 */
export interface Cut {
  readonly common: Position;
  /** By the mark of a stream, or of a source whose streams nobody could list. */
  readonly behind: ReadonlyMap<string, Position>;
  /** By the mark of a stream. Losing them costs requests, never rows. */
  readonly hints: ReadonlyMap<string, Hint>;
}

export const LIST_START: Position = { kind: 'start' };
export const LIST_END: Position = { kind: 'end' };

/** Every stream divided at one place: no walk has left any of them behind. */
export const wholeList = (common: Position): Cut => ({ common, behind: new Map(), hints: new Map() });

/** The place of a stream that is behind, or whose source is; `null`: it stands with the others. */
export const ownPosition = ({ behind }: Cut, streamId: string, sourceId: string): Position | null =>
  behind.get(streamMark(streamId)) ?? behind.get(streamMark(sourceId)) ?? null;

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
