import { type Stream, streamsOf, type World } from './world.ts';

export type Outcome = 'SUCCEEDED' | 'FAILED' | 'RUNNING';

/** One job, before a vendor prints it. Times are epoch milliseconds. */
export interface Run {
  readonly stream: Stream;
  /** From the newest of its stream: 0, 1, 2 ... */
  readonly index: number;
  readonly createdAt: number;
  readonly finishedAt: number | null;
  readonly outcome: Outcome;
}

/** All jobs are older. */
export const PRESENT = Date.UTC(2026, 5, 1);

const SECOND = 1_000;
const SLOTS = 10;

/** As good as random; the same for the same numbers. */
function mix(a: number, b: number): number {
  let bits = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 15), 0xc2b2ae35);
  return (bits ^ (bits >>> 13)) >>> 0;
}

/**
 * Time is cut into windows in which each stream has one job, at a second that no other stream ever takes: the streams
 * interleave at random, and the order of all jobs is total.
 */
function createdAt({ place, streams }: Stream, index: number): number {
  const windowStart = PRESENT - (index + 1) * streams * SLOTS * SECOND;
  return windowStart + ((mix(place, index) % SLOTS) * streams + place) * SECOND;
}

/** The newest job of every third stream is still running; one in eight fails. */
function outcomeOf({ place }: Stream, index: number): Outcome {
  if (index === 0 && place % 3 === 0) return 'RUNNING';
  return mix(index, place) % 8 === 0 ? 'FAILED' : 'SUCCEEDED';
}

export function runAt(stream: Stream, index: number): Run {
  const start = createdAt(stream, index);
  const outcome = outcomeOf(stream, index);
  const seconds = 1 + (mix(index, stream.place + 1) % 600);
  const finishedAt = outcome === 'RUNNING' ? null : start + seconds * SECOND;
  return { stream, index, createdAt: start, finishedAt, outcome };
}

/** The index of the newest job that is older than `before`. */
export function firstBefore(stream: Stream, before: number): number {
  let [low, high] = [0, stream.rows];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (createdAt(stream, middle) < before) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Jobs of one stream, newest first. */
export function runsFrom(stream: Stream, index: number, count: number): Run[] {
  const end = Math.min(stream.rows, index + count);
  return Array.from({ length: Math.max(0, end - index) }, (_, i) => runAt(stream, index + i));
}

/** The part of the list of all jobs that are older than `before`, newest first. */
export function newestRuns(world: World, before: number, skip: number, count: number): Run[] {
  return streamsOf(world)
    .flatMap((stream) => runsFrom(stream, firstBefore(stream, before), skip + count))
    .sort((a, b) => b.createdAt - a.createdAt)
    .slice(skip, skip + count);
}
