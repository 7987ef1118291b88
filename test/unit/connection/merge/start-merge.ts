import {
  LIST_END,
  LIST_START,
  NO_STREAM,
  type Position,
  streamMark,
  unwalked,
  type WalkState,
} from '../../../../src/connection/cursor/walk-state.ts';
import { openLane } from '../../../../src/connection/merge/lane.ts';
import { Merge, type MergeOptions } from '../../../../src/connection/merge/merge.ts';
import type { JobStream } from '../../../../src/datasource/stream/job-stream.ts';
import { type Direction, keyComparator } from '../../../../src/model/sort-key.ts';
import { keyOf } from './fake-stream.ts';

export interface MergeAsked extends Partial<MergeOptions> {
  readonly streams: readonly JobStream[];
}

const PATIENT = 60_000;

/** A walk down the list that begins, unless the test says otherwise; streams begin where `from` has them. */
export function startMerge({ streams, direction = 'down', ...asked }: MergeAsked): Merge {
  const outset = outsetOf(direction);
  const merge = new Merge({
    direction,
    compare: keyComparator(direction),
    from: unwalked(outset, direction),
    passedSide: direction === 'down' ? 'after' : 'before',
    outset,
    size: 10,
    patienceMs: PATIENT,
    onMissing: () => undefined,
    ...asked,
  });
  const { behind } = merge.options.from;
  merge.lanes.push(...streams.map((stream) => openLane(stream, behind.get(streamMark(stream.id)) ?? null)));
  return merge;
}

const outsetOf = (direction: Direction): Position => (direction === 'down' ? LIST_START : LIST_END);

/** The rows of a page, by their native ids. */
export const rowsOf = ({ rows }: Merge): string[] =>
  rows.map(({ job, isLate }) => (isLate ? `late ${job.nativeId}` : job.nativeId));

const placeAt =
  (side: 'before' | 'at' | 'after') =>
  (id: string, time: number): Position => ({ kind: 'key', key: keyOf(id, time), side });

export const [before, at, after] = [placeAt('before'), placeAt('at'), placeAt('after')];

/** Where the walk goes on in one stream. */
export const positionOf = ({ behind, common }: WalkState, id: string): Position =>
  behind.get(streamMark(id)) ?? common;

/** Places by streams' names. */
export const behindOf = (places: Readonly<Record<string, Position>>): WalkState['behind'] =>
  new Map(Object.entries(places).map(([id, place]) => [streamMark(id), place]));

/** Nobody is behind; the cursor's row is a late one. */
export const atLate = (place: Position): WalkState['behind'] => new Map([[NO_STREAM, place]]);

export const rosterOf = (...ids: readonly string[]): WalkState['roster'] => new Set(ids.map(streamMark));
