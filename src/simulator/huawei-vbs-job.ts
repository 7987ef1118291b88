import type { JobStatus } from '../model/job-status.ts';
import { serviceJobIdOf, volumeIdOf } from './huawei-vbs-task.ts';
import { type HistoryJob, statusAt } from './kit/history.ts';
import { hexId, uuid } from './kit/random.ts';
import type { ExpectedTask } from './kit/simulator.ts';

/** The words of `/v1/{project_id}/jobs/{job_id}`, unlike those of the list (docs/vendors/huawei-vbs.md#job-detail). */
type ServiceJobWord = 'INIT' | 'RUNNING' | 'SUCCESS' | 'FAIL';

interface ServiceJob {
  readonly status: ServiceJobWord;
  readonly job_id: string;
  readonly job_type: string;
  readonly begin_time: string | null;
  readonly end_time: string | null;
  readonly error_code: string | null;
  readonly fail_reason: string | null;
  readonly entities: Readonly<Record<string, string>>;
  readonly sub_jobs?: readonly ServiceJob[];
}

interface Span {
  readonly begin: number;
  /** `Infinity`: never. */
  readonly end: number;
  readonly endsWell: boolean;
}

const STATUSES: Readonly<Record<ServiceJobWord, JobStatus>> = {
  INIT: 'QUEUED',
  RUNNING: 'RUNNING',
  SUCCESS: 'SUCCEEDED',
  FAIL: 'FAILED',
};

const SUB_JOB_TYPES = ['bksCreateSnapshot', 'bksUploadBackup', 'bksDeleteSnapshot'];
const FAILURE = {
  error_code: 'VolumeBackup.0064',
  fail_reason: 'The volume could not be read to its end. Check the volume and back it up again.',
};
const NO_FAILURE = { error_code: null, fail_reason: null };

const wordAt = ({ begin, end, endsWell }: Span, now: number): ServiceJobWord => {
  if (now < begin) return 'INIT';
  if (now < end) return 'RUNNING';
  return endsWell ? 'SUCCESS' : 'FAIL';
};

const timeOnce = (time: number, now: number): string | null =>
  time <= now ? new Date(time).toISOString() : null;

const stateAt = (span: Span, now: number) => {
  const status = wordAt(span, now);
  return {
    status,
    begin_time: timeOnce(span.begin, now),
    end_time: timeOnce(span.end, now),
    ...(status === 'FAIL' ? FAILURE : NO_FAILURE),
  };
};

const wholeSpan = (job: HistoryJob): Span => ({
  begin: job.startedAt,
  end: job.finishedAt,
  endsWell: job.outcome === 'SUCCEEDED',
});

/** None to three steps, one after the other; the last is the one that can fail. */
const stepSpans = (job: HistoryJob): Span[] => {
  const count = (job.salt >>> 12) % 4;
  const whole = wholeSpan(job);
  const length = Math.floor((whole.end - whole.begin) / count);
  return Array.from({ length: count }, (_, step) => {
    const isLast = step === count - 1;
    const begin = step === 0 ? whole.begin : whole.begin + length * step;
    return { begin, end: isLast ? whole.end : begin + length, endsWell: !isLast || whole.endsWell };
  });
};

const stepId = (job: HistoryJob, step: number): string => hexId(step, 'sub-job', job.serial);

/** The job of the backup service behind a row of the list, with its steps. */
export const printServiceJob = (job: HistoryJob, now: number): ServiceJob => {
  const entities = { volume_id: volumeIdOf(job), backup_id: uuid(job.salt, 'backup', job.serial) };
  const sub_jobs = stepSpans(job).map((span, step) => ({
    ...stateAt(span, now),
    job_id: stepId(job, step),
    job_type: SUB_JOB_TYPES[step] ?? 'bksStep',
    entities: { volume_id: entities.volume_id },
  }));
  return {
    ...stateAt(wholeSpan(job), now),
    job_id: serviceJobIdOf(job.nativeId),
    job_type: 'bksCreateBackup',
    entities,
    ...(sub_jobs.length > 0 ? { sub_jobs } : {}),
  };
};

const expectedTask = (nativeId: string, span: Span, now: number): ExpectedTask => {
  const nativeStatus = wordAt(span, now);
  return {
    nativeId,
    status: STATUSES[nativeStatus],
    nativeStatus,
    createdAt: span.begin <= now ? span.begin : null,
    finishedAt: span.end <= now ? span.end : null,
  };
};

/** The tasks that `printServiceJob` shows, a job without steps being its own; none while the job waits. */
export const expectedServiceTasks = (job: HistoryJob, now: number): ExpectedTask[] => {
  if (statusAt(job, now) === 'QUEUED') return [];
  const steps = stepSpans(job).map((span, step) => expectedTask(stepId(job, step), span, now));
  return steps.length > 0 ? steps : [expectedTask(serviceJobIdOf(job.nativeId), wholeSpan(job), now)];
};
