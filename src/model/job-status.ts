/** Every status that a job or a task can have here, of any vendor. */
export const JOB_STATUSES = [
  'QUEUED',
  'RUNNING',
  'PAUSED',
  'CANCELING',
  'ROLLING_BACK',
  'SUCCEEDED',
  'PARTIALLY_FAILED',
  'FAILED',
  'TIMED_OUT',
  'CANCELED',
  'ROLLED_BACK',
  'SKIPPED',
  'UNKNOWN',
] as const;

export type JobStatus = (typeof JOB_STATUSES)[number];

export type JobPhase = 'PENDING' | 'ACTIVE' | 'DONE' | 'UNKNOWN';

const PHASES: Readonly<Record<JobStatus, JobPhase>> = {
  QUEUED: 'PENDING',
  RUNNING: 'ACTIVE',
  PAUSED: 'ACTIVE',
  CANCELING: 'ACTIVE',
  ROLLING_BACK: 'ACTIVE',
  SUCCEEDED: 'DONE',
  PARTIALLY_FAILED: 'DONE',
  FAILED: 'DONE',
  TIMED_OUT: 'DONE',
  CANCELED: 'DONE',
  ROLLED_BACK: 'DONE',
  SKIPPED: 'DONE',
  UNKNOWN: 'UNKNOWN',
};

export const phaseOf = (status: JobStatus): JobPhase => PHASES[status];

/** Statuses that mean no failure, even if a part of the job failed. */
export const SOUND: ReadonlySet<JobStatus> = new Set([
  'QUEUED',
  'RUNNING',
  'PAUSED',
  'CANCELING',
  'SUCCEEDED',
]);

/** Statuses of what nobody has begun to work on. */
export const NOT_BEGUN: ReadonlySet<JobStatus> = new Set(
  JOB_STATUSES.filter((status) => PHASES[status] === 'PENDING'),
);

/** What went wrong, where the status says that something did, or says nothing. */
export const errorAs = <E>(status: JobStatus, error: E | null): E | null =>
  SOUND.has(status) ? null : error;

/** When work began, where the status says that it has. */
export const startAs = (status: JobStatus, startedAt: number | null): number | null =>
  NOT_BEGUN.has(status) ? null : startedAt;

/** `null` for a status that nobody understands: nobody is told to stop polling on a guess. */
export const isTerminal = (status: JobStatus): boolean | null =>
  status === 'UNKNOWN' ? null : PHASES[status] === 'DONE';
