import type { Vendor } from '../../world/world.ts';

export type Status = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'UNKNOWN';

export interface Origin {
  readonly backend: Vendor;
  readonly nativeId: string;
  /** `null`: not told with the list; see `nameOrigins`. */
  readonly name: string | null;
}

export interface Job {
  readonly id: string;
  readonly backend: Vendor;
  readonly nativeId: string;
  readonly kind: string | null;
  readonly status: Status;
  readonly nativeStatus: string | null;
  readonly phase: string;
  readonly isTerminal: boolean | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly durationSeconds: number | null;
  readonly origin: Origin;
  /** Under which id the vendor has the tasks, if any. */
  readonly taskListId: string | null;
}

export interface Task {
  readonly nativeId: string;
  readonly kind: string;
  readonly status: Status;
  readonly createdAt: string;
  readonly finishedAt: string | null;
}

/** What vendors tell of a job. Times are epoch milliseconds. */
export interface JobFields
  extends Pick<Job, 'nativeId' | 'kind' | 'status' | 'nativeStatus' | 'origin' | 'taskListId'> {
  readonly createdAt: number;
  readonly finishedAt: number | null;
}

const PHASES: Readonly<Record<Status, string>> = {
  QUEUED: 'PENDING',
  RUNNING: 'ACTIVE',
  SUCCEEDED: 'DONE',
  FAILED: 'DONE',
  UNKNOWN: 'UNKNOWN',
};

export function toJob(fields: JobFields): Job {
  const { nativeId, status, origin, createdAt, finishedAt } = fields;
  const { backend } = origin;
  const phase = PHASES[status];
  return {
    id: Buffer.from(`${backend}/${origin.nativeId}/${nativeId}`).toString('base64url'),
    backend,
    nativeId,
    kind: fields.kind,
    status,
    nativeStatus: fields.nativeStatus,
    phase,
    isTerminal: phase === 'UNKNOWN' ? null : phase === 'DONE',
    createdAt: new Date(createdAt).toISOString(),
    finishedAt: finishedAt === null ? null : new Date(finishedAt).toISOString(),
    durationSeconds: finishedAt === null ? null : (finishedAt - createdAt) / 1_000,
    origin,
    taskListId: fields.taskListId,
  };
}

/** Vendor's words, all vendors': none of them means two things. */
const WORDS: Readonly<Record<string, Status>> = {
  WAITING: 'QUEUED',
  SUBMITTED: 'QUEUED',
  INIT: 'QUEUED',
  RUNNING: 'RUNNING',
  SUCCESS: 'SUCCEEDED',
  SUCCEEDED: 'SUCCEEDED',
  EXECUTE_SUCCESS: 'SUCCEEDED',
  FAIL: 'FAILED',
  FAILED: 'FAILED',
  EXECUTE_FAIL: 'FAILED',
};

export const statusOf = (word: string): Status => WORDS[word] ?? 'UNKNOWN';
