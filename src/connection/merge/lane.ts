import type { Head, JobStream } from '../../datasource/stream/job-stream.ts';
import type { SortKey } from '../../model/sort-key.ts';
import type { SourceError } from '../../model/source-error.ts';
import type { Position } from '../cursor/walk-state.ts';

/** One stream's part in a merge. */
export interface Lane {
  readonly stream: JobStream;
  /** The stream's own place at the start of the page; `null`: it stands with the others. */
  readonly start: Position | null;
  /** Where it had stopped each time that it was begun again. */
  readonly resumed: Stop[];
  /** What the stream showed before anything was read for this page. */
  readonly firstHead: Head | null;
  /** The reading that was begun when the stream was opened; `null`: none, or what came of it is known already. */
  opening: Promise<'read' | 'restart'> | null;
  /** Something was read for this page. */
  hasRead: boolean;
  /** How many rows the page had with each row that was taken from here. */
  readonly taken: number[];
  /** Why the stream cannot be read any further; what it had at hand counts all the same. */
  error: SourceError | null;
  /** When that cost the page something: how many rows it had, and where the stream stood. */
  stopped: Stop | null;
}

/** Where a stream stood when the page had so many rows. */
export interface Stop {
  readonly rows: number;
  readonly place: Position;
}

/** `start`: the place of a stream that was left behind. Streams of which nothing is known are read at once. */
export function openLane(stream: JobStream, start: Position | null): Lane {
  const firstHead = stream.headAfter(0);
  const lane: Lane = {
    stream,
    start,
    resumed: [],
    firstHead,
    opening: null,
    hasRead: false,
    taken: [],
    error: null,
    stopped: null,
  };
  if (firstHead === null) beginReading(lane);
  return lane;
}

/** A failure is kept for whoever needs the stream; rows that came speak for themselves. */
function beginReading(lane: Lane): void {
  lane.opening = lane.stream.advance().then((outcome) => {
    lane.opening = null;
    lane.hasRead = true;
    return outcome;
  });
  lane.opening.catch(() => undefined);
}

/** Lets a lane that stopped go on from where it stood. */
export function resume(lane: Lane): void {
  if (lane.stopped !== null) lane.resumed.push(lane.stopped);
  lane.error = null;
  lane.stopped = null;
}

export const headOf = ({ stream, taken }: Lane): Head | null => stream.headAfter(taken.length);

/** Rows that had been taken from a lane when the page had so many. */
export const takenAt = ({ taken }: Lane, rows: number): number => {
  const later = taken.findIndex((count) => count > rows);
  return later < 0 ? taken.length : later;
};

/** A lane and what it shows, until something is taken from it or read. */
export interface Standing {
  readonly lane: Lane;
  head: Head | null;
}

export const standingOf = (lane: Lane): Standing => ({ lane, head: headOf(lane) });

export interface Candidate {
  readonly standing: Standing;
  readonly head: Extract<Head, { kind: 'row' }>;
}

/** The lane whose row comes first along the walk. */
export function firstRow(
  standings: readonly Standing[],
  compare: (a: SortKey, b: SortKey) => number,
): Candidate | null {
  let first: Candidate | null = null;
  for (const standing of standings) {
    const { head } = standing;
    if (head?.kind === 'row' && (first === null || compare(head.key, first.head.key) < 0))
      first = { standing, head };
  }
  return first;
}

/**
 * Lanes that may show a row before this one: those of which nothing is known, then the others, the nearest first. While there is
 * no row at all, the others wait for what the unknown ones show: behind it they need not be read.
 */
export function lanesBefore(
  next: Candidate | null,
  standings: readonly Standing[],
  compare: (a: SortKey, b: SortKey) => number,
): readonly Lane[] {
  const unknown: Lane[] = [];
  const known: { readonly lane: Lane; readonly key: SortKey }[] = [];
  for (const { lane, head } of standings) {
    if (head === null) unknown.push(lane);
    else if (head.kind === 'watermark' && (next === null || compare(head.key, next.head.key) < 0))
      known.push({ lane, key: head.key });
  }
  const isFirstToCome = next === null && unknown.some(({ error }) => error === null);
  if (known.length === 0 || isFirstToCome) return unknown;
  known.sort((a, b) => compare(a.key, b.key));
  return [...unknown, ...known.map(({ lane }) => lane)];
}
