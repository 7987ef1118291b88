import type { Instant, JobError, JobProgress } from '../../model/job.ts';
import { errorAs, type JobStatus, NOT_BEGUN, SOUND, startAs } from '../../model/job-status.ts';
import type { TellOddity } from './row-reader.ts';

/** RFC 3339 has years of four digits. */
const FIRST = Date.parse('0000-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** GraphQL's `Int` has 32 bits. */
const LARGEST_INT = 2 ** 31 - 1;

/** What a backend has worked out of a job or a task. */
interface Fields {
  readonly status: JobStatus;
  readonly error: JobError | null;
  readonly createdAt: Instant | null;
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
}

/**
 * The fields of a row, and of its times those that GraphQL can print; else none, and that is told. What contradicts the status is
 * none, too. `what` names the row. Nearly all rows are sound, and come back as they are.
 */
export function soundFields<F extends Fields>(fields: F, what: string, tell: TellOddity): F {
  const { status, error, createdAt, startedAt, finishedAt } = fields;
  const [created, started, finished] = [createdAt ?? 0, startedAt ?? 0, finishedAt ?? 0];
  const isPrintable =
    Number.isInteger(created) &&
    Number.isInteger(started) &&
    Number.isInteger(finished) &&
    Math.min(created, started, finished) >= FIRST &&
    Math.max(created, started, finished) <= LAST;
  const fitsStatus = (error === null || !SOUND.has(status)) && (startedAt === null || !NOT_BEGUN.has(status));
  if (isPrintable && fitsStatus) return fields;
  return {
    ...fields,
    error: errorAs(status, error),
    createdAt: printableTime(createdAt, `${what}.createdAt`, tell),
    startedAt: startAs(status, printableTime(startedAt, `${what}.startedAt`, tell)),
    finishedAt: printableTime(finishedAt, `${what}.finishedAt`, tell),
  };
}

function printableTime(time: Instant | null, what: string, tell: TellOddity): Instant | null {
  if (time === null || (Number.isSafeInteger(time) && time >= FIRST && time <= LAST)) return time;
  tell(`${what}: not an instant between the years 0 and 9999`);
  return null;
}

/** Counts that GraphQL can print; what is none of them is told. */
export function printableProgress(progress: JobProgress, tell: TellOddity): JobProgress {
  const { total, succeeded, failed, running } = progress;
  if ([total, succeeded, failed, running].every(isCount)) return progress;
  tell('job.progress: not counts of 32 bits');
  return { total: count(total), succeeded: count(succeeded), failed: count(failed), running: count(running) };
}

const isCount = (value: number | null): boolean =>
  value === null || (Number.isInteger(value) && Math.abs(value) <= LARGEST_INT);

const count = (value: number | null): number | null => (isCount(value) ? value : null);
