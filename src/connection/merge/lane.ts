import type { Head, JobStream } from '../../datasource/stream/job-stream.ts';
import type { SortKey } from '../../model/sort-key.ts';
import { type Cut, ownPosition, type Position } from '../cursor/cut.ts';

/** One stream's part in a merge. */
export interface Lane {
  readonly stream: JobStream;
  /** What it shows; `null`: nobody has looked yet. */
  head: Head | null;
  /** The stream's own place, while it is behind the common one. */
  own: Position | null;
}

/** `from`: where the walk begins, with the places of streams that were left behind. */
export const openLane = (stream: JobStream, from: Cut): Lane => ({
  stream,
  head: null,
  own: ownPosition(from, stream.id, stream.sourceId),
});

/** The lane whose head comes first along the walk. */
export function firstOf(
  lanes: readonly Lane[],
  compare: (a: SortKey, b: SortKey) => number,
): Lane | undefined {
  let first: Lane | undefined;
  for (const lane of lanes) {
    if (first === undefined || compare(keyOf(lane), keyOf(first)) < 0) first = lane;
  }
  return first;
}

export function keyOf({ head }: Lane): SortKey {
  if (head === null || head.kind === 'end') throw new TypeError('A lane without a head was compared.');
  return head.key;
}
