import { NO_HINT } from '../../datasource/stream/hint.ts';
import { type Direction, directionOf, reverse } from '../../model/sort-key.ts';
import { LIST_END, LIST_START, type Position, unwalked, type WalkState } from '../cursor/walk-state.ts';
import type { JobPageRequest } from './job-page-request.ts';

/** How a page is walked, and from where. */
export interface Walk {
  readonly direction: Direction;
  /** The end of the list from which the walk came. */
  readonly outset: Position;
  /** The side on which a row that was passed lies open to the rest of the walk. */
  readonly passedSide: 'before' | 'after';
  readonly from: WalkState;
  /** Where the walk stops; `null`: at the end of the list. */
  readonly until: WalkState | null;
  /** Whether the walk has met its streams: one that it has not met begins at the outset. */
  readonly hasBegun: boolean;
}

/** Backward pages walk against the order that was asked for. */
export function walkOf({ order, isForward, after, before }: JobPageRequest): Walk {
  const direction = isForward ? directionOf(order) : reverse(directionOf(order));
  const outset = isForward ? LIST_START : LIST_END;
  const [cursor, until] = isForward ? [after, before] : [before, after];
  return {
    direction,
    outset,
    passedSide: isForward ? 'after' : 'before',
    from: cursor === null ? unwalked(outset, direction) : along(cursor, direction),
    until,
    hasBegun: cursor !== null && cursor.direction === direction,
  };
}

/** Of a walk that came from the other side only the places count, and what may be found where. */
function along(cursor: WalkState, direction: Direction): WalkState {
  if (cursor.direction === direction) return cursor;
  const hints = [...cursor.hints].map(
    ([mark, { index, slack, whole }]) =>
      [mark, { ...NO_HINT, index, slack, whole: whole && { passed: null } }] as const,
  );
  return { ...cursor, direction, given: 0, roster: new Set(), hints: new Map(hints) };
}
