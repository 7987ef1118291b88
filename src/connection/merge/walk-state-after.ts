import type { Hint } from '../../datasource/feed/hint.ts';
import { firstKeyAt, type SortKey } from '../../model/sort-key.ts';
import { NO_STREAM, type Position, streamMark, type WalkState } from '../cursor/walk-state.ts';
import { headAfter, headOf, type Lane, takenAt } from './lane.ts';
import type { Merge, MergedRow } from './merge.ts';

/**
 * What a cursor remembers after the first `count` rows of a page: the one place where a cursor is put together. `side`: `at`
 * the last row, which it then excludes whichever way it is walked from; or `passed`, beyond all that was read and did not
 * match.
 */
export function walkStateAfter(merge: Merge, count: number, side: 'at' | 'passed'): WalkState {
  const { from, direction } = merge.options;
  const reached = merge.commonAfter(count);
  const common = side === 'at' ? reached : pastScan(merge, count, reached);
  const behind = new Map(vanished(merge, common));
  const hints = new Map(from.hints);
  for (const lane of merge.lanes) {
    const mark = streamMark(lane.stream.id);
    const place = placeAfter(merge, lane, count, common);
    if (place === null) behind.delete(mark);
    else behind.set(mark, place);
    hints.set(mark, hintAfter(lane, count, place ?? common));
  }
  const given = from.given + count;
  const state = {
    direction,
    common,
    behind,
    hints,
    roster: new Set([...from.roster, ...merge.lanes.map(({ stream }) => streamMark(stream.id))]),
    given,
    atLeast: from.atLeast,
  };
  return side === 'at' ? atRow(state, merge.rows[count - 1]) : state;
}

/** Whether a stream that can be read may have rows left that should have come before the end of the page. */
export const isCatchingUp = (merge: Merge, lane: Lane): boolean =>
  lane.stopped === null && placeAfter(merge, lane, merge.rows.length, merge.common) !== null;

/** Streams that the walk has met and nobody finds now keep their places: they may come back. */
function vanished({ lanes, options: { from } }: Merge, common: Position): [number, Position][] {
  const here = new Set(lanes.map(({ stream }) => streamMark(stream.id)));
  const gone = [...from.roster].filter((mark) => !here.has(mark));
  return gone
    .map((mark): [number, Position] => [mark, from.behind.get(mark) ?? from.common])
    .filter(([, place]) => place !== common);
}

/** `null`: the stream stands with the others. */
function placeAfter(merge: Merge, lane: Lane, count: number, common: Position): Position | null {
  const taken = takenAt(lane, count);
  const head = headAfter(lane.stream, taken);
  const own = merge.ownPlace(lane, count);
  const hasStopped = lane.stopped !== null && count >= lane.stopped.rows && taken === lane.taken.length;
  if (hasStopped && lane.stopped !== null)
    return isBefore(merge, lane.stopped.place, common) ? lane.stopped.place : null;
  if (head === null) return own;
  if (head.kind === 'end' || !merge.isBehind(head.key, common)) return null;
  if (head.kind === 'watermark') return own && merge.scanned(lane, own, head.key);
  // Whether the row is at hand or only known to be the next one must not tell.
  const next = firstKeyAt(head.key.time, merge.options.direction);
  // A row that the list's wrong order had hidden: all others that stand before it were given out.
  const stood = own ?? merge.options.from.common;
  if (merge.isBehind(head.key, stood)) return merge.passed(next);
  if (own !== null) return merge.scanned(lane, own, next);
  // No further back than where it stood: what it has given at this very instant stands there, too.
  return merge.isBehind(next, stood) ? stood : merge.passed(next);
}

function isBefore({ options: { compare, outset } }: Merge, place: Position, common: Position): boolean {
  if (place === common || (place.kind === common.kind && place.kind !== 'key')) return false;
  if (place.kind === 'key' && common.kind === 'key') return compare(place.key, common.key) < 0;
  return place.kind === outset.kind || (common.kind !== 'key' && common.kind !== outset.kind);
}

const hintAfter = (lane: Lane, count: number, place: Position): Hint =>
  lane.stream.hintAfter(takenAt(lane, count), place.kind === 'key' ? place.key : null);

function atRow(state: WalkState, row: MergedRow | undefined): WalkState {
  if (row === undefined) return state;
  const at: Position = { kind: 'key', key: row.key, side: 'at' };
  if (!row.isLate) return { ...state, common: at };
  const mark = streamMark(row.lane.stream.id);
  // A stream that has caught up with its last row stands with the others: what lies between was given out before.
  const holder = state.behind.has(mark) ? mark : NO_STREAM;
  return { ...state, behind: new Map(state.behind).set(holder, at) };
}

/** Beyond the last row, nothing is wanted up to the nearest of what the streams that stand together show next. */
function pastScan(merge: Merge, count: number, common: Position): Position {
  const { compare } = merge.options;
  let nearest: SortKey | null = null;
  for (const lane of merge.lanes) {
    const head = headOf(lane);
    const isStuck = lane.stopped !== null && !isBefore(merge, common, lane.stopped.place);
    if (isStuck || head?.kind === 'end' || placeAfter(merge, lane, count, common) !== null) continue;
    if (head === null) return common;
    const key = head.kind === 'row' ? firstKeyAt(head.key.time, merge.options.direction) : head.key;
    if (nearest === null || compare(key, nearest) < 0) nearest = key;
  }
  return nearest === null || merge.isBehind(nearest, common) ? common : merge.passed(nearest);
}
