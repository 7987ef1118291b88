import type { Instant, JobProgress } from '../../model/job.ts';
import type { TellOddity } from './row-reader.ts';

/** RFC 3339 has years of four digits. */
const FIRST = Date.parse('0000-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** GraphQL's `Int` has 32 bits. */
const LARGEST_INT = 2 ** 31 - 1;

/** What a backend has worked out, if GraphQL can print it; else none, and that is told. `what` names the field. */
export function printableTime(time: Instant | null, what: string, tell: TellOddity): Instant | null {
  if (time === null || (Number.isSafeInteger(time) && time >= FIRST && time <= LAST)) return time;
  tell(`${what}: not an instant between the years 0 and 9999`);
  return null;
}

export function printableProgress(progress: JobProgress | null, tell: TellOddity): JobProgress | null {
  const isFine = progress === null || Object.values(progress).every(isPrintable);
  if (isFine) return progress;
  tell('job.progress: not counts of 32 bits');
  const { total, succeeded, failed, running } = progress;
  return { total: count(total), succeeded: count(succeeded), failed: count(failed), running: count(running) };
}

const isPrintable = (value: number | null): boolean =>
  value === null || (Number.isInteger(value) && Math.abs(value) <= LARGEST_INT);

const count = (value: number | null): number | null => (isPrintable(value) ? value : null);
