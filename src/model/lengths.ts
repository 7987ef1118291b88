import type { Instant } from './job.ts';
import { type JobStatus, phaseOf } from './job-status.ts';

/** When something came into being, began and ended; `null`: it did not yet, or nobody tells. */
export interface Times {
  readonly createdAt: Instant | null;
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
}

/** From its beginning to its end, in seconds; `null`: it has not ended, or nobody knows when. */
export function durationSeconds({ createdAt, startedAt, finishedAt }: Times): number | null {
  const from = startedAt ?? createdAt;
  return finishedAt === null || from === null ? null : Math.max(0, finishedAt - from) / 1_000;
}

/** The same, and of what is at work until now. */
export function elapsedSeconds(times: Times & { readonly status: JobStatus }, now: Instant): number | null {
  const isAtWork = times.finishedAt === null && phaseOf(times.status) === 'ACTIVE';
  return durationSeconds(isAtWork ? { ...times, finishedAt: now } : times);
}
